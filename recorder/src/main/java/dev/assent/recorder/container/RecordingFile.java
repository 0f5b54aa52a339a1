package dev.assent.recorder.container;

import dev.assent.recorder.files.Files;
import dev.assent.recorder.files.ReadFile;
import java.nio.file.Path;

/** A recording's file, open for reading whole frames. One thread at a time. */
final class RecordingFile implements AutoCloseable {
  private final ReadFile file;
  private final RecordingHeader header;
  private final int frames;
  private final int tornBytes;

  private RecordingFile(ReadFile file, RecordingHeader header) throws MalformedRecording {
    this.file = file;
    this.header = header;
    long body = file.size() - header.length();
    if (body / FrameFormat.FRAME_BYTES > FrameFormat.MAX_FRAMES) {
      throw new MalformedRecording("it is longer than a recording can be");
    }
    frames = (int) (body / FrameFormat.FRAME_BYTES);
    tornBytes = (int) (body % FrameFormat.FRAME_BYTES);
  }

  static RecordingFile open(Files files, Path path) throws MalformedRecording {
    ReadFile file = files.open(path);
    try {
      return new RecordingFile(file, readHeader(file));
    } catch (MalformedRecording | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private static RecordingHeader readHeader(ReadFile file) throws MalformedRecording {
    byte[] start = new byte[HeaderFormat.ID_AT];
    if (file.read(0, start, 0, start.length) < start.length) {
      throw new MalformedRecording("its header is cut");
    }
    byte[] bytes = new byte[RecordingHeader.length(start)];
    if (file.read(0, bytes, 0, bytes.length) < bytes.length) {
      throw new MalformedRecording("its header is cut");
    }
    return RecordingHeader.parse(bytes);
  }

  RecordingHeader header() {
    return header;
  }

  /** Whole frames. */
  int frames() {
    return frames;
  }

  /** AUDIO frames; they lie together at the start, so their number is found by halving. */
  int seconds() throws MalformedRecording {
    byte[] frame = new byte[FrameFormat.HEAD_BYTES];
    int low = 0;
    int high = frames;
    while (low < high) {
      int middle = (low + high) >>> 1;
      read(middle, frame);
      if (FrameFormat.isAudio(frame, 0)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Bytes after the last whole frame. */
  int tornBytes() {
    return tornBytes;
  }

  /** Those bytes. */
  byte[] torn() throws MalformedRecording {
    byte[] torn = new byte[tornBytes];
    long at = header.length() + (long) frames * FrameFormat.FRAME_BYTES;
    if (file.read(at, torn, 0, torn.length) < torn.length) {
      throw new MalformedRecording("it was cut while it was read");
    }
    return torn;
  }

  /** Whether its last frame says it is FINAL; nothing is checked. */
  boolean isFinished() throws MalformedRecording {
    byte[] head = new byte[FrameFormat.HEAD_BYTES];
    if (frames == 0) {
      return false;
    }
    read(frames - 1, head);
    return FrameFormat.isFinal(head, 0);
  }

  /** The frame, or as much of its beginning as {@code into} takes. */
  void read(int frame, byte[] into) throws MalformedRecording {
    long at = header.length() + (long) frame * FrameFormat.FRAME_BYTES;
    if (file.read(at, into, 0, into.length) < into.length) {
      throw new MalformedRecording("frame %d is not there".formatted(frame));
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
