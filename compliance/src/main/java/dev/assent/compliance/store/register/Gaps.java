package dev.assent.compliance.store.register;

import dev.assent.compliance.Gap;
import dev.assent.compliance.Hold;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What a home that was made again out of copies does not know of itself (DESIGN §4). {@link
 * Holds#lift} accepts one.
 */
public final class Gaps {
  private final Commits commits;
  private final Commits.Source source;

  public Gaps(Commits commits, Commits.Source source) {
    this.commits = commits;
    this.source = source;
  }

  /**
   * Begins a new life of the home, on hold; the second time for the same restoring nothing changes.
   *
   * @param id of the restoring
   * @param from last moment the copies know of; taken as {@code until} if it is later
   * @return durable
   */
  public Gap open(UUID id, Instant from, Instant until, String cause, String actor) {
    Instant first = from.isAfter(until) ? until : from;
    return commits.run(
        tx -> {
          Optional<Gap> known = GapRows.find(tx.sql(), id);
          if (known.isPresent()) {
            return known.get();
          }
          int epoch = epoch(GapRows.all(tx.sql())) + 1;
          UUID hold = source.id();
          Gap gap = new Gap(id, epoch, hold, first, until, cause, null, null);
          Instant now = source.now();
          tx.write(
              JournalEntry.operational(
                  source.id(),
                  EntryType.GAP_OPENED,
                  now,
                  actor,
                  id,
                  Json.write(new Payloads.GapOpened(epoch, hold, first, until, cause))));
          tx.write(
              JournalEntry.operational(
                  source.id(),
                  EntryType.HOLD_SET,
                  now,
                  actor,
                  hold,
                  Json.write(new Payloads.HoldSet(Hold.Scope.GLOBAL, "", reason(gap)))));
          return gap;
        });
  }

  private static String reason(Gap gap) {
    return "%s: nothing is known here of %s; accept it with --gap %d"
        .formatted(gap.cause(), gap.range(), gap.epoch());
  }

  /** The oldest first. */
  public List<Gap> all() {
    return commits.database().transaction(GapRows::all);
  }

  /** How many lives this home has had: 1 until it is made again out of copies. */
  public int epoch() {
    return epoch(all());
  }

  private static int epoch(List<Gap> gaps) {
    return gaps.isEmpty() ? 1 : gaps.getLast().epoch();
  }
}
