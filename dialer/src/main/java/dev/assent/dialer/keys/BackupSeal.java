package dev.assent.dialer.keys;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * Who opens a backup: the keepers of the recovery key together, and the home itself while it lives,
 * so that a backup can be tried without them. Each gets the backup's own key sealed. Stateless.
 */
public final class BackupSeal {
  private static final String PURPOSE = "assent-backup";
  private static final String CONTENT = "key";

  private BackupSeal() {}

  /**
   * @param content 32 bytes; not kept
   */
  public static byte[] toRecovery(OperatorKeys keys, UUID home, byte[] content) {
    return XWing.seal(keys.recipients().recovery(), info(home), content);
  }

  /** Empty when sealed to another key, of another home, or changed; 32 bytes, the caller's. */
  public static Optional<byte[]> open(RecoveryKey recovery, UUID home, byte[] sealed) {
    byte[] seed = recovery.seed();
    try {
      return XWing.open(seed, info(home), sealed);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  /**
   * @param content 32 bytes; not kept
   */
  public static byte[] toHome(OperatorKeys keys, byte[] content, SecureRandom random) {
    return seal(keys, random).seal(CONTENT, content);
  }

  /** Empty when it is another home's, or changed; 32 bytes, the caller's. */
  public static Optional<byte[]> open(OperatorKeys keys, byte[] sealed, SecureRandom random) {
    return seal(keys, random).open(CONTENT, sealed);
  }

  private static CopySeal seal(OperatorKeys keys, SecureRandom random) {
    byte[] column = keys.secret(SecretName.COLUMN);
    try {
      return new CopySeal(column, PURPOSE, random);
    } finally {
      Arrays.fill(column, (byte) 0);
    }
  }

  private static byte[] info(UUID home) {
    return (PURPOSE + "/1|" + home).getBytes(StandardCharsets.UTF_8);
  }
}
