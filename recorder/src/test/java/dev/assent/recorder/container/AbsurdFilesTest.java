package dev.assent.recorder.container;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.recorder.files.DiskFiles;
import dev.assent.recorder.files.FaultFiles;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the bytes are, the answer is a verdict, soon and in little memory. */
@Timeout(120)
class AbsurdFilesTest {
  private static final Path FILE = Path.of("/r/file.dvr1");
  private static final long SEED = Long.getLong("absurd.seed", 20261122L);
  private static final int ROUNDS = Integer.getInteger("absurd.rounds", 3000);

  private final FaultFiles files = new FaultFiles(FILE.getParent());
  private final RecordingReader reader =
      new RecordingReader(files, List.of(Vectors.SIGNER.publicKey()));
  private final Random random = new Random(SEED);

  /** Bytes changed, cut out, put in and doubled, anywhere, several at once. */
  @Test
  void anyMixtureOfChangesIsAVerdict() {
    byte[] complete = Vectors.complete(0);
    byte[] cut = Vectors.cut(1);
    for (int i = 0; i < ROUNDS; i++) {
      byte[] good = i % 2 == 0 ? complete : cut;
      byte[] bad = good;
      for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
        bad = changed(bad);
      }
      put(bad);
      Verdict sealed = reader.verify(FILE).verdict();
      Verification keyed = reader.verify(FILE, Vectors.ROLE, Vectors.SHARE_B);
      if (!Arrays.equals(bad, good)) {
        assertThat(sealed).as("seed %d, round %d", SEED, i).isNotInstanceOf(Verdict.Complete.class);
        assertThat(keyed.verdict()).isNotInstanceOf(Verdict.Complete.class);
      }
    }
  }

  private byte[] changed(byte[] file) {
    // Mostly where there is structure: header and heads.
    int reach = random.nextBoolean() ? Math.min(file.length, 3000) : file.length;
    int at = reach == 0 ? 0 : random.nextInt(reach);
    int length = Math.min(file.length - at, random.nextInt(40));
    byte[] some = new byte[random.nextInt(40)];
    random.nextBytes(some);
    return switch (random.nextInt(5)) {
      case 0 -> Arrays.copyOf(file, at);
      case 1 -> joined(file, at, new byte[0], at + length);
      case 2 -> joined(file, at, some, at);
      case 3 -> joined(file, at, Arrays.copyOfRange(file, at, at + length), at);
      default -> joined(file, at, Arrays.copyOf(some, length), at + length);
    };
  }

  private static byte[] joined(byte[] file, int upTo, byte[] between, int from) {
    byte[] all = Arrays.copyOf(file, upTo + between.length + file.length - from);
    System.arraycopy(between, 0, all, upTo, between.length);
    System.arraycopy(file, from, all, upTo + between.length, file.length - from);
    return all;
  }

  /** What a writer with the right keys and the wrong ideas puts inside the frames. */
  @Test
  void anythingInsideAnAuthenticFrameIsAVerdict() throws Exception {
    byte[] good = Vectors.complete(3);
    Rogue rogue = new Rogue(good);
    int header = Vectors.header(good);
    for (int i = 0; i < ROUNDS / 10; i++) {
      int seq = random.nextInt(6);
      byte[] frame =
          rogue.frame(
              seq,
              plain -> {
                for (int n = random.nextInt(5); n >= 0; n--) {
                  plain.put(random.nextInt(400), (byte) random.nextInt());
                }
              });
      byte[] bad = Arrays.copyOf(good, header + (seq + 1) * FrameFormat.FRAME_BYTES);
      System.arraycopy(frame, 0, bad, bad.length - frame.length, frame.length);
      put(bad);
      assertThat(reader.verify(FILE).verdict()).isInstanceOf(Verdict.Incomplete.class);
      reader.verify(FILE, Vectors.ROLE, Vectors.SHARE_B);
      try (UnsealedRecording open = reader.unseal(FILE, Vectors.ROLE, Vectors.SHARE_B)) {
        hear(open);
      }
    }
  }

  /** A player may refuse, in its own words. */
  private static void hear(UnsealedRecording open) {
    for (int what = 0; what < 3; what++) {
      try {
        int seconds = open.seconds();
        switch (what) {
          case 0 -> assertThat(open.marks()).hasSizeLessThanOrEqualTo(RecordingWriter.MAX_MARKS);
          case 1 -> assertThat(open.peaks()).hasSize(40 * seconds);
          default -> assertThat(open.presence()).hasSize(2 * seconds);
        }
      } catch (MalformedRecording e) {
        assertThat(e).hasMessageNotContaining("null");
      }
    }
    assertThat(open.audible().cardinality()).isLessThanOrEqualTo(3);
  }

  /** A sparse file that claims to be a call of eleven days costs nobody its memory. */
  @Test
  void aFileOfSixteenGigabytesIsRefusedAtOnce(@TempDir Path directory) throws Exception {
    Path huge = directory.resolve("huge.dvr1");
    Files.write(huge, Vectors.cut(1));
    try (RandomAccessFile file = new RandomAccessFile(huge.toFile(), "rw")) {
      file.setLength((FrameFormat.MAX_FRAMES + 2L) * FrameFormat.FRAME_BYTES);
    }
    RecordingReader real =
        new RecordingReader(new DiskFiles(), List.of(Vectors.SIGNER.publicKey()));
    assertThat(real.verify(huge).verdict())
        .isEqualTo(new Verdict.Damaged("it is longer than a recording can be"));
    Path note = SalvageNote.beside(FILE);
    put(Vectors.cut(1));
    files.create(note).close();
    files.overwrite(note, new byte[1 << 20]);
    assertThat(reader.verify(FILE).verdict())
        .isEqualTo(new Verdict.Damaged("its salvage note is not of this format"));
  }

  private void put(byte[] bytes) {
    if (!files.exists(FILE)) {
      files.create(FILE).close();
    }
    files.overwrite(FILE, bytes);
  }
}
