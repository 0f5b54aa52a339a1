package dev.assent.dialer.sip.message;

import dev.assent.dialer.sip.address.Target;
import gov.nist.javax.sip.header.AuthenticationHeader;
import gov.nist.javax.sip.header.RetryAfter;
import gov.nist.javax.sip.message.SIPResponse;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A response received. */
public final class Response extends Message {
  private static final int PHRASE_LIMIT = 256;

  private final SIPResponse parsed;
  private final Target source;

  Response(SIPResponse parsed, byte[] body, Target source) {
    super(parsed, body);
    this.parsed = parsed;
    this.source = source;
  }

  /** Where it came from. */
  public Target source() {
    return source;
  }

  public int status() {
    return parsed.getStatusCode();
  }

  public boolean isProvisional() {
    return status() < 200;
  }

  public boolean isSuccess() {
    return status() >= 200 && status() < 300;
  }

  public String phrase() {
    String phrase = orEmpty(parsed.getReasonPhrase());
    return phrase.length() <= PHRASE_LIMIT ? phrase : phrase.substring(0, PHRASE_LIMIT);
  }

  public @Nullable Duration retryAfter() {
    return parsed.getHeader("Retry-After") instanceof RetryAfter header
        ? Duration.ofSeconds(header.getRetryAfter())
        : null;
  }

  /** Challenges of WWW-Authenticate (401) or Proxy-Authenticate (407), topmost first. */
  public List<Challenge> challenges() {
    boolean proxy = status() == 407;
    List<Challenge> challenges = new ArrayList<>(2);
    Iterator<?> headers = parsed.getHeaders(proxy ? "Proxy-Authenticate" : "WWW-Authenticate");
    while (headers.hasNext()) {
      if (headers.next() instanceof AuthenticationHeader header
          && "Digest".equalsIgnoreCase(header.getScheme())
          && header.getRealm() != null
          && header.getNonce() != null) {
        challenges.add(
            new Challenge(
                proxy,
                header.getRealm(),
                header.getNonce(),
                header.getOpaque(),
                header.getAlgorithm(),
                header.getQop(),
                header.isStale()));
      }
    }
    return challenges;
  }

  /** Where our packet seemed to come from (received and rport, RFC 3581); null if not said. */
  public @Nullable InetSocketAddress seenFrom() {
    String received = topVia().getReceived();
    String port = topVia().getParameter("rport");
    if (received == null || port == null || port.isEmpty()) {
      return null;
    }
    try {
      return new InetSocketAddress(InetAddress.ofLiteral(received), Integer.parseInt(port));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
