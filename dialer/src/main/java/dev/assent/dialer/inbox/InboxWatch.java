package dev.assent.dialer.inbox;

import dev.assent.compliance.store.Inbox;
import dev.assent.dialer.Timers;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the drop folder four times a second: a word counts within a second of its file being
 * whole. Looking works on every file system; being told does not. Any thread.
 */
public final class InboxWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InboxWatch.class);
  static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

  /** A file that is still being written after so many looks is no reason not to begin. */
  private static final int FIRST_LOOKS = 8;

  private final Inbox inbox;
  private final Timers timers;
  private final ReentrantLock looking = new ReentrantLock();
  private Timers.@Nullable Cancellable next;
  private boolean closed;
  private boolean failing;

  private InboxWatch(Inbox inbox, Timers timers) {
    this.inbox = inbox;
    this.timers = timers;
  }

  /**
   * Takes everything that lies there, and only then returns. A folder that cannot be read stops all
   * calls of this node; it is looked at again.
   */
  public static InboxWatch start(Inbox inbox, Timers timers) {
    InboxWatch watch = new InboxWatch(inbox, timers);
    for (int look = 0; look < FIRST_LOOKS && watch.waiting(); look++) {
      CompletableFuture<Void> pause = new CompletableFuture<>();
      timers.after(BETWEEN_LOOKS.toNanos(), () -> pause.complete(null));
      pause.join();
    }
    watch.again();
    return watch;
  }

  public Inbox inbox() {
    return inbox;
  }

  /** Whether a look now left files that may be whole at the next. */
  private boolean waiting() {
    try {
      boolean waiting = inbox.sweep().waiting() > 0;
      failing = false;
      return waiting;
    } catch (IOException | RuntimeException e) {
      if (!failing) {
        LOG.error("dropped refusals cannot be taken; nobody is called", e);
        failing = true;
      }
      return false;
    }
  }

  private void again() {
    looking.lock();
    try {
      if (!closed) {
        next =
            timers.after(
                BETWEEN_LOOKS.toNanos(), () -> Thread.ofVirtual().name("inbox").start(this::look));
      }
    } finally {
      looking.unlock();
    }
  }

  private void look() {
    looking.lock();
    try {
      if (!closed) {
        waiting();
      }
    } finally {
      looking.unlock();
    }
    again();
  }

  /** Returns when no look is under way any more. */
  @Override
  public void close() {
    looking.lock();
    try {
      closed = true;
      if (next != null) {
        next.cancel();
      }
    } finally {
      looking.unlock();
    }
  }
}
