package dev.assent.recorder.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assent.recorder.files.Files;
import dev.assent.recorder.files.ReadFile;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.UUID;

/**
 * The signed sidecar of a recording that was cut short: what was there when it was taken from the
 * spool. Without it nobody could tell a crash from a pair of scissors.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record SalvageNote(
    UUID recordingId,
    byte[] headerSha256,
    byte[] fileSha256,
    int frames,
    int seconds,
    String reason,
    Instant salvagedAt) {
  private static final HexFormat HEX = HexFormat.of();

  /** Where the note of this recording lies. */
  public static Path beside(Path recording) {
    return recording.resolveSibling(recording.getFileName() + ".salvage");
  }

  /** The sidecar's bytes. */
  public byte[] signedBy(SigningKey key) {
    String text =
        """
        assent salvage 1
        recording: %s
        header-sha256: %s
        file-sha256: %s
        frames: %d
        seconds: %d
        reason: %s
        salvaged-at: %s
        signer: %s
        """
            .formatted(
                recordingId,
                HEX.formatHex(headerSha256),
                HEX.formatHex(fileSha256),
                frames,
                seconds,
                reason.replaceAll("\\R", " "),
                salvagedAt,
                HEX.formatHex(key.publicKey()));
    byte[] signature = key.sign(text.getBytes(UTF_8));
    return (text + SIGNATURE + HEX.formatHex(signature) + "\n").getBytes(UTF_8);
  }

  private static final String SIGNATURE = "signature: ";

  /**
   * Checks the sidecar of an incomplete recording, if there is one, against the file.
   *
   * @param seconds that the file turned out to hold
   */
  static void check(
      Files files,
      Path recording,
      RecordingHeader header,
      Collection<byte[]> trustedSigners,
      int seconds)
      throws MalformedRecording {
    Path sidecar = beside(recording);
    if (!files.exists(sidecar)) {
      return;
    }
    String text = new String(readAll(files, sidecar), UTF_8);
    int end = text.lastIndexOf(SIGNATURE);
    byte[] signer = hex(value(text, "signer"));
    boolean holds =
        end > 0
            && text.endsWith("\n")
            && Arrays.equals(signer, header.signer())
            && trustedSigners.stream().anyMatch(trusted -> Arrays.equals(trusted, signer))
            && SigningKey.verify(
                signer, text.substring(0, end).getBytes(UTF_8), hex(value(text, "signature")));
    if (!holds) {
      throw new MalformedRecording("its salvage note is not signed by its recorder");
    }
    byte[] fileSha256 = Sha256.of(readAll(files, recording));
    if (!value(text, "recording").equals(header.recordingId().toString())
        || !value(text, "seconds").equals(Integer.toString(seconds))
        || !MessageDigest.isEqual(hex(value(text, "file-sha256")), fileSha256)) {
      throw new MalformedRecording(
          "it is not the file that was salvaged: that had %s seconds"
              .formatted(value(text, "seconds")));
    }
  }

  private static String value(String text, String name) throws MalformedRecording {
    return text.lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst()
        .orElseThrow(() -> new MalformedRecording("its salvage note has no " + name));
  }

  private static byte[] hex(String text) throws MalformedRecording {
    try {
      return HEX.parseHex(text);
    } catch (IllegalArgumentException e) {
      throw new MalformedRecording("its salvage note is not in hex where it should be");
    }
  }

  private static byte[] readAll(Files files, Path path) {
    try (ReadFile file = files.open(path)) {
      byte[] bytes = new byte[(int) file.size()];
      file.read(0, bytes, 0, bytes.length);
      return bytes;
    }
  }
}
