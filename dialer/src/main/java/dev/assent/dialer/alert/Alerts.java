package dev.assent.dialer.alert;

import dev.assent.dialer.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people, by every channel there is; what one does not take is tried twice more. Never blocks
 * the caller. Any thread.
 */
public final class Alerts {
  private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
  private static final int TRIES = 3;
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(10);

  /** Under way at one time; beyond it an alert only stands in the log. */
  private static final int MOST = 64;

  private final List<AlertChannel> channels;
  private final UUID home;
  private final Timers timers;
  private final Semaphore room = new Semaphore(MOST);

  /**
   * @param home told with each alert
   */
  public Alerts(List<AlertChannel> channels, UUID home, Timers timers) {
    this.channels = List.copyOf(channels);
    this.home = home;
    this.timers = timers;
  }

  /** Tells it; returns at once. It stands in the log whatever becomes of it. */
  public void raise(Alert alert) {
    if (alert.over()) {
      LOG.info("{} {}: over", alert.kind(), alert.about());
    } else {
      LOG.warn("{} {}: {}", alert.kind(), alert.about(), alert.text());
    }
    byte[] json = alert.json(home);
    channels.forEach(channel -> begin(channel, json, 1));
  }

  private void begin(AlertChannel channel, byte[] json, int attempt) {
    if (!room.tryAcquire()) {
      LOG.error("alerts come faster than the {} takes them: one was not told", channel.name());
      return;
    }
    Thread.ofVirtual()
        .name("alert-" + channel.name())
        .start(
            () -> {
              try {
                channel.tell(json).ifPresent(why -> failed(channel, json, attempt, why));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              } finally {
                room.release();
              }
            });
  }

  private void failed(AlertChannel channel, byte[] json, int attempt, String why) {
    if (attempt >= TRIES) {
      LOG.error("an alert was not taken: {}", why);
      return;
    }
    LOG.warn("an alert was not taken, and is told again: {}", why);
    timers.after(FIRST_PAUSE.toNanos() << (attempt - 1), () -> begin(channel, json, attempt + 1));
  }

  /**
   * What became of a test.
   *
   * @param problem empty when it was taken
   */
  public record Tested(String channel, Optional<String> problem) {}

  /** Tells it once by each channel and waits for what becomes of it. */
  public List<Tested> test(Alert alert) throws InterruptedException {
    List<Tested> tested = new ArrayList<>();
    for (AlertChannel channel : channels) {
      tested.add(new Tested(channel.name(), channel.tell(alert.json(home))));
    }
    return tested;
  }
}
