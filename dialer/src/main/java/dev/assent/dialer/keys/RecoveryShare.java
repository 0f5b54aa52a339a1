package dev.assent.dialer.keys;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * One share of the offline recovery key, as a person keeps it on paper or a stick
 * (docs/FORMAT-keys.md).
 *
 * @param home whose recovery it is
 * @param kid key id of the recovery public key, 16 bytes
 * @param index 1..of
 * @param needed how many shares open the key
 * @param of how many were made
 * @param data Shamir share over GF(256), 32 bytes
 * @param commitment hash of the whole key: tells a right combination from a wrong one
 * @param mac under a key drawn from the whole key, over all fields above: tells which share of a
 *     right combination was altered
 */
@SuppressWarnings("ArrayRecordComponent") // secrets and keys are bytes; never compared
public record RecoveryShare(
    UUID home,
    byte[] kid,
    int index,
    int needed,
    int of,
    byte[] data,
    byte[] commitment,
    byte[] mac) {
  private static final String TITLE = "ASSENT RECOVERY SHARE";
  private static final HexFormat HEX = HexFormat.of();

  /** The text to keep; the check line catches slips of the pen. */
  public String text() {
    return TITLE
        + " version 1\n"
        + ("home: " + home + "\n")
        + ("key: " + HEX.formatHex(kid) + "\n")
        + ("share: " + index + " of " + of + ", " + needed + " needed\n")
        + ("data: " + grouped(data) + "\n")
        + ("commitment: " + grouped(commitment) + "\n")
        + ("mac: " + grouped(mac) + "\n")
        + ("check: " + check() + "\n");
  }

  /** How people name the key it is of: 32 hex digits. */
  public String keyName() {
    return HEX.formatHex(kid);
  }

  public String fileName() {
    return "assent-recovery-" + HEX.formatHex(kid, 0, 4) + "-share-" + index + "-of-" + of + ".txt";
  }

  /** Eight hex digits over all fields: what a person reads back to prove they wrote it down. */
  public String check() {
    return HEX.formatHex(Hashes.sha256(fields(), mac), 0, 4);
  }

  /** Everything the MAC covers. */
  byte[] fields() {
    return ByteBuffer.allocate(16 + 16 + 3 + data.length + commitment.length)
        .putLong(home.getMostSignificantBits())
        .putLong(home.getLeastSignificantBits())
        .put(kid)
        .put((byte) index)
        .put((byte) needed)
        .put((byte) of)
        .put(data)
        .put(commitment)
        .array();
  }

  /**
   * Reads a share; its check line must hold.
   *
   * @param source file name or place, for the error
   * @throws UserError exit 3 when it is no share or was miscopied
   */
  public static RecoveryShare parse(String text, String source) {
    try {
      String[] lines = text.strip().split("\\R");
      if (!lines[0].equals(TITLE + " version 1")) {
        throw new IllegalArgumentException("title");
      }
      Map<String, String> values =
          Arrays.stream(lines)
              .skip(1)
              .map(line -> line.split(":", 2))
              .filter(pair -> pair.length == 2)
              .collect(Collectors.toMap(pair -> pair[0].strip(), pair -> pair[1].strip()));
      int[] counts =
          Arrays.stream(need(values, "share").replaceAll("[^0-9]+", " ").strip().split(" "))
              .mapToInt(Integer::parseInt)
              .toArray();
      var share =
          new RecoveryShare(
              UUID.fromString(need(values, "home")),
              hex(values, "key", 16),
              counts[0],
              counts[2],
              counts[1],
              hex(values, "data", 32),
              hex(values, "commitment", 32),
              hex(values, "mac", 32));
      if (!share.check().equals(need(values, "check"))) {
        throw new IllegalArgumentException("check");
      }
      return share;
    } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException | IllegalStateException e) {
      throw new UserError(Exit.CONFIG, Message.of("recovery.bad_share", source), null);
    }
  }

  private static String need(Map<String, String> values, String key) {
    String value = values.get(key);
    if (value == null) {
      throw new IllegalArgumentException(key);
    }
    return value;
  }

  private static byte[] hex(Map<String, String> values, String key, int length) {
    byte[] bytes = HEX.parseHex(need(values, key).replace(" ", ""));
    if (bytes.length != length) {
      throw new IllegalArgumentException(key);
    }
    return bytes;
  }

  private static String grouped(byte[] bytes) {
    return HEX.formatHex(bytes).replaceAll("(.{8})(?=.)", "$1 ");
  }

  @Override
  public String toString() {
    return "recovery share " + index + " of " + of; // never the data
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
