package dev.assent.dialer.sip.message;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Identifiers nobody can guess: whoever knows them could end a call. They say nothing of this host
 * or of the number called. Thread-safe.
 */
public final class Tokens {
  /** Begins every branch since RFC 3261 (section 8.1.1.7). */
  public static final String MAGIC_COOKIE = "z9hG4bK";

  private static final HexFormat HEX = HexFormat.of();

  private final SecureRandom random;
  private final byte[] secret;

  public Tokens(SecureRandom random) {
    this.random = random;
    this.secret = bytes(16);
  }

  public String callId() {
    return hex(16);
  }

  public String tag() {
    return hex(8);
  }

  public String branch() {
    return MAGIC_COOKIE + hex(12);
  }

  /** Could this branch be one of ours, of this process or of an earlier one? */
  public static boolean isBranch(String branch) {
    return branch.startsWith(MAGIC_COOKIE) && branch.length() == MAGIC_COOKIE.length() + 24;
  }

  /** A number from 0 to {@code bound}, that one not included. */
  public int below(int bound) {
    return random.nextInt(bound);
  }

  public String cnonce() {
    return hex(16);
  }

  /**
   * A To tag for answers given without keeping state: the same for every copy of a request (RFC
   * 3261 section 8.2.7).
   */
  public String steadyTag(String callId, String branch) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(secret);
      digest.update(callId.getBytes(StandardCharsets.UTF_8));
      digest.update(branch.getBytes(StandardCharsets.UTF_8));
      return HEX.formatHex(digest.digest(), 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private String hex(int count) {
    return HEX.formatHex(bytes(count));
  }

  private byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }
}
