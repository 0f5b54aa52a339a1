package dev.assent.dialer.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.journal.Journal;
import dev.assent.dialer.Timers;
import dev.assent.dialer.alert.AlertChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells every outcome to a receiver, in order and at least once, however long that one is away:
 * what was taken is remembered on disk, what was not is told again, later and later. A receiver
 * knows a repetition by its position. Never in the way of a call. Any thread.
 */
public final class OutcomeWebhook implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(OutcomeWebhook.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Outcomes in one message. */
  static final int AT_ONCE = 100;

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);

  /** Where the next message goes on; survives the engine. */
  public interface Place {
    long read();

    /** On disk when it returns. */
    void write(long next);
  }

  private final AlertChannel receiver;
  private final UUID home;
  private final Place place;
  private final Timers timers;
  private final OutcomeFeed feed;
  private final ReentrantLock lock = new ReentrantLock();
  private List<OutcomeLine> waiting = List.of();
  private boolean working;
  private boolean again;
  private boolean closed;
  private int failures;
  private long told;
  private long refused;
  private Timers.@Nullable Cancellable retry;

  /**
   * @param receiver takes one message; what it does not take is told again
   * @param home named in each message
   */
  public OutcomeWebhook(
      Journal journal,
      AlertChannel receiver,
      UUID home,
      Place place,
      Function<UUID, String> names,
      Timers timers) {
    this.receiver = receiver;
    this.home = home;
    this.place = place;
    this.timers = timers;
    this.feed = new OutcomeFeed(journal, place.read(), names, this::work);
  }

  /** Begins with what was left. */
  public OutcomeWebhook start() {
    work();
    return this;
  }

  /** Outcomes that were taken, since the start. */
  public long told() {
    return locked(() -> told);
  }

  /** Messages that were not taken, since the start. */
  public long refused() {
    return locked(() -> refused);
  }

  /** How often in a row the receiver did not take the message that waits now. */
  public int failures() {
    return locked(() -> failures);
  }

  private <T> T locked(Supplier<T> look) {
    lock.lock();
    try {
      return look.get();
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    lock.lock();
    try {
      again = true;
      if (!working && !closed && retry == null) {
        working = true;
        Thread.ofVirtual().name("outcomes").start(this::tellAll);
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean goesOn() {
    lock.lock();
    try {
      boolean more = again && !closed && retry == null;
      again = false;
      working = more;
      return more;
    } finally {
      lock.unlock();
    }
  }

  private void tellAll() {
    try {
      while (goesOn()) {
        tellWhatIsThere();
      }
    } catch (RuntimeException broken) {
      LOG.error("outcomes are not told for now", broken);
      failed("the feed failed: " + broken.getClass().getSimpleName());
      locked(() -> working = false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tellWhatIsThere() throws InterruptedException {
    while (!locked(() -> closed)) {
      if (waiting.isEmpty()) {
        waiting = feed.take(AT_ONCE);
      }
      if (waiting.isEmpty()) {
        return;
      }
      Optional<String> why = receiver.tell(message());
      if (why.isPresent()) {
        failed(why.get());
        return;
      }
      place.write(waiting.getLast().position() + 1);
      taken();
    }
  }

  private byte[] message() {
    ObjectNode message = JSON.createObjectNode().put("version", 1).put("home", home.toString());
    ArrayNode outcomes = message.putArray("outcomes");
    waiting.forEach(line -> outcomes.add(line.json()));
    return message.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void taken() {
    lock.lock();
    try {
      told += waiting.size();
      if (failures > 0) {
        LOG.info("outcomes are taken again");
      }
      failures = 0;
      waiting = List.of();
    } finally {
      lock.unlock();
    }
  }

  private void failed(String why) {
    lock.lock();
    try {
      if (failures == 0) {
        LOG.warn("outcomes were not taken, and are told again: {}", why);
      }
      refused++;
      Duration wait = FIRST_WAIT.multipliedBy(1L << Math.min(failures++, 9));
      if (!closed) {
        retry =
            timers.after(
                (wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait).toNanos(), this::retry);
      }
    } finally {
      lock.unlock();
    }
  }

  private void retry() {
    lock.lock();
    try {
      retry = null;
    } finally {
      lock.unlock();
    }
    work();
  }

  /** Tells no more; what waits is told when the next one starts. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (retry != null) {
        retry.cancel();
      }
    } finally {
      lock.unlock();
    }
    feed.close();
  }
}
