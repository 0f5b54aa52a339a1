package dev.assent.dialer.sip;

import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.auth.DigestClient;
import dev.assent.dialer.sip.message.Header;
import dev.assent.dialer.sip.message.Response;
import java.time.Duration;
import java.util.List;

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
  private List<Header> extraHeaders = List.of();
  private int attempts;
  private long firstAt;

  RetryLaw(DigestClient digest, Timers timers) {
    this.digest = digest;
    this.timers = timers;
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

  /** Headers the next INVITE needs besides credentials. */
  List<Header> extraHeaders() {
    return extraHeaders;
  }

  /**
   * The far end wants a session timer of at least Min-SE (RFC 4028 section 7.1). We take it, and
   * leave the refreshing to it.
   */
  private boolean longerSession(Response response) {
    List<String> least = response.values("Min-SE");
    if (least.isEmpty() || !least.getFirst().matches("[0-9]{1,6}")) {
      return false;
    }
    String seconds = least.getFirst();
    extraHeaders =
        List.of(
            new Header("Supported", "timer"),
            new Header("Session-Expires", seconds + ";refresher=uas"),
            new Header("Min-SE", seconds));
    return true;
  }
}
