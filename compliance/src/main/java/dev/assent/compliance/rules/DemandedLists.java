package dev.assent.compliance.rules;

import dev.assent.compliance.Facts;
import dev.assent.compliance.Found;
import dev.assent.compliance.Found.Present;
import dev.assent.compliance.policy.DataKeys;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.PolicyKey;
import dev.assent.compliance.suppression.ListEntry;
import dev.assent.compliance.suppression.ListKind;
import dev.assent.compliance.suppression.ListReading;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * The lists of one kind, against those the packs demand. A list in force that nobody demands still
 * forbids, but its age and absence mean nothing.
 *
 * @param maxAgeDays by name of the list
 */
record DemandedLists(Facts facts, ListKind kind, Map<String, Integer> maxAgeDays) {

  /** Registers of others (R21). */
  static DemandedLists ofRegisters(Facts facts) {
    return new DemandedLists(
        facts, ListKind.NATIONAL, figure(facts, DataKeys.DNC_EXTERNAL_LISTS, Map.of()));
  }

  /** Lines nobody may call (R14). */
  static DemandedLists ofProtectedLines(Facts facts) {
    return new DemandedLists(
        facts, ListKind.PROTECTED, figure(facts, DataKeys.DNC_PROTECTED_LISTS, Map.of()));
  }

  /** How many days old the knowledge may be that a number did not change hands (R13). */
  static OptionalInt ageOfStatus(Facts facts) {
    return figure(facts, DataKeys.DNC_REASSIGNED, false)
        ? OptionalInt.of(figure(facts, DataKeys.DNC_REASSIGNED_AGE, 0))
        : OptionalInt.empty();
  }

  /** Without a policy nothing is demanded: R03 denies then. */
  private static <T> T figure(Facts facts, PolicyKey<T> key, T without) {
    return facts.policy() instanceof Present<Policy>(var policy) ? policy.get(key) : without;
  }

  List<ListReading> readings() {
    return facts.lists() instanceof Present<List<ListReading>>(var all)
        ? all.stream().filter(reading -> reading.kind() == kind).toList()
        : List.of();
  }

  void withNumber(BiConsumer<ListReading, ListEntry> found) {
    for (ListReading reading : readings()) {
      if (reading.entry() instanceof Present<ListEntry>(var entry)) {
        found.accept(reading, entry);
      }
    }
  }

  /** Each list that cannot be relied on, and why. */
  void wanting(Consumer<String> why) {
    Set<String> missing = new HashSet<>(maxAgeDays.keySet());
    for (ListReading reading : readings()) {
      missing.remove(reading.name());
      if (reading.entry() instanceof Found.Unreadable<ListEntry>(var cause)) {
        why.accept(reading.name() + ": " + cause);
      } else if (maxAgeDays.containsKey(reading.name())
          && tooOld(reading, maxAgeDays.get(reading.name()))) {
        why.accept(reading.name() + " version " + reading.version() + " is too old");
      }
    }
    missing.stream().sorted().forEach(name -> why.accept(name + " is not loaded"));
  }

  boolean tooOld(ListReading reading, int days) {
    return !facts.now().isBefore(reading.validTo())
        || facts.now().isAfter(reading.fetchedAt().plus(Duration.ofDays(days)));
  }
}
