package dev.assent.recorder.spool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.recorder.container.FrameFormat;
import dev.assent.recorder.files.FaultFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a spool segment looks like to the bit, and what is made of a damaged one. */
@Timeout(60)
class SpoolVectorTest {
  private static final Path HOME = Path.of("/vectors");
  private static final Path SEGMENT = SpoolFormat.segment(HOME, 1);
  private static final UUID ONE = new UUID(0x1111111111114111L, 0x8111111111111111L);
  private static final UUID TWO = new UUID(0x2222222222224222L, 0x8222222222222222L);

  /** The committed segment: HEADER of call 1 (body 00 01 … 26), COPIED, END of call 1. */
  @Test
  void theCommittedSegmentIsWhatIsWritten() throws IOException {
    FaultFiles files = new FaultFiles(HOME);
    Spool spool = Spool.open(HOME, files, 1 << 20);
    byte[] header = new byte[39];
    for (int i = 0; i < header.length; i++) {
      header[i] = (byte) i;
    }
    SpooledCall one = spool.begin(ONE, header);
    spool.copied(one, 7, 1_795_248_005_000_000L);
    spool.end(one, Spool.OWN_FILE);
    spool.force();
    assertThat(HexFormat.of().formatHex(files.bytes(SEGMENT)))
        .isEqualTo(HexFormat.of().formatHex(committed("version-2")));
  }

  @Test
  void aSegmentOfVersion1IsRead() throws IOException {
    byte[] whole = committed("version-1");
    assertThat(leftovers(SEGMENT, whole)).isEmpty();
    List<SpooledCall> begun = leftovers(SEGMENT, Arrays.copyOf(whole, whole.length - 32));
    assertThat(begun).extracting(SpooledCall::recordingId).containsExactly(ONE);
  }

  /** A file that served before as another segment: what it still holds of that is nothing. */
  @Test
  void recordsOfAnOlderLifeDoNotHold() throws IOException {
    byte[] open = Arrays.copyOf(committed("version-2"), 32 + 80);
    assertThat(leftovers(SEGMENT, open)).hasSize(1);
    assertThat(leftovers(SpoolFormat.segment(HOME, 2), open)).isEmpty();
  }

  @Test
  void aCallWhoseBeginningWasCopiedGoesOnBehindIt() throws IOException {
    byte[] copied = Arrays.copyOf(committed("version-2"), 32 + 80 + 48);
    SpooledCall call = leftovers(SEGMENT, copied).getFirst();
    assertThat(call.isBegun()).isTrue();
    assertThat(call.frames()).isEqualTo(7);
    assertThat(call.part().startMicros()).isEqualTo(1_795_248_005_000_000L);
  }

  /** Two calls in turn; a broken record ends the call it is of, and only that. */
  @Test
  void aBrokenRecordEndsOnlyItsOwnCall() {
    FaultFiles files = new FaultFiles(HOME);
    Spool spool = Spool.open(HOME, files, 1 << 20);
    SpooledCall one = spool.begin(ONE, new byte[160]);
    SpooledCall two = spool.begin(TWO, new byte[160]);
    for (int seq = 0; seq < 5; seq++) {
      frame(spool, one, seq);
      frame(spool, two, seq);
    }
    spool.force();
    byte[] good = files.bytes(SEGMENT);
    for (int broken = 0; broken < 5; broken++) {
      byte[] bad = good.clone();
      int at = (int) SpoolSegment.offsetOf(one.frame(broken));
      bad[at + 5000] ^= 1;
      assertThat(framesOf(bad)).containsExactly(broken, 5);
      Arrays.fill(bad, at, at + 1000, (byte) 0);
      assertThat(framesOf(bad)).containsExactly(broken, 5);
    }
    byte[] cut = Arrays.copyOf(good, (int) SpoolSegment.offsetOf(two.frame(3)) + 100);
    assertThat(framesOf(cut)).containsExactly(4, 3);
  }

  private static List<Integer> framesOf(byte[] segment) {
    return leftovers(SEGMENT, segment).stream().map(SpooledCall::frames).toList();
  }

  private static List<SpooledCall> leftovers(Path path, byte[] segment) {
    FaultFiles files = new FaultFiles(HOME);
    files.create(path).close();
    files.overwrite(path, segment);
    return Spool.open(HOME, files, 1 << 20).leftovers();
  }

  private static void frame(Spool spool, SpooledCall call, int seq) {
    spool.append(
        call,
        (out, at) -> {
          Arrays.fill(out, at, at + FrameFormat.FRAME_BYTES, (byte) seq);
          ByteBuffer.wrap(out).putInt(at + 12, seq);
          return true;
        });
  }

  private static byte[] committed(String name) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (InputStream in =
        SpoolVectorTest.class.getResourceAsStream("/vectors/spool/" + name + ".spool.hex")) {
      if (in != null) {
        in.transferTo(bytes);
      }
    }
    return HexFormat.of().parseHex(bytes.toString(StandardCharsets.US_ASCII).replaceAll("\\s", ""));
  }
}
