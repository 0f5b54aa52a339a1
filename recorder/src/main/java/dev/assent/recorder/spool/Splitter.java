package dev.assent.recorder.spool;

import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.RecordingHeader;
import dev.assent.recorder.container.RecordingSummary;
import dev.assent.recorder.container.SalvageNote;
import dev.assent.recorder.container.SigningKey;
import dev.assent.recorder.files.AppendFile;
import dev.assent.recorder.files.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Gives calls their own files, finished ones at once and long ones bit by bit. Sees only sealed
 * bytes: the same code serves the living recorder and salvage. One thread; every step may be
 * repeated after a crash, and after a disk failed.
 */
public final class Splitter {
  /** What a recording that was cut short ended of. */
  public static final String CUT_SHORT = "CUT_SHORT";

  private final Path spool;
  private final RecordingPaths paths;
  private final Files files;
  private final SigningKey signer;
  private final InstantSource clock;
  private final Map<UUID, GrowingFile> growing = new HashMap<>();

  public Splitter(
      Path spool, RecordingPaths paths, Files files, SigningKey signer, InstantSource clock) {
    this.spool = spool;
    this.paths = paths;
    this.files = files;
    this.signer = signer;
    this.clock = clock;
  }

  /**
   * How much of a live call is in its temporary file.
   *
   * @param frames from the first, on disk with the header
   * @param startMicros start of the recording
   */
  public record Grown(int frames, long startMicros) {}

  /**
   * Copies what these live calls have in the spool into their temporary files: on disk when this
   * returns.
   *
   * @return for each; empty if its header in the spool does not hold
   */
  public List<Optional<Grown>> grow(List<SpooledPart> parts) {
    return forgettingIfItFails(
        parts,
        () -> {
          paths.ensureTemporary();
          List<Optional<Grown>> grown = new ArrayList<>();
          try (SpoolReader reader = new SpoolReader(spool, files)) {
            for (SpooledPart part : parts) {
              grown.add(open(part, reader).map(file -> grow(file, part, reader)));
            }
          }
          paths.forceTemporary();
          return grown;
        });
  }

  private Grown grow(GrowingFile file, SpooledPart part, SpoolReader reader) {
    growing.put(part.recordingId(), file);
    file.append(part, reader);
    return new Grown(
        file.frames(), ChronoUnit.MICROS.between(Instant.EPOCH, file.header().start()));
  }

  /**
   * Splits these calls off: their files are on disk when this returns. A file that is there already
   * is kept, for the journal may know it.
   *
   * @return a file for each call; empty if its header does not hold, for then nobody can open the
   *     rest
   */
  public List<Optional<OwnFile>> split(List<SpooledPart> parts) {
    return forgettingIfItFails(
        parts,
        () -> {
          paths.ensureTemporary();
          List<Optional<Placed>> placed = new ArrayList<>();
          try (SpoolReader reader = new SpoolReader(spool, files)) {
            for (SpooledPart part : parts) {
              placed.add(place(part, reader));
            }
          }
          Set<Path> directories = new LinkedHashSet<>();
          for (Placed each : placed.stream().flatMap(Optional::stream).toList()) {
            each.renames.forEach(rename -> files.rename(rename.from, rename.to));
            directories.add(paths.directory(each.file.path()));
          }
          directories.forEach(files::forceDirectory);
          parts.forEach(part -> growing.remove(part.recordingId()));
          return placed.stream().map(each -> each.map(Placed::file)).toList();
        });
  }

  /** What a disk that failed made of a file is unknown: the next try looks at it anew. */
  private <T> T forgettingIfItFails(List<SpooledPart> parts, Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      parts.forEach(part -> growing.remove(part.recordingId()));
      throw e;
    }
  }

  private record Rename(Path from, Path to) {}

  /** Written and forced under a temporary name, if it needs to be. */
  private record Placed(OwnFile file, List<Rename> renames) {}

  private Optional<Placed> place(SpooledPart part, SpoolReader reader) {
    Optional<GrowingFile> open = open(part, reader);
    if (open.isEmpty()) {
      return part.isBegun()
          ? existing(target(part)).map(own -> new Placed(own, List.of()))
          : Optional.empty();
    }
    GrowingFile file = open.get();
    Path target = paths.of(file.header().start(), part.recordingId());
    paths.ensureDirectory(target);
    Optional<OwnFile> existing = existing(target);
    if (existing.isPresent()) {
      if (files.exists(file.path())) {
        files.delete(file.path());
      }
      return existing.map(own -> new Placed(own, List.of()));
    }
    file.append(part, reader);
    OwnFile own = file.under(target, part);
    List<Rename> renames = new ArrayList<>();
    if (!own.complete()) {
      renames.add(note(own, file.frames(), reason(file, part)));
    }
    renames.add(new Rename(file.path(), target));
    return Optional.of(new Placed(own, renames));
  }

  private static String reason(GrowingFile file, SpooledPart part) {
    return file.isWhole() && !part.finished() ? "the recorder stopped" : "the spool was broken";
  }

  /** The temporary file of this call, as far as it has come. */
  private Optional<GrowingFile> open(SpooledPart part, SpoolReader reader) {
    GrowingFile known = growing.get(part.recordingId());
    if (known != null) {
      return Optional.of(known);
    }
    Path temporary = paths.temporary(part.recordingId());
    if (part.isBegun()) {
      return GrowingFile.resume(files, temporary, part.from());
    }
    SpoolFormat.Entry record = reader.read(part.header());
    if (record == null) {
      return Optional.empty();
    }
    byte[] header =
        Arrays.copyOfRange(reader.bytes(), record.bodyAt(), record.bodyAt() + record.bodyBytes());
    try {
      return Optional.of(GrowingFile.begin(files, temporary, RecordingHeader.parse(header)));
    } catch (MalformedRecording e) {
      return Optional.empty();
    }
  }

  private Path target(SpooledPart part) {
    return paths.of(Instant.EPOCH.plus(part.startMicros(), ChronoUnit.MICROS), part.recordingId());
  }

  /**
   * Its own file, if it is whole: one without FINAL counts only with its note, for the two are
   * renamed one after the other.
   */
  private Optional<OwnFile> existing(Path target) {
    if (!files.exists(target)) {
      return Optional.empty();
    }
    try {
      RecordingSummary summary = RecordingSummary.of(files, target);
      if (!summary.complete() && !files.exists(SalvageNote.beside(target))) {
        return Optional.empty();
      }
      return Optional.of(
          new OwnFile(
              summary.header().recordingId(),
              summary.header().attemptId(),
              target,
              summary.header().sha256(),
              RecordingSummary.sha256(files, target),
              summary.seconds(),
              summary.complete(),
              summary.complete() ? summary.endCause() : CUT_SHORT));
    } catch (MalformedRecording e) {
      return Optional.empty();
    }
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
    Path temporary = paths.temporaryOf(target);
    byte[] bytes = note.signedBy(signer);
    if (files.exists(temporary)) {
      files.delete(temporary);
    }
    try (AppendFile file = files.create(temporary)) {
      file.write(bytes, 0, bytes.length);
      file.force();
    }
    return new Rename(temporary, target);
  }
}
