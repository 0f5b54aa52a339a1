package dev.assent.recorder.container;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/**
 * A recording whose keys are at hand. Opens the seconds that are asked for, nothing ahead. One
 * thread at a time; closing forgets the keys.
 */
public final class UnsealedRecording implements AutoCloseable {
  private final RecordingFile file;
  private final FileKeys keys;
  private final FrameOpener opener;
  private final SortedMap<String, String> metadata;
  private final int seconds;
  private final byte[] frame = new byte[FrameFormat.FRAME_BYTES];

  private UnsealedRecording(
      RecordingFile file, FileKeys keys, SortedMap<String, String> metadata, int seconds) {
    this.file = file;
    this.keys = keys;
    this.metadata = metadata;
    this.seconds = seconds;
    this.opener = new FrameOpener(file.header(), keys);
  }

  static UnsealedRecording of(RecordingFile file, FileKeys keys) throws MalformedRecording {
    SortedMap<String, String> metadata = file.header().metadata(keys);
    return new UnsealedRecording(file, keys, metadata, file.seconds());
  }

  public RecordingHeader header() {
    return file.header();
  }

  /** What was sealed with the header. */
  public SortedMap<String, String> metadata() {
    return Collections.unmodifiableSortedMap(metadata);
  }

  /** Seconds of sound that are there. */
  public int seconds() {
    return seconds;
  }

  /**
   * @param second 0 to {@link #seconds()} − 1
   * @throws MalformedRecording if it does not open
   */
  public SecondOfSound second(int second) throws MalformedRecording {
    if (second < 0 || second >= seconds) {
      throw new IndexOutOfBoundsException("Second %d of %d".formatted(second, seconds));
    }
    SecondOfSound sound = SecondOfSound.decode(open(second));
    if (sound.second() != second) {
      throw new MalformedRecording("second %d says it is another".formatted(second));
    }
    return sound;
  }

  /**
   * All marks in order: from the index if there is one, else from the seconds.
   *
   * @throws MalformedRecording if a frame does not open, or the index is not one
   */
  public List<Mark> marks() throws MalformedRecording {
    List<Mark> marks = new ArrayList<>();
    boolean whole = file.isFinished();
    if (whole) {
      eachIndex(
          FrameFormat.CONTENT_MARKS,
          (entries, first, count) -> {
            require(first == marks.size() && count <= RecordingWriter.MAX_MARKS, "marks");
            marks.addAll(Mark.decodeAll(entries));
            require(marks.size() == first + count, "marks");
          });
    } else {
      for (int i = 0; i < seconds; i++) {
        marks.addAll(second(i).marks());
      }
    }
    return marks;
  }

  /**
   * The waveform: 40 bytes a second, ten pairs (min, max) for the first leg, then ten for the
   * second. What the index does not have, because the recording was cut short, comes from the
   * sound.
   *
   * @throws MalformedRecording if a frame does not open, or the index is not one
   */
  public byte[] peaks() throws MalformedRecording {
    Peaks meter = new Peaks();
    return perSecond(FrameFormat.CONTENT_PEAKS, FrameFormat.PEAK_BYTES, meter::measure);
  }

  /**
   * How much of each second is there: two bytes a second, for each leg the 10 ms slots of 100 that
   * held sound, or 255 for both if the second never reached the recorder.
   *
   * @throws MalformedRecording if a frame does not open, or the index is not one
   */
  public byte[] presence() throws MalformedRecording {
    return perSecond(FrameFormat.CONTENT_PRESENCE, AudioSecond.LEGS, Presence::measure);
  }

  /** Measures an AUDIO frame in the clear. */
  private interface Meter {
    void measure(byte[] plain, byte[] out, int at);
  }

  private byte[] perSecond(int content, int size, Meter meter) throws MalformedRecording {
    byte[] all = new byte[seconds * size];
    int[] known = {0};
    eachIndex(
        content,
        (entries, first, count) -> {
          boolean next = first == known[0] && count >= 0 && count <= seconds - first;
          require(next && (long) count * size <= entries.remaining(), "seconds");
          entries.get(all, first * size, count * size);
          known[0] += count;
        });
    for (int i = known[0]; i < seconds; i++) {
      byte[] plain = open(i);
      meter.measure(plain, all, i * size);
      Arrays.fill(plain, (byte) 0);
    }
    return all;
  }

  private interface Entries {
    void of(ByteBuffer entries, int first, int count) throws MalformedRecording;
  }

  private void eachIndex(int content, Entries entries) throws MalformedRecording {
    for (int i = seconds; i < file.frames(); i++) {
      file.read(i, frame);
      FrameFormat.Head head = FrameFormat.head(frame, i);
      if (head.type() == FrameFormat.INDEX) {
        ByteBuffer plain = ByteBuffer.wrap(opener.open(frame, head));
        if (plain.get(0) == content) {
          int first = plain.getInt(4);
          int count = plain.getInt(8);
          entries.of(plain.position(FrameFormat.INDEX_ENTRIES_AT), first, count);
        }
      }
    }
  }

  private static void require(boolean holds, String of) throws MalformedRecording {
    if (!holds) {
      throw new MalformedRecording("the index of its %s is not one".formatted(of));
    }
  }

  /**
   * The seconds that open in their own place, whatever became of the rest: what can still be heard
   * of a damaged recording.
   */
  public BitSet audible() {
    BitSet audible = new BitSet();
    for (int seq = 0; seq < file.frames(); seq++) {
      try {
        file.read(seq, frame);
        FrameFormat.Head head = FrameFormat.head(frame, seq);
        if (head.type() == FrameFormat.AUDIO) {
          SecondOfSound sound = SecondOfSound.decode(opener.open(frame, head));
          audible.set(seq, sound.second() == seq);
        }
      } catch (MalformedRecording e) {
        // Not this one; the next may be whole.
      }
    }
    return audible;
  }

  private byte[] open(int seq) throws MalformedRecording {
    file.read(seq, frame);
    return opener.open(frame, FrameFormat.head(frame, seq));
  }

  @Override
  public void close() {
    keys.destroy();
    file.close();
  }
}
