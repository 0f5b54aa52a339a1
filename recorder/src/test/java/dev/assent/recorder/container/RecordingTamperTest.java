package dev.assent.recorder.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.recorder.files.FaultFiles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to a recording that is changed, cut or put together anew. */
@Timeout(120)
class RecordingTamperTest {
  private static final Path FILE = Path.of("/r/file.dvr1");
  private static final int FINAL_CLEAR = FrameFormat.FINAL_SEALED_AT;
  private final FaultFiles files = new FaultFiles(FILE.getParent());
  private final RecordingReader reader =
      new RecordingReader(files, List.of(Vectors.SIGNER.publicKey()));

  /**
   * Every bit of the header, of the heads of frames and of what FINAL says in the clear; of what is
   * ciphertext one bit of each byte (of FINAL, where each costs a signature, of some), or every bit
   * with {@code -Dtamper.everyBit=true} (minutes).
   */
  @Test
  void everyFlippedBitIsFoundWithoutAnyKey() {
    byte[] good = Vectors.complete(1);
    int header = Vectors.header(good);
    int last = good.length - FrameFormat.FRAME_BYTES;
    Random random = new Random(1);
    for (int at = 0; at < good.length; at++) {
      int inFrame = (at - header) % FrameFormat.FRAME_BYTES;
      boolean clear =
          at < header
              || inFrame < FrameFormat.HEAD_BYTES
              || (at >= last && at < last + FINAL_CLEAR);
      if (clear || Boolean.getBoolean("tamper.everyBit")) {
        for (int bit = 0; bit < 8; bit++) {
          requireFound(good, at, 1 << bit);
        }
      } else if (at < last || random.nextInt(32) == 0) {
        requireFound(good, at, 1 << random.nextInt(8));
      }
    }
  }

  private void requireFound(byte[] good, int at, int mask) {
    put(Vectors.flip(good, at, mask));
    Verdict verdict = reader.verify(FILE).verdict();
    if (!(verdict instanceof Verdict.Damaged)) {
      throw new AssertionError("byte %d, bits %02x: %s".formatted(at, mask, verdict));
    }
  }

  /** Without FINAL only the keys tell: bytes of the header and of the frames. */
  @Test
  void flippedBytesOfAnIncompleteFileAreFoundWithTheKeys() {
    byte[] good = Vectors.cut(1);
    Random random = new Random(1);
    int header = Vectors.header(good);
    for (int at = 0; at < good.length; at += 1 + random.nextInt(at < header + 32 ? 4 : 64)) {
      put(Vectors.flip(good, at, 1 << random.nextInt(8)));
      Verification found = reader.verify(FILE, Vectors.ROLE, Vectors.SHARE_B);
      // A key id or suite that was changed looks as if it were sealed to somebody else.
      boolean opened = found.notOpened().isEmpty();
      assertThat(!opened || found.verdict() instanceof Verdict.Damaged).as("byte %d", at).isTrue();
    }
  }

  @Test
  void everyCutIsDamageOrIncompleteToTheLastWholeSecond() {
    byte[] good = Vectors.complete(1);
    int header = Vectors.header(good);
    for (int length = 0; length < good.length; length++) {
      put(Arrays.copyOf(good, length));
      Verdict verdict = reader.verify(FILE).verdict();
      int seconds = Math.min(1, (length - header) / FrameFormat.FRAME_BYTES);
      boolean right =
          length < header
              ? verdict instanceof Verdict.Damaged
              : verdict.equals(new Verdict.Incomplete(seconds));
      if (!right) {
        throw new AssertionError("cut to %d: %s".formatted(length, verdict));
      }
    }
  }

  @Test
  void aCutOpensExactlyItsWholeSeconds() {
    byte[] good = Vectors.complete(3);
    int header = Vectors.header(good);
    Random random = new Random(2);
    for (int i = 0; i < 60; i++) {
      int length = header + random.nextInt(good.length - header);
      put(Arrays.copyOf(good, length));
      int seconds = Math.min(3, (length - header) / FrameFormat.FRAME_BYTES);
      assertThat(withKeys()).isEqualTo(new Verdict.Incomplete(seconds));
    }
  }

  @Test
  void aFrameOfAnotherRecordingDoesNotFit() {
    byte[] good = Vectors.cut(2);
    byte[] other = Vectors.cut(2);
    int header = Vectors.header(good);
    // The same sound under the same key at another place.
    System.arraycopy(
        other,
        header,
        good,
        header + FrameFormat.FRAME_BYTES + FrameFormat.HEAD_BYTES,
        FrameFormat.FRAME_BYTES - FrameFormat.HEAD_BYTES);
    put(good);
    assertThat(withKeys()).isInstanceOf(Verdict.Damaged.class);
  }

  @Test
  void aStrangersSignatureIsNotBelieved() {
    put(Vectors.complete(1));
    RecordingReader distrusting =
        new RecordingReader(files, List.of(SigningKey.fromSeed(Vectors.seed(9)).publicKey()));
    assertThat(distrusting.verify(FILE).verdict())
        .isEqualTo(new Verdict.Damaged("it is signed by a key that is not trusted here"));
  }

  @Test
  void theWrongKeysOpenNothing() {
    put(Vectors.complete(1));
    RoleKeyPair stranger = RoleKeyPair.fromSeed(Vectors.seed(9));
    Verification byStranger = reader.verify(FILE, stranger, Vectors.SHARE_B);
    assertThat(byStranger.notOpened()).contains("it is not sealed to this key");
    assertThat(byStranger.verdict()).isEqualTo(new Verdict.Complete(1));
    Verification byWrongShare = reader.verify(FILE, Vectors.ROLE, Vectors.seed(9));
    assertThat(byWrongShare.notOpened().orElseThrow()).contains("share B is of another recording");
    assertThat(byWrongShare.verdict()).isEqualTo(new Verdict.Complete(1));
    assertThat(byWrongShare.framesOpened()).isFalse();
    assertThat(reader.verify(FILE, Vectors.RECOVERY, Vectors.SHARE_B).verdict())
        .isEqualTo(new Verdict.Complete(1));
  }

  @Test
  void anIncompleteFileIsHeldToItsSalvageNote() {
    byte[] cut = Vectors.cut(2);
    put(cut);
    RecordingHeader header = reader.verify(FILE).header().orElseThrow();
    SalvageNote note =
        new SalvageNote(
            header.recordingId(),
            header.sha256(),
            Sha256.of(cut),
            2,
            2,
            "the recorder stopped",
            Vectors.START);
    byte[] sidecar = note.signedBy(Vectors.SIGNER);
    put(SalvageNote.beside(FILE), sidecar);
    assertThat(reader.verify(FILE).verdict()).isEqualTo(new Verdict.Incomplete(2));

    put(Arrays.copyOf(cut, cut.length - FrameFormat.FRAME_BYTES));
    assertThat(reader.verify(FILE).verdict())
        .isEqualTo(new Verdict.Damaged("it is not the file that was salvaged: that had 2 seconds"));
    put(Vectors.flip(cut, cut.length - 20, 1));
    assertThat(reader.verify(FILE).verdict()).isInstanceOf(Verdict.Damaged.class);

    put(cut);
    for (int bit = 0; bit < sidecar.length * 8; bit += 5) {
      put(SalvageNote.beside(FILE), Vectors.flip(sidecar, bit / 8, 1 << (bit % 8)));
      Verdict verdict = reader.verify(FILE).verdict();
      // In hex, a letter's case says nothing.
      if (verdict instanceof Verdict.Incomplete) {
        assertThat(bit % 8).isEqualTo(5);
      }
    }
  }

  @Test
  void aNewerCriticalFieldIsRefusedAndAnUnknownOtherIsNot() throws Exception {
    byte[] good = Vectors.writer().header();
    int at = indexOfType(good, HeaderFormat.RETENTION);
    byte[] unknown = good.clone();
    unknown[at] = 0x7F;
    assertThat(failure(unknown)).contains("retention class is missing");
    byte[] critical = good.clone();
    critical[at] = (byte) 0xFF;
    assertThat(failure(critical)).contains("critical field ff03");
  }

  private static int indexOfType(byte[] header, int type) {
    byte[] tlv = {(byte) (type >> 8), (byte) type, 0, 7, 'G', 'E', 'N'};
    for (int i = 0; i < header.length; i++) {
      if (Arrays.equals(header, i, Math.min(header.length, i + tlv.length), tlv, 0, tlv.length)) {
        return i;
      }
    }
    throw new AssertionError("no such field");
  }

  private static String failure(byte[] header) {
    try {
      RecordingHeader.parse(header);
      return "none";
    } catch (MalformedRecording e) {
      return e.getMessage();
    }
  }

  private Verdict withKeys() {
    return reader.verify(FILE, Vectors.ROLE, Vectors.SHARE_B).verdict();
  }

  private void put(byte[] bytes) {
    put(FILE, bytes);
  }

  private void put(Path file, byte[] bytes) {
    if (!files.exists(file)) {
      files.create(file).close();
    }
    files.overwrite(file, bytes);
  }
}
