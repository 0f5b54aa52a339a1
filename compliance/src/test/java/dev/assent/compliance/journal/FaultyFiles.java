package dev.assent.compliance.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Files in memory that remember what was forced. {@link #powerCut} keeps what was forced and, of
 * the rest, what the generator says, torn into sectors; a crash of the process alone loses nothing.
 */
public final class FaultyFiles implements JournalFiles {
  private static final int SECTOR = 512;

  private final Crashes crashes;
  private final Map<Path, Content> files = new HashMap<>();
  private final Set<Path> lastingNames = new HashSet<>();
  private final Set<Path> absent = new HashSet<>();
  private final Set<Path> full = new HashSet<>();

  public FaultyFiles(Crashes crashes) {
    this.crashes = crashes;
  }

  private static final class Content {
    byte[] now = {};
    byte[] forced = {};
  }

  /** What a machine finds after its power came back. */
  public synchronized void powerCut(RandomGenerator random) {
    for (Path file : List.copyOf(files.keySet())) {
      Content content = files.get(file);
      if (!lastingNames.contains(file) && random.nextBoolean()) {
        files.remove(file);
        continue;
      }
      int size =
          content.now.length == content.forced.length || random.nextBoolean()
              ? content.now.length
              : content.forced.length;
      byte[] after = Arrays.copyOf(content.forced, size);
      for (int at = 0; at < size; at += SECTOR) {
        int length = Math.min(SECTOR, Math.min(size, content.now.length) - at);
        if (length > 0 && random.nextInt(3) == 0) {
          System.arraycopy(content.now, at, after, at, length);
        }
      }
      content.now = after;
      content.forced = after.clone();
    }
  }

  /** The worst a power cut may do: nothing that was not forced is there. */
  public synchronized void loseAllNotForced() {
    files.keySet().retainAll(lastingNames);
    files.values().forEach(content -> content.now = content.forced.clone());
  }

  public synchronized byte[] bytes(Path file) {
    return files.get(file).now.clone();
  }

  /** Replaces a file as a faulty disk would. */
  public synchronized void put(Path file, byte[] bytes) {
    Content content = files.computeIfAbsent(file, _ -> new Content());
    content.now = bytes.clone();
    content.forced = bytes.clone();
    lastingNames.add(file);
  }

  @Override
  public synchronized List<String> list(Path directory) {
    return files.keySet().stream()
        .filter(file -> directory.equals(file.getParent()))
        .map(file -> file.getFileName().toString())
        .sorted()
        .toList();
  }

  @Override
  public synchronized byte[] read(Path file) {
    Content content = files.get(file);
    return content == null ? new byte[0] : content.now.clone();
  }

  @Override
  public synchronized byte[] head(Path file, int atMost) {
    byte[] all = read(file);
    return Arrays.copyOf(all, Math.min(all.length, atMost));
  }

  @Override
  public synchronized long size(Path file) {
    return read(file).length;
  }

  @Override
  public synchronized boolean exists(Path directory) {
    return !absent.contains(directory);
  }

  /** A disk that is not mounted, or is again. */
  public synchronized void mounted(Path directory, boolean there) {
    if (there) {
      absent.remove(directory);
    } else {
      absent.add(directory);
    }
  }

  /** A disk that takes no more bytes below that directory, or does again. */
  public synchronized void full(Path directory, boolean noSpace) {
    if (noSpace) {
      full.add(directory);
    } else {
      full.remove(directory);
    }
  }

  private void requireSpace(Path file) throws IOException {
    if (full.contains(file.getParent())) {
      throw new IOException("No space left on device");
    }
  }

  @Override
  public synchronized Output open(Path file) {
    if (!files.containsKey(file)) {
      crashes.effect();
      files.put(file, new Content());
    }
    return new Opened(file, files.get(file));
  }

  @Override
  public synchronized void delete(Path file) {
    crashes.effect();
    files.remove(file);
    lastingNames.remove(file);
  }

  @Override
  public synchronized void forceDirectory(Path directory) {
    crashes.effect();
    files.keySet().stream()
        .filter(file -> directory.equals(file.getParent()))
        .forEach(lastingNames::add);
  }

  private final class Opened implements Output {
    private final Path file;
    private final Content content;

    Opened(Path file, Content content) {
      this.file = file;
      this.content = content;
    }

    @Override
    public void write(long at, byte[] bytes) throws IOException {
      synchronized (FaultyFiles.this) {
        crashes.effect();
        requireSpace(file);
        int end = Math.toIntExact(at) + bytes.length;
        if (end > content.now.length) {
          content.now = Arrays.copyOf(content.now, end);
        }
        System.arraycopy(bytes, 0, content.now, Math.toIntExact(at), bytes.length);
      }
    }

    @Override
    public void truncate(long size) {
      synchronized (FaultyFiles.this) {
        crashes.effect();
        content.now = Arrays.copyOf(content.now, Math.toIntExact(size));
      }
    }

    @Override
    public void force() {
      synchronized (FaultyFiles.this) {
        crashes.effect();
        content.forced = content.now.clone();
      }
    }

    @Override
    public void close() {
      // Closing forces nothing.
    }
  }
}
