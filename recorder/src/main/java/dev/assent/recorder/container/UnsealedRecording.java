package dev.assent.recorder.container;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
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

  /** All marks: from the index if there is one, else from the seconds. */
  public List<Mark> marks() throws MalformedRecording {
    List<Mark> marks = new ArrayList<>();
    boolean indexed = file.frames() > seconds;
    if (!indexed) {
      for (int i = 0; i < seconds; i++) {
        marks.addAll(second(i).marks());
      }
      return marks;
    }
    for (int i = seconds; i < file.frames(); i++) {
      file.read(i, frame);
      FrameFormat.Head head = FrameFormat.head(frame, i);
      if (head.type() == FrameFormat.INDEX) {
        byte[] plain = opener.open(frame, head);
        if (plain[0] == FrameFormat.CONTENT_MARKS) {
          marks.addAll(
              Mark.decodeAll(ByteBuffer.wrap(plain).position(FrameFormat.INDEX_ENTRIES_AT)));
        }
      }
    }
    return marks;
  }

  /**
   * The waveform: 40 bytes a second, ten pairs (min, max) for the first leg, then ten for the
   * second; empty if the recording was cut short.
   */
  public byte[] peaks() throws MalformedRecording {
    byte[] peaks = new byte[seconds * FrameFormat.PEAK_BYTES];
    int known = 0;
    for (int i = seconds; i < file.frames(); i++) {
      file.read(i, frame);
      FrameFormat.Head head = FrameFormat.head(frame, i);
      if (head.type() == FrameFormat.INDEX) {
        byte[] plain = opener.open(frame, head);
        if (plain[0] == FrameFormat.CONTENT_PEAKS) {
          ByteBuffer index = ByteBuffer.wrap(plain);
          int first = index.getInt(4);
          int count = index.getInt(8);
          index.get(
              FrameFormat.INDEX_ENTRIES_AT,
              peaks,
              first * FrameFormat.PEAK_BYTES,
              count * FrameFormat.PEAK_BYTES);
          known += count;
        }
      }
    }
    return Arrays.copyOf(peaks, known * FrameFormat.PEAK_BYTES);
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
