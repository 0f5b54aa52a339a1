package dev.assent.recorder.container;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assent.recorder.files.Files;
import dev.assent.recorder.files.ReadFile;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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
  private static final int MAX_BYTES = 4096;
  private static final String SIGNATURE = "signature: ";

  private static final Pattern TEXT =
      Pattern.compile(
          """
          assent salvage 1
          recording: ([0-9a-f-]{36})
          header-sha256: ([0-9a-f]{64})
          file-sha256: ([0-9a-f]{64})
          frames: (\\d{1,9})
          seconds: (\\d{1,9})
          reason: ([^\\n\\r]{0,1000})
          salvaged-at: ([^\\n\\r]{1,40})
          signer: ([0-9a-f]{64})
          signature: ([0-9a-f]{128})
          """);

  /** Where the note of this recording lies. */
  public static Path beside(Path recording) {
    return recording.resolveSibling(recording.getFileName() + ".salvage");
  }

  /** The sidecar's bytes. */
  public byte[] signedBy(SigningKey key) {
    String text = text(key.publicKey());
    byte[] signature = key.sign(text.getBytes(UTF_8));
    return (text + SIGNATURE + HEX.formatHex(signature) + "\n").getBytes(UTF_8);
  }

  private String text(byte[] signer) {
    return """
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
            HEX.formatHex(signer));
  }

  /**
   * Checks the sidecar of an incomplete recording, if there is one, against the file.
   *
   * @param frames that the file turned out to hold, whole ones
   * @param seconds that it turned out to hold
   */
  static void check(
      Files files,
      Path recording,
      RecordingHeader header,
      Collection<byte[]> trustedSigners,
      int frames,
      int seconds)
      throws MalformedRecording {
    Path sidecar = beside(recording);
    if (!files.exists(sidecar)) {
      return;
    }
    SalvageNote note = believed(read(files, sidecar), header, trustedSigners);
    boolean same =
        note.recordingId.equals(header.recordingId())
            && Arrays.equals(note.headerSha256, header.sha256())
            && note.frames == frames
            && note.seconds == seconds
            && Arrays.equals(note.fileSha256, RecordingSummary.sha256(files, recording));
    if (!same) {
      throw new MalformedRecording(
          "it is not the file that was salvaged: that had %d seconds".formatted(note.seconds));
    }
  }

  private static SalvageNote believed(
      String text, RecordingHeader header, Collection<byte[]> trustedSigners)
      throws MalformedRecording {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new MalformedRecording("its salvage note is not of this format");
    }
    SalvageNote note = parsed(matcher);
    byte[] signer = HEX.parseHex(matcher.group(8));
    byte[] signature = HEX.parseHex(matcher.group(9));
    byte[] signed = text.substring(0, text.lastIndexOf(SIGNATURE)).getBytes(UTF_8);
    boolean holds =
        Arrays.equals(signer, header.signer())
            && trustedSigners.stream().anyMatch(trusted -> Arrays.equals(trusted, signer))
            && SigningKey.verify(signer, signed, signature);
    if (!holds) {
      throw new MalformedRecording("its salvage note is not signed by its recorder");
    }
    return note;
  }

  private static SalvageNote parsed(Matcher text) throws MalformedRecording {
    try {
      return new SalvageNote(
          UUID.fromString(text.group(1)),
          HEX.parseHex(text.group(2)),
          HEX.parseHex(text.group(3)),
          Integer.parseInt(text.group(4)),
          Integer.parseInt(text.group(5)),
          text.group(6),
          Instant.parse(text.group(7)));
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new MalformedRecording("its salvage note is not of this format");
    }
  }

  private static String read(Files files, Path sidecar) throws MalformedRecording {
    try (ReadFile file = files.open(sidecar)) {
      byte[] bytes = new byte[MAX_BYTES + 1];
      int length = file.read(0, bytes, 0, bytes.length);
      if (length > MAX_BYTES) {
        throw new MalformedRecording("its salvage note is not of this format");
      }
      return Utf8.decode(Arrays.copyOf(bytes, length));
    }
  }
}
