package dev.assent.dialer.console;

import dev.assent.recorder.catalog.RecordedCall;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.container.RecordingSummary;
import dev.assent.recorder.files.Files;
import dev.assent.recorder.spool.RecordingPaths;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Finds a recording's file by its id: one look into each day, the newest first; and those in which
 * a long call goes on. Writes nothing, so that it disturbs neither the engine nor its catalog. Any
 * thread.
 */
final class RecordingFiles {
  private final Path recordings;
  private final Files files;
  private final RecordingReader reader;

  RecordingFiles(Path recordings, Files files, RecordingReader reader) {
    this.recordings = recordings;
    this.files = files;
    this.reader = reader;
  }

  /**
   * The files of a call from this recording on: one, unless it became too long. Empty if it is not
   * there.
   */
  List<Path> call(UUID recording) {
    List<Path> call = new ArrayList<>();
    for (Optional<Path> at = find(recording); at.isPresent(); at = next(at.get())) {
      if (call.contains(at.get())) {
        break;
      }
      call.add(at.get());
    }
    return List.copyOf(call);
  }

  /** Whether the call ends with the last of its files. */
  boolean isWhole(List<Path> call) {
    return !goesOn(call.getLast());
  }

  /** Its id, which is its name. */
  static UUID id(Path file) {
    String name = String.valueOf(file.getFileName());
    return UUID.fromString(name.substring(0, name.length() - RecordingPaths.SUFFIX.length()));
  }

  private boolean goesOn(Path file) {
    try {
      return RecordingSummary.of(files, file).endCause().equals(RecordedCall.CONTINUES);
    } catch (MalformedRecording e) {
      return false; // whoever opens it is told
    } catch (UncheckedIOException e) {
      requireErased(file, e);
      return false;
    }
  }

  /** It lies with those of the same day, or of the next. */
  private Optional<Path> next(Path file) {
    Path day = file.getParent();
    if (day == null || !goesOn(file)) {
      return Optional.empty();
    }
    return days()
        .filter(other -> other.compareTo(day) >= 0)
        .limit(2)
        .flatMap(other -> files.list(other).stream())
        .filter(other -> continues(other, id(file)))
        .findFirst();
  }

  private boolean continues(Path file, UUID before) {
    if (!file.toString().endsWith(RecordingPaths.SUFFIX)) {
      return false;
    }
    try {
      return reader
          .header(file)
          .continues()
          .filter(c -> c.recordingId().equals(before))
          .isPresent();
    } catch (MalformedRecording e) {
      return false;
    } catch (UncheckedIOException e) {
      requireErased(file, e);
      return false;
    }
  }

  /** It may be erased since it was found; what is there and cannot be read is a failure. */
  private void requireErased(Path file, UncheckedIOException failure) {
    if (files.exists(file)) {
      throw failure;
    }
  }

  private Stream<Path> days() {
    return files.list(recordings).stream()
        .filter(day -> String.valueOf(day.getFileName()).matches("\\d{4}-\\d{2}-\\d{2}"));
  }

  Optional<Path> find(UUID recording) {
    return days().toList().reversed().stream()
        .map(day -> day.resolve(recording + RecordingPaths.SUFFIX))
        .filter(files::exists)
        .findFirst();
  }
}
