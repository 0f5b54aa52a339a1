package dev.assent.dialer.sip;

import dev.assent.dialer.sip.message.Header;
import dev.assent.dialer.sip.message.Response;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The session timer an INVITE asks for (RFC 4028 section 7.1), in seconds.
 *
 * @param theirs the refreshing is left to the far end: only it wants a timer
 */
record TimerWish(long expires, long minimum, boolean theirs) {

  static @Nullable TimerWish of(@Nullable SessionTimer timer) {
    return timer == null
        ? null
        : new TimerWish(timer.expires().toSeconds(), timer.minimum().toSeconds(), false);
  }

  /**
   * After a 422: at least what the far end names.
   *
   * @param before what was asked, or null for nothing
   * @return null if the far end names nothing
   */
  static @Nullable TimerWish longer(@Nullable TimerWish before, Response response) {
    long least = response.number("Min-SE");
    if (least < 1 || least > 999_999) {
      return null;
    }
    return before == null
        ? new TimerWish(least, least, true)
        : new TimerWish(
            Math.max(before.expires, least), Math.max(before.minimum, least), before.theirs);
  }

  /** Session-Expires, and Min-SE where it is not the least there is. */
  List<Header> headers() {
    List<Header> headers = new ArrayList<>(2);
    headers.add(new Header("Session-Expires", expires + (theirs ? ";refresher=uas" : "")));
    if (minimum > SessionTimer.FLOOR) {
      headers.add(new Header("Min-SE", Long.toString(minimum)));
    }
    return headers;
  }
}
