package dev.assent.compliance.store;

import dev.assent.compliance.journal.Crashes;
import dev.assent.compliance.suppression.DiskListFiles;
import dev.assent.compliance.suppression.ListFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Real files whose changes are effects, and which remember what was not forced: a power cut empties
 * such files and undoes such renames.
 */
public final class CrashingListFiles implements ListFiles {
  private record Renamed(Path from, Path to) {}

  private final ListFiles disk = new DiskListFiles();
  private final Crashes crashes;
  private final Set<Path> notForced = new HashSet<>();
  private final Deque<Renamed> renamed = new ArrayDeque<>();

  CrashingListFiles(Crashes crashes) {
    this.crashes = crashes;
  }

  /** What a power cut leaves: nothing that no force covered. */
  public void loseAllNotForced() throws IOException {
    for (Renamed undone : renamed) {
      if (Files.exists(undone.to())) {
        Files.move(undone.to(), undone.from(), StandardCopyOption.REPLACE_EXISTING);
      }
    }
    for (Path file : notForced) {
      if (Files.exists(file)) {
        Files.write(file, new byte[0]);
      }
    }
    renamed.clear();
    notForced.clear();
  }

  @Override
  public List<String> names(Path directory) throws IOException {
    return disk.names(directory);
  }

  @Override
  public Output create(Path file) throws IOException {
    crashes.effect();
    notForced.add(file);
    return new Watched(file, disk.create(file));
  }

  @Override
  public Input open(Path file) throws IOException {
    return disk.open(file);
  }

  @Override
  public void rename(Path from, Path to) throws IOException {
    crashes.effect();
    disk.rename(from, to);
    if (notForced.remove(from)) {
      notForced.add(to);
    }
    renamed.push(new Renamed(from, to));
  }

  @Override
  public void delete(Path file) throws IOException {
    crashes.effect();
    disk.delete(file);
  }

  @Override
  public void forceDirectory(Path directory) throws IOException {
    crashes.effect();
    disk.forceDirectory(directory);
    renamed.clear();
  }

  private final class Watched implements Output {
    private final Path file;
    private final Output out;

    Watched(Path file, Output out) {
      this.file = file;
      this.out = out;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      crashes.effect();
      notForced.add(file);
      out.write(bytes);
    }

    @Override
    public void rewriteStart(ByteBuffer bytes) throws IOException {
      crashes.effect();
      notForced.add(file);
      out.rewriteStart(bytes);
    }

    @Override
    public void force() throws IOException {
      crashes.effect();
      out.force();
      notForced.remove(file);
    }

    @Override
    public void close() throws IOException {
      out.close();
    }
  }
}
