package dev.assent.recorder.spool;

import dev.assent.recorder.files.AppendFile;
import dev.assent.recorder.files.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Files for the segments after this one, all of them on disk before they are needed: a force of
 * what is written over them moves no metadata, and so does not wait for what others write on the
 * same disk. Old segments serve as such, and are kept until they are needed: filling a new one
 * costs as much writing as the segment itself. Where there is none, an agent of its own fills one.
 */
public final class SpareSegment {
  private static final Logger LOG = LoggerFactory.getLogger(SpareSegment.class);
  private static final String FILLING = "filling.spool";
  private static final String SPARE = "spare%s.spool";
  private static final byte[] ZEROS = new byte[1 << 20];

  /** Written and forced in one turn: more at a time, and forces of the spool wait for it. */
  private static final int PIECE_BYTES = 4 << 20;

  /** Segments come free in another rhythm than they are needed. */
  private static final int MOST = 2;

  private enum Filling {
    NONE,
    WANTED,
    BEGUN,
    DONE
  }

  private final Files files;
  private final Path directory;
  private final Path filling;
  private final long bytes;
  private final AtomicReference<Filling> state = new AtomicReference<>(Filling.NONE);

  // Of the agent.
  private @Nullable AppendFile begun;

  // Of the recorder thread.
  private final Deque<Path> ready = new ArrayDeque<>();
  private int named;

  SpareSegment(Path directory, Files files, long bytes) {
    this.directory = directory;
    this.files = files;
    this.filling = directory.resolve(FILLING);
    this.bytes = bytes;
  }

  /** Whether this is the file of a spare. */
  static boolean isSpare(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.equals(FILLING) || name.matches(SPARE.formatted("\\d*"));
  }

  /** Recorder thread: the segment will soon be full. */
  void want() {
    takeFilled();
    if (ready.isEmpty()) {
      state.compareAndSet(Filling.NONE, Filling.WANTED);
    }
  }

  /** Recorder thread: under this name from now on, to be written from its beginning. */
  Optional<AppendFile> take(Path segment) {
    takeFilled();
    if (ready.isEmpty()) {
      return Optional.empty();
    }
    files.rename(ready.removeFirst(), segment);
    return Optional.of(files.overwrite(segment));
  }

  /** Recorder thread: a segment that nobody needs. One that never became full is no spare. */
  void giveUp(Path segment) {
    if (ready.size() < MOST && files.size(segment) > bytes - bytes / 4) {
      keep(segment);
    } else {
      files.delete(segment);
    }
  }

  private void takeFilled() {
    if (state.get() == Filling.DONE) {
      keep(filling);
      state.set(Filling.NONE);
    }
  }

  private void keep(Path file) {
    Path spare = directory.resolve(SPARE.formatted(++named));
    files.rename(file, spare);
    ready.addLast(spare);
  }

  /** The agent's turn: fills a piece of a new one if it is wanted. */
  public boolean fill() {
    boolean wanted = state.compareAndSet(Filling.WANTED, Filling.BEGUN);
    if (!wanted && begun == null) {
      return false;
    }
    try {
      AppendFile file = begun == null ? create() : begun;
      begun = file;
      write(file);
      if (file.position() == bytes) {
        begun = null;
        file.close();
        state.set(Filling.DONE);
      }
    } catch (RuntimeException e) {
      // The next segment grows as it is written, which is slower and no worse.
      LOG.warn("No spare segment of the spool", e);
      begun = null;
      state.set(Filling.NONE);
    }
    return false;
  }

  private AppendFile create() {
    if (files.exists(filling)) {
      files.delete(filling);
    }
    return files.create(filling);
  }

  private void write(AppendFile file) {
    long end = Math.min(bytes, file.position() + PIECE_BYTES);
    while (file.position() < end) {
      file.write(ZEROS, 0, (int) Math.min(end - file.position(), ZEROS.length));
    }
    file.force();
  }
}
