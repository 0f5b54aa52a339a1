package dev.assent.dialer.sip;

import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.auth.DigestClient;
import dev.assent.dialer.sip.message.Response;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Whether an INVITE could be sent again under its Call-ID: after 401/407 with credentials that
 * answer the challenge, 422, 503, or when not one byte left; three INVITEs within 5 s at most.
 * Whether it may, is decided elsewhere.
 */
final class RetryLaw {
  private static final int ATTEMPTS = 3;
  private static final long WINDOW = Duration.ofSeconds(5).toNanos();

  private final DigestClient digest;
  private final Timers timers;
  private @Nullable TimerWish timer;
  private int attempts;
  private long firstAt;

  /**
   * @param timer the session timer asked for, or null for none
   */
  RetryLaw(DigestClient digest, Timers timers, @Nullable TimerWish timer) {
    this.digest = digest;
    this.timers = timers;
    this.timer = timer;
  }

  void attempted() {
    if (attempts == 0) {
      firstAt = timers.nanoTime();
    }
    attempts++;
  }

  int attempts() {
    return attempts;
  }

  boolean hasRoom() {
    return attempts < ATTEMPTS && timeLeft() > 0;
  }

  /** Nanoseconds in which another INVITE may leave. */
  long timeLeft() {
    return firstAt + WINDOW - timers.nanoTime();
  }

  /** To be asked once per refusal: a challenge is taken here. */
  boolean isRepeatable(Response response) {
    return hasRoom()
        && switch (response.status()) {
          case 401, 407 -> digest.accept(response);
          case 422 -> longerSession(response);
          case 503 -> true;
          default -> false;
        };
  }

  /** The session timer the next INVITE asks for; null for none. */
  @Nullable TimerWish timer() {
    return timer;
  }

  /** The far end wants a session timer of at least Min-SE (RFC 4028 section 7.3). */
  private boolean longerSession(Response response) {
    TimerWish longer = TimerWish.longer(timer, response);
    if (longer == null) {
      return false;
    }
    timer = longer;
    return true;
  }
}
