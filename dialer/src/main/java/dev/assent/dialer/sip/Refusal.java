package dev.assent.dialer.sip;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A final answer of 300 and above to an INVITE.
 *
 * @param status 300–699, or {@link #NOTHING_LEFT} if not one byte left this machine
 * @param phrase the reason phrase as received, e.g. {@code Network Blocked}
 * @param reasonHeaders values of the Reason headers as received (RFC 3326), e.g. {@code
 *     Q.850;cause=17}
 * @param retryAfter from Retry-After, if there was one
 * @param callInfo values of the Call-Info headers as received; of a 608, who blocked (RFC 8688)
 * @param rang a 18x had been seen: the callee may have been alerted
 */
public record Refusal(
    int status,
    String phrase,
    List<String> reasonHeaders,
    @Nullable Duration retryAfter,
    List<String> callInfo,
    boolean rang) {

  /** The status of an attempt that could not be sent at all. */
  public static final int NOTHING_LEFT = 0;

  public Refusal {
    reasonHeaders = List.copyOf(reasonHeaders);
    callInfo = List.copyOf(callInfo);
  }
}
