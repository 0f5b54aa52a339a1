package dev.assent.dialer.console;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/**
 * What a browser shows of itself: the secret that marks the device, and the session's. A browser
 * sends both only to this site, over TLS, and no script reads them.
 *
 * @param device empty before the first answer
 * @param session empty before signing in
 */
record Browser(String device, String session, String agent) {
  private static final String DEVICE = "__Host-assent-device";
  private static final String SESSION = "__Host-assent-session";
  private static final String FLAGS = "; Path=/; Secure; HttpOnly; SameSite=Strict";
  private static final int SECRET = 32;
  private static final int LONGEST = 64;
  private static final int YEAR_SECONDS = 365 * 24 * 3600;

  static Browser of(WebRequest request) {
    Map<String, String> cookies = new HashMap<>();
    for (String cookie : request.header("cookie").orElse("").split(";")) {
      String[] pair = cookie.strip().split("=", 2);
      if (pair.length == 2 && pair[1].length() <= LONGEST) {
        cookies.put(pair[0], pair[1].replace("\"", "")); // RFC 6265 section 4.1.1 allows quotes
      }
    }
    return new Browser(
        cookies.getOrDefault(DEVICE, ""),
        cookies.getOrDefault(SESSION, ""),
        request.header("user-agent").orElse(""));
  }

  /** 32 random bytes, in letters. */
  static String secret(SecureRandom random) {
    byte[] secret = new byte[SECRET];
    random.nextBytes(secret);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  Browser withDevice(String secret) {
    return new Browser(secret, session, agent);
  }

  /** What the engine knows the device by. The kind of browser counts: cookies alone do not do. */
  String deviceDigest() {
    return digest(device + "\n" + agent);
  }

  /** What the session is found by: memory that leaks tells no cookie. */
  String sessionDigest() {
    return digest(session);
  }

  static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static String deviceCookie(String secret) {
    return DEVICE + "=" + secret + FLAGS + "; Max-Age=" + YEAR_SECONDS;
  }

  static String sessionCookie(String secret) {
    return SESSION + "=" + secret + FLAGS;
  }

  static String noSessionCookie() {
    return SESSION + "=" + FLAGS + "; Max-Age=0";
  }
}
