package dev.assent.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.media.codec.Codec;
import dev.assent.media.prompt.Prompt;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What of a call reaches the recorder, sample by sample. */
@Timeout(60)
class TapTest {
  /** A tapped second as the recorder would keep it. */
  @SuppressWarnings("ArrayRecordComponent") // compared by its parts only
  record Kept(
      long second,
      int samples,
      boolean last,
      int droppedBefore,
      byte[] ours,
      byte[] theirs,
      int oursThere,
      int theirsThere,
      int theirsLost,
      int theirsFlags,
      int theirsType,
      long wallMicros,
      long monotonicNanos) {}

  @Test
  void nothingIsCopiedBeforeTheTap() throws Exception {
    try (TestCall call = new TestCall()) {
      call.runWithSilence(120);
      assertThat(call.engine.taps().poll()).isNull();
      assertThat(call.engine.taps().waiting()).isZero();
    }
  }

  @Test
  void bothLegsArriveSampleBySample() throws Exception {
    try (TestCall call = new TestCall()) {
      call.runWithSilence(3);
      Prompt prompt = TestCall.prompt("message", 200);
      call.leg.play(List.of(prompt), 1);
      call.leg.tap(77);
      call.runPeriods(1);

      byte[] spoken = noise(170 * 160);
      for (int i = 0; i < 170; i++) {
        call.phone.sendAudio(Codec.PCMU, Arrays.copyOfRange(spoken, i * 160, i * 160 + 160));
        call.runPeriods(1);
      }
      List<Kept> kept = endTap(call);

      assertThat(kept).hasSizeBetween(4, 5);
      assertThat(kept.getLast().last()).isTrue();
      assertThat(kept.stream().limit(kept.size() - 1)).noneMatch(Kept::last);
      byte[] theirs = concatenate(kept, Kept::theirs);
      int start = indexOf(theirs, Arrays.copyOf(spoken, 160));
      assertThat(start).isBetween(0, 480);
      assertThat(Arrays.copyOfRange(theirs, start, start + spoken.length)).isEqualTo(spoken);
      byte[] ours = concatenate(kept, Kept::ours);
      byte[] sent = new byte[ours.length];
      prompt.payload(Codec.PCMU).get(sent);
      assertThat(indexOf(ours, Arrays.copyOfRange(sent, 320, 480))).isBetween(0, 320);
      assertThat(kept.get(0).oursThere()).isEqualTo(100);
      assertThat(kept.get(1).theirsThere()).isEqualTo(100);
      assertThat(kept.get(1).theirsFlags()).isZero();
      assertThat(kept.get(1).wallMicros() - kept.get(0).wallMicros()).isEqualTo(1_000_000);
      assertThat(kept.get(1).monotonicNanos() - kept.get(0).monotonicNanos())
          .isEqualTo(1_000_000_000);
    }
  }

  @Test
  void aLostPacketIsSilenceAndTheBitmapSaysSo() throws Exception {
    try (TestCall call = new TestCall()) {
      call.leg.tap(1);
      call.runPeriods(1);
      for (int i = 0; i < 100; i++) {
        if (i == 20) {
          call.phone.sequence++;
          call.phone.timestamp += 160;
          call.runPeriods(1);
        } else {
          call.phone.sendAudio(Codec.PCMU, filled(160, 0x11));
          call.runPeriods(1);
        }
      }
      Kept first = endTap(call).getFirst();
      assertThat(first.theirsThere()).isBetween(92, 98);
      assertThat(first.theirsLost()).isEqualTo(1);
      int gap = indexOf(first.theirs(), filled(160, 0xFF));
      int inner = first.theirs()[0] == (byte) 0xFF ? 20 * 160 : 19 * 160;
      assertThat(first.theirs()[gap]).isEqualTo((byte) 0xFF);
      byte[] rest = Arrays.copyOfRange(first.theirs(), inner, inner + 640);
      assertThat(indexOf(rest, filled(160, 0xFF))).isNotNegative();
      assertThat(indexOf(rest, filled(161, 0xFF))).isNegative();
    }
  }

  @Test
  void packetsReorderedWithin200MillisecondsFindTheirPlace() throws Exception {
    long seed = 8;
    Random random = new Random(seed);
    try (TestCall call = new TestCall()) {
      call.leg.tap(1);
      call.runPeriods(1);
      byte[] spoken = noise(200 * 160);
      List<byte[]> packets = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        byte[] payload = Arrays.copyOfRange(spoken, i * 160, i * 160 + 160);
        packets.add(call.phone.packet(0, false, (i + 65_500) & 0xFFFF, i * 160 - 9999, payload));
      }
      // Each packet but the first may be late by up to 9 periods.
      for (int i = 1; i < 190; i += 10) {
        Collections.shuffle(packets.subList(i, i + 9), random);
      }
      for (byte[] packet : packets) {
        call.phone.sendRaw(packet);
        call.runPeriods(1);
      }
      byte[] theirs = concatenate(endTap(call), Kept::theirs);
      int start = indexOf(theirs, Arrays.copyOf(spoken, 160));
      assertThat(Arrays.copyOfRange(theirs, start, start + spoken.length))
          .as("seed %d", seed)
          .isEqualTo(spoken);
      assertThat(call.engine.stats().tapPacketsLate()).isZero();
    }
  }

  @Test
  void otherPacketTimesLieAsCloseAs20() throws Exception {
    for (int ptime : new int[] {10, 30, 40}) {
      try (TestCall call = new TestCall()) {
        call.leg.tap(1);
        call.runPeriods(1);
        byte[] spoken = noise(120 * 8 * 20);
        int sent = 0;
        for (int period = 1; sent + ptime * 8 <= spoken.length; period++) {
          while (sent + ptime * 8 <= Math.min(spoken.length, period * 160)) {
            call.phone.sendAudio(Codec.PCMU, Arrays.copyOfRange(spoken, sent, sent + ptime * 8));
            sent += ptime * 8;
          }
          call.runPeriods(1);
        }
        byte[] theirs = concatenate(endTap(call), Kept::theirs);
        int start = indexOf(theirs, Arrays.copyOf(spoken, 80));
        assertThat(Arrays.copyOfRange(theirs, start, start + sent))
            .as("ptime %d", ptime)
            .isEqualTo(Arrays.copyOf(spoken, sent));
      }
    }
  }

  @Test
  void aClockThatJumpsIsTiedAnewAndFlagged() throws Exception {
    try (TestCall call = new TestCall()) {
      call.leg.tap(1);
      call.runPeriods(1);
      speak(call, 60, 0x21);
      call.phone.timestamp += 8000 * 3600;
      speak(call, 60, 0x22);
      call.phone.timestamp -= 8000 * 7200;
      speak(call, 60, 0x23);
      call.phone.timestamp -= 2000; // a quarter of a second back
      speak(call, 60, 0x24);

      List<Kept> kept = endTap(call);
      byte[] theirs = concatenate(kept, Kept::theirs);
      assertThat(count(theirs, 0x21)).isEqualTo(60 * 160);
      assertThat(count(theirs, 0x22)).isEqualTo(60 * 160);
      assertThat(count(theirs, 0x23)).isEqualTo(60 * 160);
      assertThat(count(theirs, 0x24)).isEqualTo(60 * 160);
      assertThat(kept.stream().filter(k -> (k.theirsFlags() & TapLeg.REANCHORED) != 0).count())
          .isBetween(2L, 3L);
    }
  }

  @Test
  void aSlowOrFastClockLosesNothingWithinASecond() throws Exception {
    // 4000 ppm, far beyond real clocks, for 20 s: 80 ms apart at the end.
    for (int step : new int[] {-1, 1}) {
      try (TestCall call = new TestCall("0 96", s -> s.withTaps(64, 40))) {
        call.leg.tap(1);
        call.runPeriods(1);
        int sent = 0;
        for (int i = 0; i < 1000; i++) {
          int packets = i % 250 == 249 ? 1 + step : 1; // one more or one less every 5 s
          for (int n = 0; n < packets; n++) {
            call.phone.sendAudio(Codec.PCMU, filled(160, 0x30 + sent % 64));
            sent++;
          }
          call.runPeriods(1);
        }
        byte[] theirs = concatenate(endTap(call), Kept::theirs);
        int start = indexOf(theirs, filled(160, 0x30));
        for (int i = 0; i < sent; i++) {
          assertThat(theirs[start + i * 160]).isEqualTo((byte) (0x30 + i % 64));
          assertThat(theirs[start + i * 160 + 159]).isEqualTo((byte) (0x30 + i % 64));
        }
      }
    }
  }

  @Test
  void aClockMoreThanASecondFastLosesSinglePacketsAndStaysBounded() throws Exception {
    try (TestCall call = new TestCall("0 96", s -> s.withTaps(64, 40))) {
      call.leg.tap(1);
      call.runPeriods(1);
      for (int i = 0; i < 500; i++) { // twice as fast for 10 s
        call.phone.sendAudio(Codec.PCMU, filled(160, 0x11));
        call.phone.sendAudio(Codec.PCMU, filled(160, 0x11));
        call.runPeriods(1);
      }
      List<Kept> kept = endTap(call);
      assertThat(kept).hasSizeBetween(11, 13);
      assertThat(count(concatenate(kept, Kept::theirs), 0x11)).isBetween(80_000, 92_000);
      assertThat(call.engine.stats().tapPacketsLate()).isPositive();
    }
  }

  @Test
  void anotherLawIsTranscodedAndFlagged() throws Exception {
    try (TestCall call = new TestCall()) {
      call.leg.tap(1);
      call.runPeriods(1);
      speak(call, 20, 0x21);
      for (int i = 0; i < 60; i++) {
        call.phone.sendAudio(Codec.PCMA, filled(160, 0x2A));
        call.runPeriods(1);
      }
      List<Kept> kept = endTap(call);
      assertThat(kept.get(0).theirsType()).isZero();
      assertThat(kept.get(0).theirsFlags() & TapLeg.CODEC_CHANGED).isNotZero();
      assertThat(kept.get(1).theirsType()).isEqualTo(8);
      assertThat(kept.get(0).theirs()[7000])
          .isEqualTo(Codec.PCMU.transcode(Codec.PCMA, (byte) 0x2A));
      assertThat(kept.get(1).theirs()[1000]).isEqualTo((byte) 0x2A);
    }
  }

  @Test
  void comfortNoiseIsAGapWithAReason() throws Exception {
    try (TestCall call = new TestCall()) {
      call.leg.tap(1);
      call.runPeriods(1);
      speak(call, 10, 0x21);
      call.phone.sendRaw(
          call.phone.packet(
              13, false, call.phone.sequence++, call.phone.timestamp, new byte[] {70}));
      call.phone.timestamp += 1600;
      call.runPeriods(10);
      speak(call, 40, 0x22);
      List<Kept> kept = endTap(call);
      assertThat(kept.get(0).theirsFlags()).isEqualTo(TapLeg.COMFORT_NOISE);
      assertThat(count(concatenate(kept, Kept::theirs), 0x22)).isEqualTo(40 * 160);
      assertThat(kept.get(0).theirsThere()).isLessThan(85);
    }
  }

  @Test
  void aFullQueueDropsSecondsAndSaysHowMany() throws Exception {
    try (TestCall call = new TestCall("0 96", s -> s.withTaps(16, 3))) {
      call.leg.tap(9);
      call.runPeriods(1);
      call.runWithSilence(50 * 8); // three buffers only, nobody reads
      TapSecond first = call.engine.taps().poll();
      assertThat(first.second()).isZero();
      call.engine.taps().recycle(first);
      TapSecond second = call.engine.taps().poll();
      call.engine.taps().recycle(second);
      call.runWithSilence(50 * 2);
      CompletableFuture<TapEnd> done = call.leg.untap();
      List<Kept> kept = drain(call);
      for (int i = 0; i < 5; i++) {
        call.runPeriods(1);
        kept.addAll(drain(call));
      }
      TapEnd end = done.get(10, TimeUnit.SECONDS);
      assertThat(end.dropped()).isPositive();
      assertThat(kept.stream().mapToInt(Kept::droppedBefore).sum()).isEqualTo((int) end.dropped());
      assertThat(kept.getLast().last()).isTrue();
      assertThat(kept.getLast().second() + 1).isEqualTo(end.seconds() + end.dropped());
      assertThat(call.engine.stats().tapSecondsDropped()).isEqualTo(end.dropped());
    }
  }

  @Test
  void aCallDoesNotWaitForeverForARecorderThatTakesNothing() throws Exception {
    try (TestCall call = new TestCall("0 96", s -> s.withTaps(16, 3))) {
      call.leg.tap(9);
      call.runPeriods(1);
      call.runWithSilence(50 * 6);
      call.leg.close();
      call.runPeriods(95);
      assertThat(call.closed).isEmpty();
      call.runPeriods(10);
      assertThat(call.closed).hasSize(1);
    }
  }

  @Test
  void lingeringKeepsTheirLastWordsAndClosesTheTap() throws Exception {
    try (TestCall call = new TestCall()) {
      call.leg.tap(5);
      call.runPeriods(1);
      speak(call, 10, 0x21);
      call.leg.linger();
      call.runPeriods(1);
      speak(call, 5, 0x22);
      call.runPeriods(15);
      assertThat(call.closed).hasSize(1);
      List<Kept> kept = drain(call);
      assertThat(kept).hasSize(1);
      assertThat(kept.getFirst().last()).isTrue();
      assertThat(kept.getFirst().samples()).isBetween(3000, 4800);
      assertThat(count(kept.getFirst().theirs(), 0x22)).isEqualTo(5 * 160);
      assertThat(count(kept.getFirst().ours(), 0xFF)).isEqualTo(8000);
      assertThat(kept.getFirst().oursThere()).isBetween(20, 28); // nothing was sent after hang-up
    }
  }

  @Test
  void afterUntapNothingMoreIsCopiedAndAnotherTapMayBegin() throws Exception {
    try (TestCall call = new TestCall()) {
      call.leg.tap(1);
      assertThatThrownBy(() -> call.leg.tap(2)).isInstanceOf(IllegalStateException.class);
      call.leg.tap(1);
      call.runPeriods(1);
      speak(call, 10, 0x21);
      CompletableFuture<TapEnd> done = call.leg.untap();
      call.leg.tap(2);
      call.runPeriods(1);
      speak(call, 10, 0x22);
      List<Kept> kept = drain(call);
      assertThat(kept).hasSize(1);
      assertThat(count(kept.getFirst().theirs(), 0x22)).isZero();
      assertThat(done.get(10, TimeUnit.SECONDS).seconds()).isEqualTo(1);
      kept = endTap(call);
      assertThat(count(kept.getFirst().theirs(), 0x22)).isEqualTo(10 * 160);
      assertThat(count(kept.getFirst().theirs(), 0x21)).isZero();
    }
  }

  @Test
  void untapWithoutTapCompletesWithNothing() throws Exception {
    try (TestCall call = new TestCall()) {
      CompletableFuture<TapEnd> done = call.leg.untap();
      call.runPeriods(1);
      assertThat(done.get(10, TimeUnit.SECONDS).seconds()).isZero();
      call.leg.close();
      call.runPeriods(2);
      done = call.leg.untap();
      call.runPeriods(1);
      assertThat(done.get(10, TimeUnit.SECONDS).seconds()).isZero();
    }
  }

  private static void speak(TestCall call, int periods, int code) {
    for (int i = 0; i < periods; i++) {
      call.phone.sendAudio(Codec.PCMU, filled(160, code));
      call.runPeriods(1);
    }
  }

  private static List<Kept> endTap(TestCall call) throws Exception {
    List<Kept> kept = drain(call);
    CompletableFuture<TapEnd> done = call.leg.untap();
    for (int i = 0; i < 5; i++) {
      call.runPeriods(1);
      kept.addAll(drain(call));
    }
    done.get(10, TimeUnit.SECONDS);
    for (int i = 0; i < kept.size(); i++) {
      assertThat(kept.get(i).second()).isEqualTo(i);
    }
    return kept;
  }

  private static List<Kept> drain(TestCall call) {
    List<Kept> kept = new ArrayList<>();
    TapQueue taps = call.engine.taps();
    for (TapSecond s = taps.poll(); s != null; s = taps.poll()) {
      TapLeg theirs = s.theirs();
      kept.add(
          new Kept(
              s.second(),
              s.samples(),
              s.last(),
              s.droppedBefore(),
              s.ours().audio().clone(),
              theirs.audio().clone(),
              bits(s.ours().bitmap()),
              bits(theirs.bitmap()),
              theirs.lost(),
              theirs.flags(),
              theirs.payloadType(),
              s.wallMicros(),
              s.monotonicNanos()));
      taps.recycle(s);
    }
    return kept;
  }

  private static byte[] concatenate(List<Kept> kept, Function<Kept, byte[]> leg) {
    byte[] all = new byte[kept.size() * 8000];
    int length = 0;
    for (Kept k : kept) {
      System.arraycopy(leg.apply(k), 0, all, length, k.samples());
      length += k.samples();
    }
    return Arrays.copyOf(all, length);
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(3).nextBytes(noise);
    return noise;
  }

  private static byte[] filled(int length, int code) {
    byte[] bytes = new byte[length];
    Arrays.fill(bytes, (byte) code);
    return bytes;
  }

  private static int bits(byte[] bitmap) {
    int bits = 0;
    for (byte b : bitmap) {
      bits += Integer.bitCount(b & 0xFF);
    }
    return bits;
  }

  private static int count(byte[] audio, int code) {
    int count = 0;
    for (byte b : audio) {
      count += b == (byte) code ? 1 : 0;
    }
    return count;
  }

  private static int indexOf(byte[] audio, byte[] wanted) {
    for (int i = 0; i + wanted.length <= audio.length; i++) {
      if (Arrays.equals(audio, i, i + wanted.length, wanted, 0, wanted.length)) {
        return i;
      }
    }
    return -1;
  }
}
