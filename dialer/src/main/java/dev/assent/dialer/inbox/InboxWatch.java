package dev.assent.dialer.inbox;

import dev.assent.compliance.store.suppression.Inbox;
import dev.assent.dialer.Timers;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is dropped into the folder: a word counts within a second of its file being whole
 * . The file system says when something changed; because not every one can, the folder is
 * also looked at now and then, often enough to keep that second by itself. Any thread.
 */
public final class InboxWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(InboxWatch.class);

  /** From a first look to the one that finds a file unchanged. */
  static final Duration SETTLING = Duration.ofMillis(250);

  /** Without news; with {@link #SETTLING} still less than a second. */
  static final Duration BETWEEN_LOOKS = Duration.ofMillis(600);

  /** After news: whoever writes line by line is not looked at for each of them. */
  private static final Duration AFTER_NEWS = Duration.ofMillis(20);

  /** A file that is still being written after so many looks is no reason not to begin. */
  private static final int FIRST_LOOKS = 8;

  private final Inbox inbox;
  private final Timers timers;
  private final FolderEvents events;
  private final ReentrantLock looking = new ReentrantLock();
  private Timers.@Nullable Cancellable next;
  private boolean soon;
  private boolean closed;
  private boolean failing;

  private InboxWatch(Inbox inbox, Path folder, Timers timers) {
    this.inbox = inbox;
    this.timers = timers;
    this.events = new FolderEvents(folder, this::lookSoon);
  }

  /**
   * Takes everything that lies there, and only then returns. A folder that cannot be read stops all
   * calls of this node; it is looked at again.
   */
  public static InboxWatch start(Inbox inbox, Path folder, Timers timers) {
    InboxWatch watch = new InboxWatch(inbox, folder, timers);
    // Listened to before the first look: what comes between the two is not overlooked.
    watch.events.listen();
    for (int look = 0; look < FIRST_LOOKS && watch.waiting(); look++) {
      CompletableFuture<Void> pause = new CompletableFuture<>();
      timers.after(SETTLING.toNanos(), () -> pause.complete(null));
      pause.join();
    }
    watch.look();
    return watch;
  }

  public Inbox inbox() {
    return inbox;
  }

  /** Looks, and says when to look next. */
  private void look() {
    looking.lock();
    try {
      if (!closed) {
        soon = false;
        lookIn(waiting() ? SETTLING : BETWEEN_LOOKS);
        events.listen();
      }
    } finally {
      looking.unlock();
    }
  }

  private void lookSoon() {
    looking.lock();
    try {
      if (!closed && !soon) {
        soon = true;
        lookIn(AFTER_NEWS);
      }
    } finally {
      looking.unlock();
    }
  }

  private void lookIn(Duration pause) {
    if (next != null) {
      next.cancel();
    }
    next = timers.after(pause.toNanos(), () -> Thread.ofVirtual().name("inbox").start(this::look));
  }

  /** Whether a look now left files that may be whole at the next. */
  private boolean waiting() {
    looking.lock();
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
    } finally {
      looking.unlock();
    }
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
    events.close();
  }
}
