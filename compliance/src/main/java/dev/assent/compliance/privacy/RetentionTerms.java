package dev.assent.compliance.privacy;

import dev.assent.compliance.Found.Present;
import dev.assent.compliance.policy.Keep;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.PolicyBook;
import dev.assent.compliance.policy.PolicyPack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How long things are kept, by the packs of the campaigns they come from. Where packs are not known
 * any more, or nobody called, the longest floor of any pack of the home holds.
 */
public final class RetentionTerms {
  private final PolicyBook book;

  public RetentionTerms(PolicyBook book) {
    this.book = book;
  }

  /** Whether there is any pack to read days from; without one nothing is destroyed. */
  public boolean known() {
    return book.packs().stream()
        .anyMatch(pack -> pack.figures().find(HeldKind.CALL.key()).isPresent());
  }

  /**
   * @param packs of each campaign it comes from; the longest floor of all counts
   * @return empty when it need not be kept at all
   */
  public Optional<Floor> floor(HeldKind kind, Collection<List<String>> packs, Instant from) {
    return keeps(kind, packs).stream()
        .filter(stated -> stated.keep().floorDays() > 0)
        .max(Comparator.comparingInt(stated -> stated.keep().floorDays()))
        .map(
            stated ->
                new Floor(
                    kind.requirement(),
                    "%s %s.floorDays=%d"
                        .formatted(stated.by(), kind.key().path(), stated.keep().floorDays()),
                    from.plus(Duration.ofDays(stated.keep().floorDays()))));
  }

  /** No pack of the home, loosened or not, lets go of it earlier. */
  public int shortestFloorDays(HeldKind kind) {
    return book.packs().stream()
        .flatMap(pack -> pack.figures().find(kind.key()).stream())
        .mapToInt(Keep::floorDays)
        .min()
        .orElse(0);
  }

  /** Days after which it may not be there any more. */
  public int ceilingDays(HeldKind kind, Collection<List<String>> packs) {
    List<Stated> all = keeps(kind, packs);
    int floor = all.stream().mapToInt(stated -> stated.keep().floorDays()).max().orElse(0);
    int ceiling = all.stream().mapToInt(stated -> stated.keep().ceilingDays()).min().orElse(0);
    return Math.max(floor, ceiling);
  }

  private record Stated(Keep keep, String by) {}

  private List<Stated> keeps(HeldKind kind, Collection<List<String>> packs) {
    List<Stated> all = new ArrayList<>();
    for (List<String> named : packs) {
      if (!(book.policy(named) instanceof Present<Policy>(var policy))) {
        return ofEveryPack(kind);
      }
      all.add(new Stated(policy.get(kind.key()), String.join("+", named)));
    }
    return all.isEmpty() ? ofEveryPack(kind) : all;
  }

  private List<Stated> ofEveryPack(HeldKind kind) {
    List<Stated> all = new ArrayList<>();
    for (PolicyPack pack : book.packs()) {
      if (pack.profile() == null) {
        pack.figures().find(kind.key()).ifPresent(keep -> all.add(new Stated(keep, pack.pack())));
      }
    }
    return all;
  }
}
