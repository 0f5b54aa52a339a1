package dev.assent.recorder.spool;

import dev.assent.recorder.container.FrameFormat;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.RecordingHeader;
import dev.assent.recorder.container.RecordingSummary;
import dev.assent.recorder.container.SalvageNote;
import dev.assent.recorder.container.SigningKey;
import dev.assent.recorder.files.AppendFile;
import dev.assent.recorder.files.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Gives finished calls their own files. Sees only sealed bytes: the same code serves the living
 * recorder and salvage. One thread; every step may be repeated after a crash.
 */
public final class Splitter {
  /** What a recording that was cut short ended of. */
  public static final String CUT_SHORT = "CUT_SHORT";

  private final Path spool;
  private final RecordingPaths paths;
  private final Files files;
  private final SigningKey signer;
  private final InstantSource clock;

  public Splitter(
      Path spool, RecordingPaths paths, Files files, SigningKey signer, InstantSource clock) {
    this.spool = spool;
    this.paths = paths;
    this.files = files;
    this.signer = signer;
    this.clock = clock;
  }

  /**
   * Splits these calls off: their files are on disk when this returns. A file that is there already
   * is kept, for the journal may know it.
   *
   * @throws MalformedRecording if a header in the spool is none
   */
  public List<OwnFile> split(List<SpooledCall> calls) throws MalformedRecording {
    List<Placed> placed = new ArrayList<>();
    try (SpoolReader reader = new SpoolReader(spool, files)) {
      for (SpooledCall call : calls) {
        placed.add(place(call, reader));
      }
    }
    Set<Path> directories = new LinkedHashSet<>();
    for (Placed each : placed) {
      each.renames.forEach(rename -> files.rename(rename.from, rename.to));
      directories.add(paths.directory(each.file.path()));
    }
    directories.forEach(files::forceDirectory);
    return placed.stream().map(Placed::file).toList();
  }

  private record Rename(Path from, Path to) {}

  /** Written and forced under a temporary name, if it needs to be. */
  private record Placed(OwnFile file, List<Rename> renames) {}

  private Placed place(SpooledCall call, SpoolReader reader) throws MalformedRecording {
    byte[] bytes = header(call, reader);
    RecordingHeader header = RecordingHeader.parse(bytes);
    Path target = paths.of(header.start(), header.recordingId());
    paths.ensureDirectory(target);
    if (isWhole(target)) {
      return new Placed(existing(target), List.of());
    }
    return write(call, bytes, header, target, reader);
  }

  private static byte[] header(SpooledCall call, SpoolReader reader) throws MalformedRecording {
    SpoolFormat.Entry record = reader.read(call.header());
    return record == null
        ? new byte[0]
        : Arrays.copyOfRange(reader.bytes(), record.bodyAt(), record.bodyAt() + record.bodyBytes());
  }

  /** A file without FINAL counts only with its note: the two are renamed one after the other. */
  private boolean isWhole(Path target) throws MalformedRecording {
    return files.exists(target)
        && (RecordingSummary.of(files, target).complete()
            || files.exists(SalvageNote.beside(target)));
  }

  private OwnFile existing(Path target) throws MalformedRecording {
    RecordingSummary summary = RecordingSummary.of(files, target);
    return new OwnFile(
        summary.header().recordingId(),
        summary.header().attemptId(),
        target,
        summary.header().sha256(),
        RecordingSummary.sha256(files, target),
        summary.seconds(),
        summary.complete(),
        summary.complete() ? summary.endCause() : CUT_SHORT);
  }

  private Placed write(
      SpooledCall call, byte[] bytes, RecordingHeader header, Path target, SpoolReader reader)
      throws MalformedRecording {
    Path temporary = paths.temporary(target);
    MessageDigest digest = sha256();
    int seconds = 0;
    int frames = 0;
    String endCause = CUT_SHORT;
    boolean complete = false;
    try (AppendFile file = fresh(temporary)) {
      file.write(bytes, 0, bytes.length);
      digest.update(bytes);
      for (; frames < call.frames(); frames++) {
        SpoolFormat.Entry record = reader.read(call.frame(frames));
        if (record == null) {
          break;
        }
        file.write(reader.bytes(), record.bodyAt(), FrameFormat.FRAME_BYTES);
        digest.update(reader.bytes(), record.bodyAt(), FrameFormat.FRAME_BYTES);
        if (FrameFormat.isAudio(reader.bytes(), record.bodyAt())) {
          seconds++;
        } else if (FrameFormat.isFinal(reader.bytes(), record.bodyAt())) {
          complete = true;
          endCause = RecordingSummary.endCause(reader.bytes(), record.bodyAt());
        }
      }
      file.force();
    }
    byte[] sha256 = digest.digest();
    OwnFile own =
        new OwnFile(
            header.recordingId(),
            header.attemptId(),
            target,
            header.sha256(),
            sha256,
            seconds,
            complete,
            endCause);
    List<Rename> renames = new ArrayList<>();
    if (!complete) {
      String reason = call.isFinished() ? "the spool was broken" : "the recorder stopped";
      renames.add(note(own, frames, reason));
    }
    renames.add(new Rename(temporary, target));
    return new Placed(own, renames);
  }

  private Rename note(OwnFile own, int frames, String reason) {
    SalvageNote note =
        new SalvageNote(
            own.recordingId(),
            own.headerSha256(),
            own.sha256(),
            frames,
            own.seconds(),
            reason,
            clock.instant());
    Path target = SalvageNote.beside(own.path());
    Path temporary = paths.temporary(target);
    byte[] bytes = note.signedBy(signer);
    try (AppendFile file = fresh(temporary)) {
      file.write(bytes, 0, bytes.length);
      file.force();
    }
    return new Rename(temporary, target);
  }

  private AppendFile fresh(Path temporary) {
    if (files.exists(temporary)) {
      files.delete(temporary);
    }
    return files.create(temporary);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
