package dev.assent.compliance.policy;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pack or calendar as it is registered: the text that was approved, and its place in time. The
 * journal holds it whole, so that the law in force can be rebuilt without its file.
 *
 * @param name of a pack its name, of a calendar its id, such as {@code CN-2027}
 * @param hash over its meaning, lower hex
 * @param text the file
 * @param noticeSha256 of the official notice behind a calendar, lower hex; empty for a pack
 * @param creator who brought it
 * @param approver who let it be looser; null where it was stricter and held at once, or waits
 * @param since when it came into its state
 */
public record LawFile(
    Kind kind,
    String name,
    String hash,
    String text,
    String noticeSha256,
    State state,
    String creator,
    @Nullable String approver,
    boolean selfApproved,
    Instant since) {

  /** What it is. */
  public enum Kind {
    PACK,
    CALENDAR
  }

  /** Where it stands. */
  public enum State {
    /** For a second person's approval. */
    WAITING,
    /** In force since then, until something of the same name follows. */
    APPLIED,
    /** No longer in force, and nothing in its place. */
    RETIRED,
    /** Waited, and was taken back before anybody approved it: what was in force stays so. */
    WITHDRAWN;

    /** Whether it says anything of what was ever in force. */
    boolean held() {
      return this == APPLIED || this == RETIRED;
    }
  }

  /** The same in another state. */
  public LawFile to(State next, @Nullable String by, boolean self, Instant at) {
    return new LawFile(kind, name, hash, text, noticeSha256, next, creator, by, self, at);
  }

  /** Two of one instant are told by their version. */
  private static final Comparator<LawFile> NEWEST =
      Comparator.comparing(LawFile::since).thenComparingInt(LawFile::version);

  private int version() {
    return kind == Kind.PACK ? PolicyPackFile.read(name, text).version() : 0;
  }

  /** What is in force at an instant, by name: of each the newest to come or go. */
  public static Map<String, LawFile> inForce(Collection<LawFile> all, Kind kind, Instant at) {
    Map<String, LawFile> newest =
        all.stream()
            .filter(law -> law.kind() == kind && law.state().held())
            .filter(law -> !law.since().isAfter(at))
            .collect(
                Collectors.toMap(
                    LawFile::name,
                    law -> law,
                    (one, other) -> NEWEST.compare(one, other) >= 0 ? one : other,
                    TreeMap::new));
    newest.values().removeIf(law -> law.state() == State.RETIRED);
    return newest;
  }

  /**
   * Why the new pack needs a second person; empty when it only makes things stricter than what is
   * in force, and holds at once (DESIGN 7).
   */
  public static Optional<String> looser(Optional<PolicyPack> inForce, PolicyPack fresh) {
    if (fresh.profile() != null) {
      return Optional.of("it loosens " + String.join(", ", fresh.profile().loosens()));
    }
    if (inForce.isEmpty()) {
      return fresh.standsAlone()
          ? Optional.of("it can stand alone, in place of a stricter one")
          : Optional.empty();
    }
    PolicyPack old = inForce.get();
    if (old.profile() != null) {
      return Optional.of("it takes the place of a profile");
    }
    if (!old.region().equals(fresh.region()) || !old.zone().equals(fresh.zone())) {
      return Optional.of("it is of another region or zone");
    }
    boolean longer =
        fresh.effectiveFrom().isBefore(old.effectiveFrom())
            || (old.effectiveTo() != null
                && (fresh.effectiveTo() == null || fresh.effectiveTo().isAfter(old.effectiveTo())));
    if (longer) {
      return Optional.of("it is in force longer");
    }
    var keys = old.figures().loosenedBy(fresh.figures());
    return keys.isEmpty() ? Optional.empty() : Optional.of("looser: " + String.join(", ", keys));
  }
}
