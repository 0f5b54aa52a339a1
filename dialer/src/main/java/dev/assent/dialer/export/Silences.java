package dev.assent.dialer.export;

import dev.assent.compliance.export.Span;
import dev.assent.media.codec.Codec;
import dev.assent.media.tone.DtmfDetector;
import dev.assent.recorder.container.AudioSecond;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.MarkKind;
import dev.assent.recorder.replay.Replay;
import dev.assent.recorder.replay.TimedMark;
import dev.assent.recorder.replay.VirtualWav;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What must not be heard of a call: what people marked, and keys, which are secrets by their tones.
 * Both legs are silent there, to the sample.
 */
final class Silences {
  /** A key is told while it sounds, at the latest when it ends; people hold it for seconds. */
  private static final int BEFORE_KEY = AudioSecond.RATE;

  private static final int AFTER_KEY = 2 * AudioSecond.RATE;

  /** A detector is sure of a tone after two blocks, and of its end after three. */
  private static final int AROUND_TONE = AudioSecond.RATE / 10;

  private static final int STEP = 80;
  private static final int SAMPLE = 2;

  /**
   * One.
   *
   * @param from first sample
   * @param to the sample after the last
   * @param why MARKED, KEY or TONE
   */
  record Silence(long from, long to, String why) {}

  private final List<Silence> silences;

  private Silences(List<Silence> silences) {
    this.silences = List.copyOf(silences);
  }

  static Silences none() {
    return new Silences(List.of());
  }

  /**
   * @throws MalformedRecording if a second does not open
   */
  static Silences of(Replay replay, List<Span> marked) throws MalformedRecording {
    List<Silence> found = new ArrayList<>();
    for (Span span : marked) {
      found.add(new Silence(sample(span.fromMillis()), sample(span.toMillis()), "MARKED"));
    }
    for (TimedMark timed : replay.timeline()) {
      if (timed.mark().kind() == MarkKind.KEY) {
        long at = Math.round(timed.second() * AudioSecond.RATE);
        found.add(new Silence(Math.max(0, at - BEFORE_KEY), at + AFTER_KEY, "KEY"));
      }
    }
    for (int leg = 0; leg < AudioSecond.LEGS; leg++) {
      found.addAll(tones(replay.wav(leg), replay.seconds()));
    }
    found.sort(Comparator.comparingLong(Silence::from).thenComparingLong(Silence::to));
    return new Silences(found);
  }

  private static long sample(long millis) {
    return millis * AudioSecond.RATE / 1000;
  }

  private static List<Silence> tones(VirtualWav leg, int seconds) throws MalformedRecording {
    List<Silence> tones = new ArrayList<>();
    DtmfDetector detector = new DtmfDetector(_ -> {});
    byte[] codes = new byte[STEP];
    long begun = -1;
    for (int second = 0; second < seconds; second++) {
      ByteBuffer pcm = ByteBuffer.wrap(leg.pcm(second)).order(ByteOrder.LITTLE_ENDIAN);
      for (int from = 0; from < AudioSecond.RATE; from += STEP) {
        for (int i = 0; i < STEP; i++) {
          codes[i] = Codec.PCMU.encode(pcm.getShort((from + i) * SAMPLE));
        }
        detector.hear(codes, 0, STEP, Codec.PCMU);
        long now = (long) second * AudioSecond.RATE + from + STEP;
        if (detector.sounding() != 0 && begun < 0) {
          begun = now;
        } else if (detector.sounding() == 0 && begun >= 0) {
          tones.add(new Silence(Math.max(0, begun - AROUND_TONE), now, "TONE"));
          begun = -1;
        }
      }
    }
    if (begun >= 0) {
      tones.add(
          new Silence(Math.max(0, begun - AROUND_TONE), (long) seconds * AudioSecond.RATE, "TONE"));
    }
    return tones;
  }

  /** In order; some may lie over each other. */
  List<Silence> all() {
    return silences;
  }

  /**
   * Silences what must not be heard of one second.
   *
   * @param pcm 16-bit little-endian, channels in turn; changed
   */
  void silence(byte[] pcm, int second, int channels) {
    long first = (long) second * AudioSecond.RATE;
    for (Silence silence : silences) {
      long from = Math.max(silence.from(), first);
      long to = Math.min(silence.to(), first + AudioSecond.RATE);
      int width = SAMPLE * channels;
      for (long at = (from - first) * width; at < (to - first) * width; at++) {
        pcm[(int) at] = 0;
      }
    }
  }
}
