package dev.assent.compliance.review;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Which recordings people listen to (R46): a share of them, drawn by a seed that stands in the
 * journal, so that anybody can draw again and nobody can choose.
 *
 * @param seed random and unguessable
 * @param percent 0–100
 */
public record Sample(String seed, int percent) {
  private static final long OF = 10_000;

  public Sample {
    if (percent < 0 || percent > 100) {
      throw new IllegalArgumentException("percent: " + percent);
    }
  }

  /** Whether the recording of that attempt is drawn. */
  public boolean draws(UUID attemptId) {
    return ticket(attemptId) < percent * (OF / 100);
  }

  /** Who of so many people listens to it. */
  public int turn(UUID attemptId, int people) {
    return (int) (ticket(attemptId) / 7 % people);
  }

  private long ticket(UUID attemptId) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest((seed + "|" + attemptId).getBytes(StandardCharsets.UTF_8));
      return Long.remainderUnsigned(ByteBuffer.wrap(digest).getLong(), OF);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
