package dev.assent.recorder.spool;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Where the records of one call lie in the spool. Owned by the recorder thread; others get a {@link
 * #part}.
 */
public final class SpooledCall {
  private static final long NOWHERE = -1;

  private final UUID recordingId;
  private final Set<SpoolSegment> segments = new LinkedHashSet<>();
  private long header = NOWHERE;
  private long startMicros;
  private int from;
  private long[] frames = new long[64];
  private int count;
  private boolean finished;

  SpooledCall(UUID recordingId) {
    this.recordingId = recordingId;
  }

  public UUID recordingId() {
    return recordingId;
  }

  /** Frames 0 to this, without holes, here or in the temporary file. */
  public int frames() {
    return from + count;
  }

  /** As it is now. */
  public SpooledPart part() {
    return new SpooledPart(
        recordingId,
        header,
        from,
        Arrays.copyOf(frames, count),
        finished,
        startMicros,
        Optional.empty());
  }

  /** Whether its beginning is in a temporary file. */
  public boolean isBegun() {
    return from > 0;
  }

  boolean hasHeader() {
    return header != NOWHERE;
  }

  /** Place of a FRAME record that is here. */
  long frame(int seq) {
    return frames[seq - from];
  }

  /** The number of the oldest segment with a record that is needed. */
  int oldestSegment() {
    Iterator<SpoolSegment> oldestFirst = segments.iterator();
    return oldestFirst.hasNext() ? oldestFirst.next().number() : Integer.MAX_VALUE;
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

  /** An earlier process has copied so much; its segments are needed until the END. */
  void begun(int until, long start) {
    from = until;
    startMicros = start;
    header = NOWHERE;
  }

  /**
   * The temporary file has the header and the frames before this one; they are not needed here.
   *
   * @param mark the segment that says so: it is needed
   */
  void copied(int until, long start, int mark) {
    int gone = Math.min(until - from, count);
    System.arraycopy(frames, gone, frames, 0, count - gone);
    count -= gone;
    from = until;
    header = NOWHERE;
    startMicros = start;
    int oldest = count == 0 ? mark : Math.min(mark, SpoolSegment.segmentOf(frames[0]));
    segments.removeIf(
        segment -> {
          boolean unneeded = segment.number() < oldest;
          if (unneeded) {
            segment.released();
          }
          return unneeded;
        });
  }
}
