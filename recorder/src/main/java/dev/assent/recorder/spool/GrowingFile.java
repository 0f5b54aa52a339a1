package dev.assent.recorder.spool;

import dev.assent.recorder.container.FrameFormat;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.RecordingHeader;
import dev.assent.recorder.container.RecordingSummary;
import dev.assent.recorder.files.AppendFile;
import dev.assent.recorder.files.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The temporary file of a recording, which becomes its own file: of a long call it grows while the
 * call goes on. Owned by the splitter; after a disk failed it is not to be used any more.
 */
final class GrowingFile {
  private final Files files;
  private final Path path;
  private final RecordingHeader header;
  private boolean exists;
  private int frames;
  private int seconds;
  private Optional<String> endCause = Optional.empty();
  private boolean whole = true;

  private GrowingFile(Files files, Path path, RecordingHeader header) {
    this.files = files;
    this.path = path;
    this.header = header;
  }

  /** A new one, of which nothing is on disk yet. */
  static GrowingFile begin(Files files, Path path, RecordingHeader header) {
    return new GrowingFile(files, path, header);
  }

  /**
   * One of an earlier life, of which this many frames were forced; what follows them is cut off.
   *
   * @return empty if there is no such file
   */
  static Optional<GrowingFile> resume(Files files, Path path, int frames) {
    if (!files.exists(path)) {
      return Optional.empty();
    }
    try {
      RecordingHeader header = RecordingSummary.of(files, path).header();
      GrowingFile file = new GrowingFile(files, path, header);
      file.takeUp(frames);
      return Optional.of(file);
    } catch (MalformedRecording e) {
      return Optional.empty();
    }
  }

  private void takeUp(int wanted) {
    exists = true;
    byte[] frame = new byte[FrameFormat.FRAME_BYTES];
    try (var file = files.open(path)) {
      while (frames < wanted
          && file.read(length(), frame, 0, frame.length) == FrameFormat.FRAME_BYTES) {
        count(frame, 0);
      }
    }
    whole = frames == wanted;
  }

  /** Writes the frames of {@code part} that are not here yet, and forces them. */
  void append(SpooledPart part, SpoolReader reader) {
    try (AppendFile file = exists ? files.append(path, length()) : create()) {
      for (int i = frames - part.from(); whole && i >= 0 && i < part.frames().length; i++) {
        SpoolFormat.Entry record = reader.read(part.frames()[i]);
        if (record == null) {
          whole = false;
        } else {
          file.write(reader.bytes(), record.bodyAt(), FrameFormat.FRAME_BYTES);
          count(reader.bytes(), record.bodyAt());
        }
      }
      file.force();
    }
  }

  private AppendFile create() {
    if (files.exists(path)) {
      files.delete(path);
    }
    AppendFile file = files.create(path);
    byte[] bytes = header.encoded();
    file.write(bytes, 0, bytes.length);
    exists = true;
    return file;
  }

  private void count(byte[] bytes, int at) {
    frames++;
    if (FrameFormat.isAudio(bytes, at)) {
      seconds++;
    } else if (FrameFormat.isFinal(bytes, at)) {
      endCause = Optional.of(RecordingSummary.endCause(bytes, at));
    }
  }

  private long length() {
    return header.length() + (long) frames * FrameFormat.FRAME_BYTES;
  }

  Path path() {
    return path;
  }

  RecordingHeader header() {
    return header;
  }

  int frames() {
    return frames;
  }

  /** Whether no frame was missing so far. */
  boolean isWhole() {
    return whole;
  }

  /** What it is as a recording's own file, once all of {@code part} is here. */
  OwnFile under(Path target, SpooledPart part) {
    boolean complete = endCause.isPresent();
    return new OwnFile(
        header.recordingId(),
        header.attemptId(),
        target,
        header.sha256(),
        part.fileSha256()
            .filter(_ -> complete)
            .orElseGet(() -> RecordingSummary.sha256(files, path)),
        seconds,
        complete,
        endCause.orElse(Splitter.CUT_SHORT));
  }
}
