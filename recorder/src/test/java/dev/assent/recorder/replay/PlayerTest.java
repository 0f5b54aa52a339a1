package dev.assent.recorder.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.recorder.CallSound;
import dev.assent.recorder.Desk;
import dev.assent.recorder.JournalInMemory;
import dev.assent.recorder.Receipt;
import dev.assent.recorder.Recorder;
import dev.assent.recorder.Recording;
import dev.assent.recorder.SealedRecording;
import dev.assent.recorder.TurnsByHand;
import dev.assent.recorder.Warrant;
import dev.assent.recorder.container.G711;
import dev.assent.recorder.container.LegRole;
import dev.assent.recorder.container.Mark;
import dev.assent.recorder.container.MarkKind;
import dev.assent.recorder.files.FaultFiles;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.ledger.RowKind;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a player asks of a recording: waveform, marks in time, gaps, one leg alone. */
@Timeout(60)
class PlayerTest {
  private final FaultFiles files = Desk.disk();
  private final KeyLedger ledger = Desk.ledger(files);
  private final TurnsByHand turns = new TurnsByHand();

  /** Every bucket is the smallest and largest sound of its stretch, silence counted in. */
  @Test
  void aWaveformIsTheExtremesOfTheSound() throws Exception {
    CallSound sound = new CallSound().seconds(1, 0, 5).last(1, 5, 4000);
    try (Replay replay = open(record(sound))) {
      for (int buckets : new int[] {1, 7, 30, 61}) {
        Waveform waveform = replay.waveform(1, 4, buckets);
        assertThat(waveform.legs())
            .extracting(Waveform.LegPeaks::role)
            .containsExactly(LegRole.CALLEE, LegRole.SYSTEM);
        for (int leg = 0; leg < 2; leg++) {
          for (int i = 0; i < buckets; i++) {
            int from = i * 30 / buckets;
            int to = Math.max(from + 1, (i + 1) * 30 / buckets);
            assertThat(waveform.legs().get(leg).min()[i]).isEqualTo(extreme(leg, from, to, -1));
            assertThat(waveform.legs().get(leg).max()[i]).isEqualTo(extreme(leg, from, to, 1));
          }
        }
      }
      assertThat(replay.waveform(6, 6, 3).legs().get(0).max()).containsExactly(0, 0, 0);
      assertThatThrownBy(() -> replay.waveform(0, 7, 3)).hasMessageContaining("second 0 to 7 of 6");
      assertThatThrownBy(() -> replay.waveform(0, 6, 1_000_000)).hasMessageContaining("1000000");
    }
  }

  /** Of 100 ms windows {@code from} to {@code to} after second 1. */
  private static byte extreme(int leg, int from, int to, int sign) {
    int extreme = 0;
    short[] linear = G711.table(8 * leg);
    for (int i = from * 800; i < to * 800; i++) {
      int sample = linear[CallSound.audio(1, 1 + i / 8000, leg)[i % 8000] & 0xFF];
      extreme = sign * Math.max(sign * extreme, sign * sample);
    }
    return (byte) (extreme >> 8);
  }

  /** The same pictures, whether the recording came to its index or not. */
  @Test
  void aRecordingCutShortShowsTheSame() throws Exception {
    CallSound sound = new CallSound().seconds(1, 0, 2).seconds(1, 4, 2).last(1, 6, 4000);
    SealedRecording sealed = record(sound);
    byte[] whole = files.bytes(sealed.file());
    int header = ByteBuffer.wrap(whole).getInt(12);
    Waveform waveform;
    List<TimedMark> timeline;
    try (Replay replay = open(sealed)) {
      waveform = replay.waveform(0, 7, 70);
      timeline = replay.timeline();
      assertThat(replay.gaps()).containsExactly(new Gap(Mark.NO_LEG, 2, 4, true));
    }
    for (int frames = 7; frames <= 10; frames++) {
      files.overwrite(sealed.file(), Arrays.copyOf(whole, header + frames * 16_384));
      try (Replay cut = open(sealed)) {
        assertThat(cut.waveform(0, 7, 70)).usingRecursiveComparison().isEqualTo(waveform);
        assertThat(cut.timeline()).isEqualTo(timeline);
        assertThat(cut.gaps()).containsExactly(new Gap(Mark.NO_LEG, 2, 4, true));
      }
    }
  }

  @Test
  void aMarkStandsWhereItWasHeard() throws Exception {
    Instant start = Instant.ofEpochSecond(1_800_000_000L);
    CallSound sound = new CallSound().seconds(1, 0, 3).last(1, 3, 4000);
    List<Mark> marks =
        List.of(
            new Mark(MarkKind.CONSENT, 0, start.minusMillis(20), "1"),
            new Mark(MarkKind.PROMPT, 1, start.plusMillis(1250), "purpose"),
            new Mark(MarkKind.KEY, 0, start.plusSeconds(60), "masked"));
    try (Replay replay = open(record(sound, marks))) {
      assertThat(replay.startedAt()).isEqualTo(start);
      assertThat(replay.timeline())
          .containsExactly(
              new TimedMark(0, marks.get(0)),
              new TimedMark(1.25, marks.get(1)),
              new TimedMark(4, marks.get(2)));
    }
  }

  @Test
  void oneLegAloneIsAWavOfOneChannel() throws Exception {
    CallSound sound = new CallSound().seconds(1, 0, 2).last(1, 2, 4000);
    try (Replay replay = open(record(sound))) {
      byte[] both = replay.wav().read(0, Integer.MAX_VALUE);
      for (int leg = 0; leg < 2; leg++) {
        VirtualWav wav = replay.wav(leg);
        byte[] solo = wav.read(0, Integer.MAX_VALUE);
        assertThat(solo).hasSize(44 + 3 * 16_000).hasSize((int) wav.length());
        assertThat(wav.secondOf(43)).isZero();
        assertThat(wav.secondOf(44 + 16_000)).isEqualTo(1);
        try (var stream = AudioSystem.getAudioInputStream(new ByteArrayInputStream(solo))) {
          assertThat(stream.getFormat().getChannels()).isEqualTo(1);
          assertThat(stream.getFrameLength()).isEqualTo(3 * 8000L);
        }
        for (int i = 0; i < 3 * 8000; i++) {
          assertThat(sample(solo, 44 + 2 * i)).isEqualTo(sample(both, 44 + 4 * i + 2 * leg));
        }
      }
      assertThatThrownBy(() -> replay.wav(2)).hasMessage("There is no leg 2");
    }
  }

  private static short sample(byte[] wav, int at) {
    return ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).getShort(at);
  }

  private SealedRecording record(CallSound sound) throws Exception {
    return record(sound, List.of(new Mark(MarkKind.CONSENT, 0, Instant.EPOCH, "1")));
  }

  private SealedRecording record(CallSound sound, List<Mark> marks) throws Exception {
    Recorder recorder = Desk.recorder(files, ledger, new JournalInMemory(), turns, 1);
    Recording recording = recorder.begin(recorder.reserve(), Warrant.of(1));
    marks.forEach(recording::mark);
    recorder.feed(sound);
    return turns.await(recording.finish("DONE"));
  }

  private Replay open(SealedRecording sealed) throws Exception {
    long row = Desk.reader(files).verify(sealed.file()).header().orElseThrow().ledgerRow();
    return Replay.open(
        Receipt.of(sealed.id()),
        Desk.reader(files),
        sealed.file(),
        Desk.QA,
        ledger.read(RowKind.SHARE_B, row).orElseThrow());
  }
}
