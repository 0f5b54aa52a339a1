package dev.assent.recorder.replay;

import dev.assent.recorder.AccessReceipt;
import dev.assent.recorder.container.CannotUnseal;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.Mark;
import dev.assent.recorder.container.RecordingHeader;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.container.RoleKeyPair;
import dev.assent.recorder.container.SecondOfSound;
import dev.assent.recorder.container.UnsealedRecording;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One journalled access to one recording: opened second by second, in memory, never written
 * anywhere. One thread at a time; closing forgets the keys.
 */
public final class Replay implements AutoCloseable {
  private final Parts recording;
  private byte @Nullable [] peaks;

  private Replay(Parts recording) {
    this.recording = recording;
  }

  /**
   * @param receipt for this very recording
   * @param shareB 32 bytes, given out by the engine for that access; not kept
   * @throws IllegalArgumentException if the receipt is for another recording
   * @throws CannotUnseal if these keys do not open it
   * @throws MalformedRecording if the file is no recording
   */
  public static Replay open(
      AccessReceipt receipt, RecordingReader reader, Path file, RoleKeyPair role, byte[] shareB)
      throws CannotUnseal, MalformedRecording {
    UnsealedRecording recording = reader.unseal(file, role, shareB);
    if (!recording.header().recordingId().equals(receipt.recordingId())) {
      recording.close();
      throw new IllegalArgumentException("The access that was journalled is to another recording");
    }
    return new Replay(new Parts(recording));
  }

  /**
   * The files of one call as one replay, with one time: seconds that are missing between two of
   * them are lost ones. Closing it closes all.
   *
   * @param files at least one, each continuing the one before
   * @throws MalformedRecording if one does not; all are closed then
   */
  public static Replay joined(List<Replay> files) throws MalformedRecording {
    Parts all = files.getFirst().recording;
    try {
      for (Replay next : files.subList(1, files.size())) {
        all.add(next.recording);
      }
    } catch (MalformedRecording e) {
      files.forEach(Replay::close);
      throw e;
    }
    return new Replay(all);
  }

  /** Of the call's first file. */
  public RecordingHeader header() {
    return recording.header();
  }

  public int seconds() {
    return recording.seconds();
  }

  public List<Mark> marks() throws MalformedRecording {
    return recording.marks();
  }

  /** When its first sound was, by the recorder's clock; the recording's start if there is none. */
  public Instant startedAt() throws MalformedRecording {
    for (int i = 0; i < recording.seconds(); i++) {
      SecondOfSound second = recording.second(i);
      if (!second.lost()) {
        return second.wallClock().minusSeconds(i);
      }
    }
    return recording.header().start();
  }

  /** All marks, each where it stands in the sound. */
  public List<TimedMark> timeline() throws MalformedRecording {
    Instant start = startedAt();
    List<TimedMark> timeline = new ArrayList<>();
    for (Mark mark : recording.marks()) {
      double at = ChronoUnit.MICROS.between(start, mark.at()) / 1e6;
      timeline.add(new TimedMark(Math.clamp(at, 0, recording.seconds()), mark));
    }
    return timeline;
  }

  /**
   * What a player draws.
   *
   * @param from first second, 0 to {@link #seconds()}
   * @param to the second after the last, {@code from} to {@link #seconds()}
   * @param buckets 1 to {@link Waveform#MAX_BUCKETS}
   */
  public Waveform waveform(int from, int to, int buckets) throws MalformedRecording {
    if (from < 0 || to < from || to > seconds() || buckets < 1 || buckets > Waveform.MAX_BUCKETS) {
      throw new IllegalArgumentException(
          "No %d buckets from second %d to %d of %d".formatted(buckets, from, to, seconds()));
    }
    if (peaks == null) {
      peaks = recording.peaks();
    }
    return Waveform.of(recording.header().legs(), peaks, from, to, buckets);
  }

  /** Seconds that are missing, of all legs first, then leg by leg. */
  public List<Gap> gaps() throws MalformedRecording {
    return Gap.of(recording.header().legs(), recording.presence());
  }

  SecondOfSound second(int second) throws MalformedRecording {
    return recording.second(second);
  }

  /** How loud each second of each leg is, in the order of time, then of legs. */
  public List<Level> levels() throws MalformedRecording {
    List<Level> levels = new ArrayList<>();
    for (int i = 0; i < recording.seconds(); i++) {
      SecondOfSound second = recording.second(i);
      for (SecondOfSound.LegSound leg : second.legs()) {
        levels.add(Level.of(second, leg));
      }
    }
    return levels;
  }

  /** The recording as a WAV of two channels that exists only where it is read. */
  public VirtualWav wav() {
    return VirtualWav.stereo(this);
  }

  /**
   * One leg alone, as a WAV of one channel.
   *
   * @param leg 0 or 1, in the order of {@link RecordingHeader#legs()}
   */
  public VirtualWav wav(int leg) {
    return VirtualWav.solo(this, leg);
  }

  @Override
  public void close() {
    recording.close();
  }
}
