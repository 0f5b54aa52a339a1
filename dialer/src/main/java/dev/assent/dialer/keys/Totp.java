package dev.assent.dialer.keys;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Codes of a person's code device: RFC 6238 with HMAC-SHA-1, steps of 30 seconds and six digits,
 * which every authenticator app takes.
 */
public final class Totp {
  private static final int SECRET = 20;
  private static final int STEP_SECONDS = 30;
  private static final int DIGITS = 6;
  private static final int MODULUS = 1_000_000;
  private static final char[] BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".toCharArray();

  private Totp() {}

  /** As long as the hash, as RFC 4226 section 4 has it. */
  public static byte[] freshSecret(SecureRandom random) {
    byte[] secret = new byte[SECRET];
    random.nextBytes(secret);
    return secret;
  }

  static long stepOf(Instant at) {
    return Math.floorDiv(at.getEpochSecond(), STEP_SECONDS);
  }

  /**
   * The time step a code belongs to: now, or one before or after for clocks that differ.
   *
   * @param lastStep the last step that was used: neither it nor an earlier one counts again
   */
  public static OptionalLong match(byte[] secret, String code, Instant now, long lastStep) {
    long current = stepOf(now);
    long matched = Long.MIN_VALUE;
    // All three are compared, so that the time taken tells nothing.
    for (long step = current - 1; step <= current + 1; step++) {
      boolean same =
          MessageDigest.isEqual(code(secret, step).getBytes(UTF_8), code.getBytes(UTF_8));
      if (same && step > lastStep) {
        matched = step;
      }
    }
    return matched == Long.MIN_VALUE ? OptionalLong.empty() : OptionalLong.of(matched);
  }

  /** The code of a time step, RFC 4226 section 5.3. */
  static String code(byte[] secret, long step) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(step).array());
      int offset = hash[hash.length - 1] & 0x0F;
      int number = ByteBuffer.wrap(hash, offset, Integer.BYTES).getInt() & 0x7FFFFFFF;
      String digits = Integer.toString(number % MODULUS);
      return "0".repeat(DIGITS - digits.length()) + digits;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA1", e);
    }
  }

  /** The code shown at that time; for rehearsals and tests. */
  public static String codeAt(byte[] secret, Instant at) {
    return code(secret, stepOf(at));
  }

  /** What authenticator apps read, typed or from a QR code. */
  public static String uri(byte[] secret, String home, String user) {
    return "otpauth://totp/Assent:%s?secret=%s&issuer=Assent%%20%s&algorithm=SHA1&digits=6&period=30"
        .formatted(user, base32(secret), home);
  }

  /** RFC 4648 section 6, without padding. */
  public static String base32(byte[] bytes) {
    var text = new StringBuilder();
    int bits = 0;
    int buffer = 0;
    for (byte each : bytes) {
      buffer = (buffer << 8) | (each & 0xFF);
      bits += 8;
      while (bits >= 5) {
        bits -= 5;
        text.append(BASE32[(buffer >> bits) & 31]);
      }
    }
    if (bits > 0) {
      text.append(BASE32[(buffer << (5 - bits)) & 31]);
    }
    return text.toString();
  }
}
