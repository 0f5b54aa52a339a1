package dev.assent.testsip.carrier.sip;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Challenges callers and checks what they answer (RFC 7616, RFC 8760). One for each carrier; loop
 * thread only.
 */
public final class Digest {
  private static final String REALM = "carrier.invalid";
  private static final Pattern PARAMETER =
      Pattern.compile("([a-zA-Z]+)\\s*=\\s*(?:\"((?:[^\"\\\\]|\\\\.)*)\"|([^,\\s]+))");

  /** What an INVITE brought. */
  public enum Verdict {
    MISSING,
    WRONG,
    RIGHT
  }

  private final String user;
  private final String password;
  private final Map<String, Long> lastCount = new HashMap<>();

  public Digest(String user, String password) {
    this.user = user;
    this.password = password;
  }

  /** Header lines of a challenge, the stronger algorithm first as RFC 8760 §2.4 wants. */
  public static List<String> challenges(
      int status, List<String> algorithms, String nonce, boolean stale) {
    String name = status == 401 ? "WWW-Authenticate" : "Proxy-Authenticate";
    return algorithms.stream()
        .map(
            algorithm ->
                "%s: Digest realm=\"%s\", nonce=\"%s\", algorithm=%s, qop=\"auth\"%s"
                    .formatted(name, REALM, nonce, algorithm, stale ? ", stale=true" : ""))
        .toList();
  }

  /**
   * Checks the credentials of a request against the nonce that was given out; each nonce count must
   * be higher than the one before.
   */
  public Verdict check(SipMessage request, int status, String nonce) {
    List<String> answers =
        request.all(status == 401 ? "authorization" : "proxy-authorization").stream()
            .filter(answer -> parameters(answer).getOrDefault("realm", "").equals(REALM))
            .toList();
    if (answers.isEmpty()) {
      return Verdict.MISSING;
    }
    return isRight(parameters(answers.getFirst()), request, nonce) ? Verdict.RIGHT : Verdict.WRONG;
  }

  private boolean isRight(Map<String, String> given, SipMessage request, String nonce) {
    String algorithm = given.getOrDefault("algorithm", "MD5");
    String uri = given.getOrDefault("uri", "");
    String count = given.getOrDefault("nc", "");
    String clientNonce = given.getOrDefault("cnonce", "");
    if (!given.getOrDefault("username", "").equals(user)
        || !given.getOrDefault("nonce", "").equals(nonce)
        || !given.getOrDefault("qop", "").equals("auth")
        || !uri.equals(request.requestUri())
        || !count.matches("[0-9a-f]{8}")
        || clientNonce.isEmpty()) {
      return false;
    }
    long number = Long.parseLong(count, 16);
    if (number <= lastCount.getOrDefault(nonce, 0L)) {
      return false;
    }
    lastCount.put(nonce, number);
    String secret = hash(algorithm, user + ":" + REALM + ":" + password);
    String asked = hash(algorithm, request.method() + ":" + uri);
    String expected =
        hash(algorithm, String.join(":", secret, nonce, count, clientNonce, "auth", asked));
    return expected.equals(given.getOrDefault("response", ""));
  }

  private static Map<String, String> parameters(String header) {
    Map<String, String> parameters = new HashMap<>();
    Matcher matcher = PARAMETER.matcher(header.replaceFirst("(?i)^Digest\\s+", ""));
    while (matcher.find()) {
      String quoted = matcher.group(2);
      parameters.put(matcher.group(1), quoted != null ? quoted : matcher.group(3));
    }
    return parameters;
  }

  private static String hash(String algorithm, String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance(algorithm);
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      // The caller chose an algorithm that was never offered: its answer cannot be right.
      return "";
    }
  }
}
