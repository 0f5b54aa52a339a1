package dev.assent.recorder.spool;

import dev.assent.recorder.container.FrameFormat;
import dev.assent.recorder.files.Files;
import dev.assent.recorder.files.ReadFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What earlier processes left in the spool. A record that does not hold was not forced, is of
 * another life of the file, or is broken; it is stepped over, and the call it would have been of
 * ends there.
 */
final class SpoolScan {
  private final List<SpoolSegment> segments = new ArrayList<>();
  private final Map<UUID, FoundCall> calls = new LinkedHashMap<>();
  private final Set<UUID> ended = new HashSet<>();

  /** All records of one call, in whatever order they were met. */
  private static final class FoundCall {
    final SpooledCall call;
    final Map<Integer, Long> frames = new HashMap<>();
    int finalFrame = -1;
    int copied;
    long startMicros;

    FoundCall(UUID recordingId) {
      call = new SpooledCall(recordingId);
    }

    boolean canBeSaved() {
      return call.hasHeader() || copied > 0;
    }

    /** The frames after those that were copied, up to the first that is missing. */
    SpooledCall resolved() {
      if (copied > 0) {
        call.begun(copied, startMicros);
      }
      for (int seq = copied; frames.containsKey(seq); seq++) {
        call.frameAt(frames.get(seq), seq == finalFrame);
      }
      return call;
    }
  }

  private SpoolScan() {}

  static SpoolScan of(Path directory, Files files) {
    SpoolScan scan = new SpoolScan();
    for (Path path : files.list(directory)) {
      SpoolFormat.number(path)
          .ifPresent(number -> scan.segment(new SpoolSegment(number, path), files));
    }
    scan.ended.forEach(scan::forget);
    return scan;
  }

  /** All that are there, oldest first. */
  List<SpoolSegment> segments() {
    return segments;
  }

  /** Calls that have begun, and have no END. */
  List<SpooledCall> unended() {
    return calls.values().stream().filter(FoundCall::canBeSaved).map(FoundCall::resolved).toList();
  }

  private void forget(UUID recordingId) {
    FoundCall found = calls.remove(recordingId);
    if (found != null) {
      found.call.segments().forEach(SpoolSegment::released);
    }
  }

  private void segment(SpoolSegment segment, Files files) {
    segments.add(segment);
    try (ReadFile file = files.open(segment.path())) {
      ScanWindow window = new ScanWindow(file);
      long at = SpoolFormat.SEGMENT_HEADER_BYTES;
      int life = SpoolFormat.life(file, segment.number());
      while (window.moveTo(at, SpoolFormat.RECORD_HEAD_BYTES)) {
        if (isRecord(window, at, life)) {
          record(segment, window, segment.place(at));
          at += SpoolFormat.recordBytes(SpoolFormat.bodyBytes(window.bytes(), window.index()));
        } else {
          at += SpoolFormat.ALIGNMENT;
        }
      }
    }
  }

  private static boolean isRecord(ScanWindow window, long at, int life) {
    return SpoolFormat.mayBegin(window.bytes(), window.index())
        && window.moveTo(
            at,
            SpoolFormat.RECORD_HEAD_BYTES + SpoolFormat.bodyBytes(window.bytes(), window.index()))
        && SpoolFormat.holds(window.bytes(), window.index(), life);
  }

  private void record(SpoolSegment segment, ScanWindow window, long place) {
    byte[] bytes = window.bytes();
    SpoolFormat.Entry record = SpoolFormat.record(bytes, window.index());
    if (record.type() == SpoolFormat.END) {
      ended.add(record.recordingId());
      return;
    }
    FoundCall found = calls.computeIfAbsent(record.recordingId(), FoundCall::new);
    segment.neededBy(found.call);
    switch (record.type()) {
      case SpoolFormat.HEADER -> found.call.headerAt(place);
      case SpoolFormat.FRAME -> {
        int seq = FrameFormat.seq(bytes, record.bodyAt());
        found.frames.put(seq, place);
        if (FrameFormat.isFinal(bytes, record.bodyAt())) {
          found.finalFrame = seq;
        }
      }
      default -> {
        ByteBuffer body = ByteBuffer.wrap(bytes, record.bodyAt(), SpoolFormat.COPIED_BYTES);
        found.startMicros = body.getLong();
        found.copied = Math.max(found.copied, body.getInt());
      }
    }
  }
}
