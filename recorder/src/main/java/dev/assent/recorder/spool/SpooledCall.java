package dev.assent.recorder.spool;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/**
 * Where the records of one call lie in the spool. Grows on the recorder thread; once handed to the
 * splitter it does not change.
 */
public final class SpooledCall {
  private final UUID recordingId;
  private final Set<SpoolSegment> segments = new LinkedHashSet<>();
  private long header = -1;
  private long[] frames = new long[64];
  private int count;
  private boolean finished;

  SpooledCall(UUID recordingId) {
    this.recordingId = recordingId;
  }

  public UUID recordingId() {
    return recordingId;
  }

  /** Frames 0 to this, without holes. */
  public int frames() {
    return count;
  }

  /** Whether FINAL is among them. */
  public boolean isFinished() {
    return finished;
  }

  boolean hasHeader() {
    return header >= 0;
  }

  /** Place of the HEADER record. */
  long header() {
    return header;
  }

  /** Place of a FRAME record. */
  long frame(int index) {
    return frames[index];
  }

  Set<SpoolSegment> segments() {
    return segments;
  }

  void headerAt(long place) {
    header = place;
  }

  void frameAt(long place, boolean isFinal) {
    if (count == frames.length) {
      frames = Arrays.copyOf(frames, 2 * count);
    }
    frames[count++] = place;
    finished |= isFinal;
  }
}
