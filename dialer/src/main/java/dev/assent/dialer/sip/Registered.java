package dev.assent.dialer.sip;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What came of a REGISTER. */
public sealed interface Registered {

  /**
   * The carrier knows where we are.
   *
   * @param expires from now; what the carrier granted, zero when the binding was taken back
   */
  record Bound(Duration expires) implements Registered {}

  /** User or password are wrong, or there are none: to ask again at once would change nothing. */
  record NotAuthorized(int status, String phrase) implements Registered {}

  /**
   * Another final answer.
   *
   * @param retryAfter from Retry-After, if there was one
   */
  record Refused(int status, String phrase, @Nullable Duration retryAfter) implements Registered {}

  /** Nothing came, or nothing could be sent. */
  record NoAnswer(String cause) implements Registered {}
}
