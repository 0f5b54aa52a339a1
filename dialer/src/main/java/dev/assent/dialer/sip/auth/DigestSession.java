package dev.assent.dialer.sip.auth;

import dev.assent.dialer.sip.message.Challenge;
import dev.assent.dialer.sip.message.Header;
import java.util.Arrays;
import java.util.Locale;

/** The use of one nonce: counts, and computes the answers to its challenge. */
final class DigestSession {
  private final Challenge challenge;
  private final DigestAlgorithm algorithm;
  private final Credentials credentials;
  private final String cnonce;
  private int nonceCount;

  /**
   * @param cnonce one for the life of the nonce: the -sess variants hash it into A1
   */
  DigestSession(
      Challenge challenge, DigestAlgorithm algorithm, Credentials credentials, String cnonce) {
    this.challenge = challenge;
    this.algorithm = algorithm;
    this.credentials = credentials;
    this.cnonce = cnonce;
  }

  /** Can we answer with this quality of protection: auth, or none at all? */
  static boolean isProtectionSupported(Challenge challenge) {
    return challenge.qop() == null
        || Arrays.stream(challenge.qop().toLowerCase(Locale.ROOT).split(",", -1))
            .map(String::strip)
            .anyMatch("auth"::equals);
  }

  /** The Authorization or Proxy-Authorization of the next request. */
  Header authorize(String method, String uri) {
    nonceCount++;
    boolean auth = challenge.qop() != null;
    String count = String.format(Locale.ROOT, "%08x", nonceCount);
    StringBuilder value =
        new StringBuilder(256)
            .append("Digest username=\"")
            .append(quoted(credentials.user()))
            .append("\", realm=\"")
            .append(challenge.realm())
            .append("\", nonce=\"")
            .append(challenge.nonce())
            .append("\", uri=\"")
            .append(uri)
            .append("\", response=\"")
            .append(response(method, uri, count))
            .append('"');
    if (challenge.algorithm() != null) {
      value.append(", algorithm=").append(algorithm.token());
    }
    if (auth || algorithm.isSession()) {
      value.append(", cnonce=\"").append(cnonce).append('"');
    }
    if (challenge.opaque() != null) {
      value.append(", opaque=\"").append(challenge.opaque()).append('"');
    }
    if (auth) {
      value.append(", qop=auth, nc=").append(count);
    }
    return new Header(
        challenge.proxy() ? "Proxy-Authorization" : "Authorization", value.toString());
  }

  /** RFC 7616 section 3.4.1; without qop as in RFC 2069. */
  private String response(String method, String uri, String count) {
    String secret = algorithm.hash(credentials.user(), challenge.realm(), credentials.password());
    String a1 = algorithm.isSession() ? algorithm.hash(secret, challenge.nonce(), cnonce) : secret;
    String a2 = algorithm.hash(method, uri);
    return challenge.qop() == null
        ? algorithm.hash(a1, challenge.nonce(), a2)
        : algorithm.hash(a1, challenge.nonce(), count, cnonce, "auth", a2);
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }
}
