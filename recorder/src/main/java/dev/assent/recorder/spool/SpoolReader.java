package dev.assent.recorder.spool;

import dev.assent.recorder.files.Files;
import dev.assent.recorder.files.ReadFile;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads records back by their place. One thread; short-lived, as it keeps segments open. */
final class SpoolReader implements AutoCloseable {
  private final Path directory;
  private final Files files;
  private final Map<Integer, ReadFile> open = new HashMap<>();
  private final byte[] record = new byte[SpoolFormat.recordBytes(SpoolFormat.MAX_BODY_BYTES)];

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
    ReadFile file =
        open.computeIfAbsent(
            SpoolSegment.segmentOf(place),
            number -> files.open(SpoolFormat.segment(directory, number)));
    long at = SpoolSegment.offsetOf(place);
    int head = SpoolFormat.RECORD_HEAD_BYTES;
    if (file.read(at, record, 0, head) < head || !SpoolFormat.mayBegin(record, 0)) {
      return null;
    }
    int body = SpoolFormat.bodyBytes(record, 0);
    if (file.read(at + head, record, head, body) < body || !SpoolFormat.holds(record, 0)) {
      return null;
    }
    return SpoolFormat.record(record, 0);
  }

  /** Of the record read last. */
  byte[] bytes() {
    return record;
  }

  @Override
  public void close() {
    open.values().forEach(ReadFile::close);
  }
}
