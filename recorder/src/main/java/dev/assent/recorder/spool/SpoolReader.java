package dev.assent.recorder.spool;

import dev.assent.recorder.container.FrameFormat;
import dev.assent.recorder.files.Files;
import dev.assent.recorder.files.ReadFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads records back by their place. One thread; short-lived, as it keeps segments open. */
final class SpoolReader implements AutoCloseable {
  private static final int FRAME_RECORD_BYTES = SpoolFormat.recordBytes(FrameFormat.FRAME_BYTES);

  private final Path directory;
  private final Files files;
  private final Map<Integer, Segment> open = new HashMap<>();
  private final byte[] record = new byte[SpoolFormat.recordBytes(SpoolFormat.MAX_BODY_BYTES)];

  private record Segment(ReadFile file, int life) {}

  SpoolReader(Path directory, Files files) {
    this.directory = directory;
    this.files = files;
  }

  /**
   * Reads one record into {@link #bytes}.
   *
   * @return its body's place there, or null if it does not hold
   */
  SpoolFormat.@Nullable Entry read(long place) {
    Segment segment = open.computeIfAbsent(SpoolSegment.segmentOf(place), this::open);
    ReadFile file = segment.file();
    long at = SpoolSegment.offsetOf(place);
    // A frame comes in one go; of the longest header something is left.
    int read = file.read(at, record, 0, FRAME_RECORD_BYTES);
    if (read < SpoolFormat.RECORD_HEAD_BYTES || !SpoolFormat.mayBegin(record, 0)) {
      return null;
    }
    int bytes = SpoolFormat.RECORD_HEAD_BYTES + SpoolFormat.bodyBytes(record, 0);
    if (read < bytes) {
      read += file.read(at + read, record, read, bytes - read);
    }
    return read >= bytes && SpoolFormat.holds(record, 0, segment.life())
        ? SpoolFormat.record(record, 0)
        : null;
  }

  private Segment open(int number) {
    ReadFile file = files.open(SpoolFormat.segment(directory, number));
    return new Segment(file, SpoolFormat.life(file, number));
  }

  /** Of the record read last. */
  byte[] bytes() {
    return record;
  }

  @Override
  public void close() {
    open.values().forEach(segment -> segment.file().close());
  }
}
