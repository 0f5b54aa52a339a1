package dev.assent.dialer.console;

import dev.assent.dialer.engine.socket.ActRefused;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What one session has open, and how fast it listens. Any thread. */
final class Listening {
  private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

  /** Recordings that one session may have open at a time: a tab or two. */
  private static final int MOST_OPEN = 4;

  private final ListeningPerson person;
  private final ListeningPace pace;
  private final Map<UUID, OpenReplay> open = new LinkedHashMap<>();

  Listening(ListeningPerson person, Instant now) {
    this.person = person;
    this.pace = new ListeningPace(now);
  }

  /** Takes one in; the one opened first goes if there are too many. */
  void add(UUID recording, OpenReplay opened) {
    remove(recording);
    synchronized (this) {
      open.put(recording, opened);
    }
    oldestBeyond(MOST_OPEN).ifPresent(this::remove);
  }

  private synchronized Optional<UUID> oldestBeyond(int most) {
    return open.size() > most ? open.keySet().stream().findFirst() : Optional.empty();
  }

  synchronized Optional<OpenReplay> find(UUID recording) {
    return Optional.ofNullable(open.get(recording));
  }

  synchronized Duration take(double seconds, Instant now) {
    return pace.take(seconds, now);
  }

  /** Writes down what was heard of it, and forgets its keys. */
  void remove(UUID recording) {
    OpenReplay gone;
    synchronized (this) {
      gone = open.remove(recording);
    }
    if (gone != null) {
      end(gone);
    }
  }

  /** Writes down what is due, closes what lies idle. */
  void sweep(Instant now) {
    for (UUID recording : recordings()) {
      OpenReplay each = find(recording).orElse(null);
      if (each == null) {
        continue;
      }
      if (each.isIdle(now)) {
        remove(recording);
      } else if (each.lock.tryLock()) {
        try {
          if (each.heard.isDue(now)) {
            write(each);
          }
        } finally {
          each.lock.unlock();
        }
      }
    }
  }

  void closeAll() {
    recordings().forEach(this::remove);
  }

  private synchronized List<UUID> recordings() {
    return List.copyOf(open.keySet());
  }

  private void end(OpenReplay gone) {
    gone.lock.lock();
    try {
      write(gone);
    } finally {
      gone.close();
      gone.lock.unlock();
    }
  }

  /** What the engine does not take now is tried again; meanwhile no more sound is given out. */
  private void write(OpenReplay each) {
    try {
      each.heard.write(person);
    } catch (ActRefused refused) {
      LOG.warn("seconds heard were not written down: {}", refused.code());
    }
  }
}
