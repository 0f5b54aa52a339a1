package dev.assent.recorder.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.recorder.CallSound;
import dev.assent.recorder.Receipt;
import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.catalog.RecordedCall;
import dev.assent.recorder.files.FaultFiles;
import dev.assent.recorder.replay.Gap;
import dev.assent.recorder.replay.Replay;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A call that went on in another file is one call: in the catalogue, and to who hears it. */
@Timeout(60)
class LongCallTest {
  private static final Path HOME = Path.of("/recordings");
  private static final Path DAY = HOME.resolve("2026-11-21");
  private static final UUID SECOND = new UUID(2, 2);
  private static final UUID THIRD = new UUID(3, 3);

  private final FaultFiles files = new FaultFiles(HOME, DAY);
  private final RecordingReader reader =
      new RecordingReader(files, List.of(Vectors.SIGNER.publicKey()));
  private final Catalog catalog = new Catalog(HOME, files);

  @Test
  void itIsHeardAsOneSound() throws Exception {
    byte[] one = part(Vectors.ID, null, 0, 2);
    byte[] two = part(SECOND, one, 2, 2);
    byte[] three = part(THIRD, two, 7, 1);
    put(Vectors.ID, one);
    put(SECOND, two);
    put(THIRD, three);

    List<RecordedCall> calls = catalog.list().calls();
    assertThat(calls).hasSize(1);
    RecordedCall call = calls.getFirst();
    assertThat(call.files()).extracting(e -> e.id()).containsExactly(Vectors.ID, SECOND, THIRD);
    assertThat(call.seconds()).isEqualTo(5);
    assertThat(call.complete()).isTrue();
    assertThat(catalog.list().callOf(THIRD)).contains(call);

    try (Replay replay = Replay.joined(List.of(open(Vectors.ID), open(SECOND), open(THIRD)))) {
      assertThat(replay.seconds()).isEqualTo(8);
      assertThat(replay.gaps()).contains(new Gap(Mark.NO_LEG, 4, 7, true));
      byte[] whole = replay.wav(0).read(44, Integer.MAX_VALUE);
      for (int second : new int[] {0, 1, 2, 3, 7}) {
        int first = second < 2 ? 0 : second < 7 ? 2 : 7;
        byte[] sound = CallSound.audio(7, second - first, 0);
        short sample = G711.table(G711.PCMU)[sound[10] & 0xFF];
        int at = second * 16_000 + 20;
        assertThat((short) ((whole[at] & 0xFF) | whole[at + 1] << 8)).isEqualTo(sample);
      }
      assertThat(Arrays.copyOfRange(whole, 4 * 16_000, 7 * 16_000)).containsOnly(0);
      assertThat(replay.waveform(0, 8, 80).legs().get(0).max()[65]).isZero();
      assertThat(replay.levels()).hasSize(16);
    }
  }

  @Test
  void aFileThatContinuesAnotherIsNotTakenForTheNext() throws Exception {
    byte[] one = part(Vectors.ID, null, 0, 2);
    put(Vectors.ID, one);
    put(SECOND, part(SECOND, part(THIRD, null, 0, 1), 2, 2));
    assertThatThrownBy(() -> Replay.joined(List.of(open(Vectors.ID), open(SECOND))))
        .isInstanceOf(MalformedRecording.class)
        .hasMessageContaining("does not continue");
    put(SECOND, part(SECOND, one, 1, 2)); // Overlaps.
    assertThatThrownBy(() -> Replay.joined(List.of(open(Vectors.ID), open(SECOND))))
        .hasMessageContaining("does not continue");
  }

  @Test
  void aCallOfWhichAFileIsGoneIsNotComplete() throws Exception {
    byte[] one = part(Vectors.ID, null, 0, 2);
    put(Vectors.ID, one);
    assertThat(catalog.list().calls()).extracting(RecordedCall::complete).containsExactly(false);
    put(SECOND, part(SECOND, part(THIRD, one, 2, 1), 3, 2));
    assertThat(catalog.list().calls()).extracting(RecordedCall::complete).containsOnly(false);
  }

  /** The last one ends as a call does, the others go on. */
  private static byte[] part(UUID id, byte[] before, int second, int seconds)
      throws MalformedRecording {
    Optional<Continuation> continues = Optional.empty();
    if (before != null) {
      RecordingHeader header = RecordingHeader.parse(Arrays.copyOf(before, Vectors.header(before)));
      int part = header.continues().map(c -> c.part() + 1).orElse(1);
      continues =
          Optional.of(new Continuation(header.recordingId(), header.sha256(), part, second));
    }
    RecordingWriter writer = Vectors.writer(id, Vectors.ROLE, continues, Vectors.SIGNER);
    boolean last = id.equals(THIRD);
    return Vectors.file(writer, seconds, new ArrayList<>(), last ? "DONE" : "CONTINUES");
  }

  private void put(UUID id, byte[] bytes) {
    Path file = DAY.resolve(id + ".dvr1");
    if (!files.exists(file)) {
      files.create(file).close();
    }
    files.overwrite(file, bytes);
  }

  private Replay open(UUID id) throws Exception {
    return Replay.open(
        Receipt.of(id), reader, DAY.resolve(id + ".dvr1"), Vectors.ROLE, Vectors.SHARE_B);
  }
}
