package dev.assent.recorder.spool;

import dev.assent.recorder.container.FrameFormat;
import dev.assent.recorder.files.AppendFile;
import dev.assent.recorder.files.Files;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/**
 * The append-only journal that all live calls share (docs/FORMAT-spool.md): what was appended
 * before {@link #force} returned survives.
 *
 * <p>Owned by the recorder thread. A disk failure is an {@link java.io.UncheckedIOException}; the
 * spool is not to be used after it.
 */
public final class Spool implements AutoCloseable {
  /** Ended with its own file. */
  public static final int OWN_FILE = 1;

  /** Ended without ever having been opened in the journal. */
  public static final int NEVER_OPENED = 2;

  /** Ended without a file: what the spool had of it is broken. */
  public static final int LOST = 3;

  /** Frames gathered into one write. */
  private static final int BUFFER_BYTES = 64 * SpoolFormat.recordBytes(FrameFormat.FRAME_BYTES);

  private final Path directory;
  private final Files files;
  private final long segmentBytes;
  private final Deque<SpoolSegment> segments;
  private final List<SpooledCall> leftovers;
  private final List<SpooledCall> endedUnforced = new ArrayList<>();
  private final List<Copied> copiedUnforced = new ArrayList<>();
  private final SpareSegment spare;
  private final byte[] buffer = new byte[BUFFER_BYTES];

  private int buffered;
  private int spareWanted;
  private SpoolSegment current;
  private AppendFile file;

  private record Copied(SpooledCall call, int until, long startMicros, int mark) {}

  private Spool(Path directory, Files files, long segmentBytes, SpoolScan found) {
    this.directory = directory;
    this.files = files;
    this.segmentBytes = segmentBytes;
    this.segments = new ArrayDeque<>(found.segments());
    this.leftovers = found.unended();
    this.spare = new SpareSegment(directory, files, segmentBytes);
    int next = segments.isEmpty() ? 1 : segments.getLast().number() + 1;
    current = new SpoolSegment(next, SpoolFormat.segment(directory, next));
    // What an old spare holds may be of segments whose numbers come again.
    files.list(directory).stream().filter(SpareSegment::isSpare).forEach(files::delete);
    file = create();
  }

  /** Makes segments ahead, if somebody gives it turns. */
  public SpareSegment spare() {
    return spare;
  }

  /** Reads what an earlier process left, and begins a new segment: no old one is ever continued. */
  public static Spool open(Path directory, Files files, long segmentBytes) {
    return new Spool(directory, files, segmentBytes, SpoolScan.of(directory, files));
  }

  /** Calls of earlier processes that have not ended, to be split and {@linkplain #end ended}. */
  public List<SpooledCall> leftovers() {
    return List.copyOf(leftovers);
  }

  /** Appends the header of a new call. Not yet forced. */
  public SpooledCall begin(UUID recordingId, byte[] header) {
    SpooledCall call = new SpooledCall(recordingId);
    int at = room(header.length);
    System.arraycopy(header, 0, buffer, at + SpoolFormat.RECORD_HEAD_BYTES, header.length);
    call.headerAt(commit(call, at, SpoolFormat.HEADER, 0, header.length));
    return call;
  }

  /**
   * Appends the frame that {@code sealer} writes. Not yet forced.
   *
   * @return what the sealer returned
   */
  public boolean append(SpooledCall call, FrameSealer sealer) {
    int at = room(FrameFormat.FRAME_BYTES);
    int body = at + SpoolFormat.RECORD_HEAD_BYTES;
    if (!sealer.seal(buffer, body)) {
      return false;
    }
    boolean isFinal = FrameFormat.isFinal(buffer, body);
    call.frameAt(commit(call, at, SpoolFormat.FRAME, 0, FrameFormat.FRAME_BYTES), isFinal);
    return true;
  }

  /**
   * Says that the call's temporary file has its header and the frames before {@code until} on disk:
   * they are not needed here after the next force.
   */
  public void copied(SpooledCall call, int until, long startMicros) {
    int at = room(SpoolFormat.COPIED_BYTES);
    ByteBuffer.wrap(buffer, at + SpoolFormat.RECORD_HEAD_BYTES, SpoolFormat.COPIED_BYTES)
        .putLong(startMicros)
        .putInt(until)
        .putInt(0);
    SpoolFormat.seal(
        buffer,
        at,
        current.number(),
        SpoolFormat.COPIED,
        0,
        call.recordingId(),
        SpoolFormat.COPIED_BYTES);
    buffered += SpoolFormat.recordBytes(SpoolFormat.COPIED_BYTES);
    current.neededBy(call);
    copiedUnforced.add(new Copied(call, until, startMicros, current.number()));
  }

  /** The number of the segment that is being written: it rises by one with each. */
  public int segment() {
    return current.number();
  }

  /** How many segments before the present one this call keeps from being given up. */
  public int behind(SpooledCall call) {
    return Math.max(0, current.number() - call.oldestSegment());
  }

  /** Says that this call needs the spool no more; its segments go after the next force. */
  public void end(SpooledCall call, int endCode) {
    int at = room(0);
    SpoolFormat.seal(buffer, at, current.number(), SpoolFormat.END, endCode, call.recordingId(), 0);
    buffered += SpoolFormat.recordBytes(0);
    endedUnforced.add(call);
  }

  /** Returns when all that was appended is on disk; then gives up the segments nobody needs. */
  public void force() {
    flush();
    file.force();
    requireThere();
    copiedUnforced.forEach(
        copied -> copied.call().copied(copied.until(), copied.startMicros(), copied.mark()));
    copiedUnforced.clear();
    for (SpooledCall call : endedUnforced) {
      call.segments().forEach(SpoolSegment::released);
    }
    endedUnforced.clear();
    deleteUnneeded();
  }

  /** A file whose name is gone takes frames as before, and loses them when it is closed. */
  private void requireThere() {
    if (!files.exists(current.path())) {
      throw new UncheckedIOException(new NoSuchFileException(current.path().toString()));
    }
  }

  /**
   * Oldest first, each name's end on disk before the next: an END must not go before the records it
   * ends.
   */
  private void deleteUnneeded() {
    while (segments.getFirst() != current && !segments.getFirst().isNeeded()) {
      spare.giveUp(segments.removeFirst().path());
      files.forceDirectory(directory);
    }
  }

  /** Where the next record may be written in the buffer. */
  private int room(int bodyBytes) {
    int bytes = SpoolFormat.recordBytes(bodyBytes);
    if (file.position() + buffered + bytes > segmentBytes) {
      roll();
    }
    if (buffered + bytes > buffer.length) {
      flush();
    }
    return buffered;
  }

  private long commit(SpooledCall call, int at, int type, int endCode, int bodyBytes) {
    SpoolFormat.seal(buffer, at, current.number(), type, endCode, call.recordingId(), bodyBytes);
    long place = current.place(file.position() + at);
    buffered += SpoolFormat.recordBytes(bodyBytes);
    current.neededBy(call);
    return place;
  }

  private void flush() {
    if (buffered > 0) {
      file.write(buffer, 0, buffered);
      buffered = 0;
      if (file.position() > segmentBytes / 2 && spareWanted != current.number()) {
        spareWanted = current.number();
        spare.want();
      }
    }
  }

  private void roll() {
    flush();
    file.force();
    file.close();
    int next = current.number() + 1;
    current = new SpoolSegment(next, SpoolFormat.segment(directory, next));
    file = create();
  }

  private AppendFile create() {
    AppendFile fresh = spare.take(current.path()).orElseGet(() -> files.create(current.path()));
    fresh.write(SpoolFormat.segmentHeader(current.number()), 0, SpoolFormat.SEGMENT_HEADER_BYTES);
    // Its name must be there before anything in it is called forced.
    files.forceDirectory(directory);
    segments.addLast(current);
    return fresh;
  }

  @Override
  public void close() {
    file.close();
  }
}
