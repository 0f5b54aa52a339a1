package dev.assent.recorder.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assent.recorder.AudioFeed;
import dev.assent.recorder.CallSound;
import dev.assent.recorder.Desk;
import dev.assent.recorder.JournalInMemory;
import dev.assent.recorder.Receipt;
import dev.assent.recorder.Recorder;
import dev.assent.recorder.Recording;
import dev.assent.recorder.SealedRecording;
import dev.assent.recorder.TurnsByHand;
import dev.assent.recorder.Warrant;
import dev.assent.recorder.container.AudioSecond;
import dev.assent.recorder.container.G711;
import dev.assent.recorder.files.FaultFiles;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.ledger.RowKind;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReplayTest {
  private static final int SECONDS = 3;
  private final FaultFiles files = Desk.disk();
  private final KeyLedger ledger = Desk.ledger(files);
  private final TurnsByHand turns = new TurnsByHand();

  @Test
  void theReceiptIsForOneRecording() throws Exception {
    SealedRecording sealed = record(new CallSound());
    assertThatThrownBy(() -> open(sealed, new UUID(9, 9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("another recording");
  }

  /** Any range of the virtual WAV is that range of the whole one. */
  @Test
  void anyRangeOfTheWavIsWhatTheWholeSays() throws Exception {
    CallSound sound = new CallSound().seconds(1, 0, SECONDS - 1).last(1, SECONDS - 1, 4000);
    try (Replay replay = open(record(sound))) {
      VirtualWav wav = replay.wav();
      byte[] whole = wav.read(0, Integer.MAX_VALUE);
      assertThat(whole).hasSize(44 + SECONDS * 32_000);
      for (int second = 0; second < SECONDS; second++) {
        for (int leg = 0; leg < 2; leg++) {
          byte[] audio = CallSound.audio(1, second, leg);
          short[] linear = G711.table(8 * leg);
          for (int i = 0; i < 8000; i++) {
            short heard =
                ByteBuffer.wrap(whole)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getShort(44 + second * 32_000 + i * 4 + leg * 2);
            boolean there = second < SECONDS - 1 || i < 4000;
            assertThat(heard).isEqualTo(there ? linear[audio[i] & 0xFF] : 0);
          }
        }
      }
      Random random = new Random(1);
      for (int i = 0; i < 200; i++) {
        int at = random.nextInt(whole.length);
        int count = random.nextInt(50_000);
        assertThat(wav.read(at, count))
            .isEqualTo(Arrays.copyOfRange(whole, at, Math.min(whole.length, at + count)));
      }
      try (var stream = AudioSystem.getAudioInputStream(new ByteArrayInputStream(whole))) {
        assertThat(stream.getFrameLength()).isEqualTo(SECONDS * 8000L);
        assertThat(stream.getFormat().getChannels()).isEqualTo(2);
      }
    }
  }

  @Test
  void levelsTellTheLoudFromTheSilent() throws Exception {
    List<AudioSecond> seconds = new ArrayList<>();
    try (Replay replay =
        open(
            record(
                into -> {
                  if (seconds.size() == 2) {
                    return false;
                  }
                  seconds.add(into);
                  CallSound.fill(into, 1, seconds.size() - 1, 8000);
                  // mu-law full scale on the first leg, A-law silence on the second
                  Arrays.fill(into.leg(0).audio, (byte) (seconds.size() == 1 ? 0x80 : 0xFF));
                  Arrays.fill(into.leg(1).audio, (byte) 0xD5);
                  into.last = seconds.size() == 2;
                  return true;
                }))) {
      List<Level> levels = replay.levels();
      assertThat(levels).extracting(Level::second).containsExactly(0, 0, 1, 1);
      assertThat(levels).extracting(Level::legId).containsExactly(0, 1, 0, 1);
      assertThat(levels.get(0).rmsDbfs()).isCloseTo(-0.17, within(0.01));
      assertThat(levels.get(0).peakDbfs()).isCloseTo(-0.17, within(0.01));
      assertThat(levels.get(2).rmsDbfs()).isEqualTo(Level.SILENCE);
      // A-law knows no zero: its quietest is 8 of 32,768.
      assertThat(levels.get(1).peakDbfs()).isCloseTo(-72.2, within(0.1));
      assertThat(levels).extracting(Level::presentSlots).containsOnly(100);
    }
  }

  @Test
  void theTablesAreThoseOfTheStandard() {
    short[] mu = G711.table(G711.PCMU);
    assertThat(new short[] {mu[0], mu[0x7F], mu[0x80], mu[0xFF], mu[0xEF]})
        .containsExactly((short) -32124, (short) 0, (short) 32124, (short) 0, (short) 132);
    short[] a = G711.table(G711.PCMA);
    assertThat(new short[] {a[0xD5], a[0x55], a[0xAA], a[0x2A]})
        .containsExactly((short) 8, (short) -8, (short) 32256, (short) -32256);
    for (short[] table : List.of(mu, a)) {
      assertThat(IntStream.range(0, 128).map(i -> table[i] + table[i + 128])).containsOnly(0);
    }
  }

  @Test
  void withoutASoundDeviceItSaysSo() throws Exception {
    if (AudioSystem.getMixerInfo().length > 0) {
      return; // a machine with sound: nothing is played in a test
    }
    try (Replay replay = open(record(new CallSound().last(1, 0, 8000)))) {
      assertThatThrownBy(() -> SoundDevice.play(replay, 0, () -> false, _ -> {}))
          .isInstanceOf(NoSoundDevice.class)
          .hasMessageContaining("no sound device");
    }
  }

  private SealedRecording record(AudioFeed sound) throws Exception {
    Recorder recorder = Desk.recorder(files, ledger, new JournalInMemory(), turns, 1);
    Recording recording = recorder.begin(recorder.reserve(), Warrant.of(1));
    recorder.feed(sound);
    return turns.await(recording.finish("DONE"));
  }

  private Replay open(SealedRecording sealed) throws Exception {
    return open(sealed, sealed.id());
  }

  private Replay open(SealedRecording sealed, UUID receiptFor) throws Exception {
    long row = Desk.reader(files).verify(sealed.file()).header().orElseThrow().ledgerRow();
    return Replay.open(
        Receipt.of(receiptFor),
        Desk.reader(files),
        sealed.file(),
        Desk.QA,
        ledger.read(RowKind.SHARE_B, row).orElseThrow());
  }
}
