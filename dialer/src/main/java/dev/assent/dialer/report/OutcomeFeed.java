package dev.assent.dialer.report;

import dev.assent.compliance.journal.Journal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Outcomes in the order of the journal, from any position on, none left out and none twice. The
 * journal is the spool: what a reader is too slow for is not kept in memory but read again from
 * there. Callers of the journal never wait. One reader at a time.
 */
public final class OutcomeFeed implements AutoCloseable {
  private static final int AT_MOST = 5000;

  private final Journal journal;
  private final Function<UUID, String> names;
  private final Runnable news;
  private final Runnable untie;

  /** Told by the journal and not yet taken; of use only while {@link #behind} is false. */
  private final Deque<OutcomeLine> fresh = new ArrayDeque<>();

  /** Read or told, and handed out next. The reader's. */
  private final Deque<OutcomeLine> ahead = new ArrayDeque<>();

  private boolean behind = true;
  private long next;

  /** Ends a reading of the journal that brought enough. */
  private static final class Enough extends RuntimeException {
    Enough() {
      super("enough", null, false, false);
    }
  }

  /**
   * @param from the first position that is wanted
   * @param names of campaigns, by id
   * @param news run, on the journal's thread, when there may be more to take; must not block
   */
  public OutcomeFeed(Journal journal, long from, Function<UUID, String> names, Runnable news) {
    this.journal = journal;
    this.next = from;
    this.names = names;
    this.news = news;
    this.untie = journal.onAppended(this::appended);
  }

  private void appended(List<Journal.Position> group) {
    boolean some = false;
    for (Journal.Position placed : group) {
      var line = OutcomeLine.of(placed, names);
      if (line.isPresent()) {
        some = true;
        offer(line.get());
      }
    }
    if (some) {
      news.run();
    }
  }

  private synchronized void offer(OutcomeLine line) {
    if (fresh.size() >= AT_MOST) {
      fresh.clear();
      behind = true;
    }
    if (!behind) {
      fresh.add(line);
    }
  }

  /**
   * The next ones, in order; empty when there are none now.
   *
   * @param most at a time
   */
  public List<OutcomeLine> take(int most) {
    if (ahead.isEmpty()) {
      boolean mustRead;
      synchronized (this) {
        mustRead = behind;
        behind = false; // from here on what is appended is kept, so that nothing falls in between
        ahead.addAll(fresh);
        fresh.clear();
      }
      if (mustRead) {
        ahead.clear();
        readAgain();
      }
    }
    List<OutcomeLine> taken = new ArrayList<>();
    while (taken.size() < most && !ahead.isEmpty()) {
      OutcomeLine line = ahead.removeFirst();
      if (line.position() >= next) {
        taken.add(line);
        next = line.position() + 1;
      }
    }
    return taken;
  }

  private void readAgain() {
    try {
      journal.forEach(
          placed -> {
            if (placed.position() >= next) {
              OutcomeLine.of(placed, names).ifPresent(ahead::add);
              if (ahead.size() == AT_MOST) {
                throw new Enough();
              }
            }
          });
    } catch (Enough enough) {
      synchronized (this) {
        behind = true;
        fresh.clear();
      }
    }
  }

  /** Where to go on after what was taken. */
  public long next() {
    return next;
  }

  @Override
  public void close() {
    untie.run();
  }
}
