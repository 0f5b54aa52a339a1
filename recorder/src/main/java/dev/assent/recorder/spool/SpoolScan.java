package dev.assent.recorder.spool;

import dev.assent.recorder.container.FrameFormat;
import dev.assent.recorder.files.Files;
import dev.assent.recorder.files.ReadFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What earlier processes left in the spool. A record that does not hold was not forced, or is
 * broken; it is stepped over, and the call it would have been of ends there.
 */
final class SpoolScan {
  private final List<SpoolSegment> segments = new ArrayList<>();
  private final Map<UUID, SpooledCall> calls = new LinkedHashMap<>();
  private final List<UUID> ended = new ArrayList<>();

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

  /** Calls with a header and without an END. */
  List<SpooledCall> unended() {
    return calls.values().stream().filter(SpooledCall::hasHeader).toList();
  }

  private void forget(UUID recordingId) {
    SpooledCall call = calls.remove(recordingId);
    if (call != null) {
      call.segments().forEach(SpoolSegment::released);
    }
  }

  private void segment(SpoolSegment segment, Files files) {
    segments.add(segment);
    try (ReadFile file = files.open(segment.path())) {
      ScanWindow window = new ScanWindow(file);
      long at = SpoolFormat.SEGMENT_HEADER_BYTES;
      while (window.moveTo(at, SpoolFormat.RECORD_HEAD_BYTES)) {
        if (isRecord(window, at)) {
          record(segment, window, segment.place(at));
          at += SpoolFormat.recordBytes(SpoolFormat.bodyBytes(window.bytes(), window.index()));
        } else {
          at += SpoolFormat.ALIGNMENT;
        }
      }
    }
  }

  private static boolean isRecord(ScanWindow window, long at) {
    return SpoolFormat.mayBegin(window.bytes(), window.index())
        && window.moveTo(
            at,
            SpoolFormat.RECORD_HEAD_BYTES + SpoolFormat.bodyBytes(window.bytes(), window.index()))
        && SpoolFormat.holds(window.bytes(), window.index());
  }

  private void record(SpoolSegment segment, ScanWindow window, long place) {
    SpoolFormat.Entry record = SpoolFormat.record(window.bytes(), window.index());
    if (record.type() == SpoolFormat.END) {
      ended.add(record.recordingId());
      return;
    }
    SpooledCall call = calls.computeIfAbsent(record.recordingId(), SpooledCall::new);
    segment.neededBy(call);
    if (record.type() == SpoolFormat.HEADER) {
      call.headerAt(place);
    } else if (FrameFormat.seq(window.bytes(), record.bodyAt()) == call.frames()
        && call.hasHeader()) {
      call.frameAt(place, FrameFormat.isFinal(window.bytes(), record.bodyAt()));
    }
  }
}
