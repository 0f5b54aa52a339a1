package dev.assent.compliance.rules;

import static dev.assent.compliance.ReasonCode.*;
import static dev.assent.compliance.rules.Example.allows;
import static dev.assent.compliance.rules.Example.denies;
import static dev.assent.compliance.rules.Example.deniesForever;

import dev.assent.compliance.Found;
import dev.assent.compliance.World;
import dev.assent.compliance.consent.DncEntry;
import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.consent.DncScope;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.policy.DataKeys;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.PolicyKey;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.suppression.ListEntry;
import dev.assent.compliance.suppression.ListKind;
import dev.assent.compliance.suppression.ListReading;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Examples of the rules about lists: reach of a refusal, registers, protected lines, new owners.
 */
final class ListExamples {
  private ListExamples() {}

  static List<Example> all() {
    List<Example> all = new ArrayList<>();
    all.addAll(reach());
    all.addAll(registers());
    all.addAll(protectedLines());
    all.addAll(reassigned());
    return all;
  }

  private static List<Example> reach() {
    return List.of(
        deniesForever(
            "R20", "its purpose", w -> refused(w, Set.of(Purpose.MARKETING), null), DNC_INTERNAL),
        allows("R20", "another purpose", w -> refused(w, Set.of(Purpose.SURVEY), null)),
        deniesForever(
            "R20",
            "its line",
            w -> refused(w, Set.of(), w.campaign.callerNumbers().getFirst()),
            DNC_INTERNAL),
        allows("R20", "another line", w -> refused(w, Set.of(), "+861088889999")),
        deniesForever(
            "R20",
            "a wide word after a narrow one",
            w ->
                w.dnc =
                    new DncState.Listed(
                        List.of(entry(w, Set.of(Purpose.SURVEY), null), entry(w, Set.of(), null))),
            DNC_INTERNAL),
        deniesForever(
            "R20",
            "a purpose nobody knows",
            w -> {
              refused(w, Set.of(Purpose.SURVEY), null);
              w.campaignKnown = false;
            },
            DNC_INTERNAL,
            PURPOSE_FORBIDDEN,
            CAMPAIGN_NOT_APPROVED,
            SCRIPT_NOT_APPROVED,
            CLI_NOT_FILED,
            PURPOSE_MISMATCH,
            SEPARATE_CONSENT_MISSING));
  }

  private static void refused(World world, Set<Purpose> purposes, @Nullable String line) {
    world.dnc = new DncState.Listed(List.of(entry(world, purposes, line)));
  }

  private static DncEntry entry(World world, Set<Purpose> purposes, @Nullable String line) {
    return new DncEntry(
        new UUID(0, 6),
        new DncReach(DncScope.CONTROLLER, purposes, line),
        Manner.MAIL,
        world.now.minusSeconds(60));
  }

  private static List<Example> registers() {
    return List.of(
        denies("R21", "on it", w -> on(w, ListKind.NATIONAL, null), DNC_EXTERNAL),
        allows("R21", "not on it", w -> read(w, ListKind.NATIONAL, Found.absent())),
        allows(
            "R21",
            "demanded, to the last second of its age",
            w -> {
              demand(w, DataKeys.DNC_EXTERNAL_LISTS, Map.of("list", 3));
              read(w, ListKind.NATIONAL, Found.absent());
            }),
        denies(
            "R21",
            "a second too old",
            w -> {
              demand(w, DataKeys.DNC_EXTERNAL_LISTS, Map.of("list", 3));
              read(w, ListKind.NATIONAL, Found.absent());
              w.now = w.now.plusSeconds(1);
            },
            DNC_LIST_STALE),
        denies(
            "R21",
            "demanded and never loaded",
            w -> demand(w, DataKeys.DNC_EXTERNAL_LISTS, Map.of("list", 3)),
            DNC_LIST_STALE),
        denies(
            "R21",
            "demanded, and only a list of another kind has the name",
            w -> {
              demand(w, DataKeys.DNC_EXTERNAL_LISTS, Map.of("list", 3));
              read(w, ListKind.PROTECTED, Found.absent());
            },
            DNC_LIST_STALE),
        denies(
            "R21",
            "its file is gone",
            w -> read(w, ListKind.NATIONAL, Found.unreadable("gone")),
            DNC_LIST_STALE),
        denies(
            "R21",
            "no list can be read",
            w -> w.lists = Found.unreadable("down"),
            DNC_LIST_STALE,
            PROTECTED_LINE,
            STATUS_STALE));
  }

  private static List<Example> protectedLines() {
    return List.of(
        deniesForever("R14", "on it", w -> on(w, ListKind.PROTECTED, null), PROTECTED_LINE),
        allows("R14", "not on it", w -> read(w, ListKind.PROTECTED, Found.absent())),
        denies(
            "R14",
            "demanded and never loaded",
            w -> demand(w, DataKeys.DNC_PROTECTED_LISTS, Map.of("list", 3)),
            PROTECTED_LINE),
        denies(
            "R14",
            "too old",
            w -> {
              demand(w, DataKeys.DNC_PROTECTED_LISTS, Map.of("list", 2));
              read(w, ListKind.PROTECTED, Found.absent());
            },
            PROTECTED_LINE),
        denies(
            "R14",
            "its file is gone",
            w -> read(w, ListKind.PROTECTED, Found.unreadable("gone")),
            PROTECTED_LINE));
  }

  private static List<Example> reassigned() {
    LocalDate consent = LocalDate.of(2026, 1, 17);
    return List.of(
        denies(
            "R13",
            "on the day of the consent",
            w -> on(w, ListKind.REASSIGNED, consent),
            NUMBER_REASSIGNED),
        denies(
            "R13",
            "after the consent",
            w -> on(w, ListKind.REASSIGNED, consent.plusDays(1)),
            NUMBER_REASSIGNED),
        allows("R13", "before the consent", w -> on(w, ListKind.REASSIGNED, consent.minusDays(2))),
        allows("R13", "the same holder", w -> on(w, ListKind.REASSIGNED, null)),
        allows(
            "R13",
            "the same holder, as must be known",
            w -> {
              demand(w, DataKeys.DNC_REASSIGNED, true);
              demand(w, DataKeys.DNC_REASSIGNED_AGE, 3);
              on(w, ListKind.REASSIGNED, null);
            }),
        denies(
            "R13",
            "known too long ago",
            w -> {
              demand(w, DataKeys.DNC_REASSIGNED, true);
              demand(w, DataKeys.DNC_REASSIGNED_AGE, 2);
              on(w, ListKind.REASSIGNED, null);
            },
            STATUS_STALE),
        denies(
            "R13",
            "asked, and nobody knew",
            w -> {
              demand(w, DataKeys.DNC_REASSIGNED, true);
              read(w, ListKind.REASSIGNED, Found.absent());
            },
            STATUS_STALE),
        denies(
            "R13",
            "its file is gone",
            w -> read(w, ListKind.REASSIGNED, Found.unreadable("gone")),
            STATUS_STALE));
  }

  private static <T> void demand(World world, PolicyKey<T> key, T value) {
    Policy policy = ((Found.Present<Policy>) world.policy).value();
    world.policy =
        Found.present(
            new Policy(
                policy.packs(), policy.hash(), policy.region(), policy.figures().with(key, value)));
  }

  private static void on(World world, ListKind kind, @Nullable LocalDate day) {
    read(world, kind, Found.present(new ListEntry(day)));
  }

  private static void read(World world, ListKind kind, Found<ListEntry> entry) {
    world.lists =
        Found.present(
            List.of(
                new ListReading(
                    "list", kind, "7", world.now.minus(Duration.ofDays(3)), Instant.MAX, entry)));
  }
}
