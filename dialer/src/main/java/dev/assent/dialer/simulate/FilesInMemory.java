package dev.assent.dialer.simulate;

import dev.assent.compliance.journal.JournalFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The journal's files of a simulated machine. When that machine dies nothing more is written, and
 * what was not forced is gone. Any thread.
 */
final class FilesInMemory implements JournalFiles {
  private final SortedMap<Path, Content> files = new TreeMap<>();
  private final Set<Path> lasting = new HashSet<>();
  private long left = Long.MAX_VALUE;

  /** What a write replaced, until it is forced. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Before(int size, int at, byte[] bytes) {}

  private static final class Content {
    private byte[] bytes = {};
    private int size;
    private final Deque<Before> unforced = new ArrayDeque<>();

    void write(int at, byte[] more) {
      int end = at + more.length;
      unforced.push(
          new Before(size, at, Arrays.copyOfRange(bytes, Math.min(at, size), Math.min(end, size))));
      if (end > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
      }
      System.arraycopy(more, 0, bytes, at, more.length);
      size = Math.max(size, end);
    }

    void truncate(int to) {
      unforced.push(new Before(size, to, Arrays.copyOfRange(bytes, Math.min(to, size), size)));
      Arrays.fill(bytes, Math.min(to, size), size, (byte) 0);
      size = to;
    }

    void undo() {
      while (!unforced.isEmpty()) {
        Before before = unforced.pop();
        if (size > before.size()) {
          Arrays.fill(bytes, before.size(), size, (byte) 0);
        }
        size = before.size();
        System.arraycopy(before.bytes(), 0, bytes, before.at(), before.bytes().length);
      }
    }
  }

  /** After this many more effects the machine is dead. */
  synchronized void dieAfter(long effects) {
    left = effects;
  }

  synchronized boolean dead() {
    return left == 0;
  }

  /** The machine starts again, with what was forced. */
  synchronized void startAgain() {
    files.keySet().retainAll(lasting);
    files.values().forEach(Content::undo);
    left = Long.MAX_VALUE;
  }

  /** Bytes of all files. */
  synchronized long bytes() {
    return files.values().stream().mapToLong(content -> content.size).sum();
  }

  private void effect() throws IOException {
    if (left == 0) {
      throw new IOException("the simulated machine is dead");
    }
    left--;
  }

  @Override
  public synchronized List<String> list(Path directory) {
    return files.keySet().stream()
        .filter(file -> directory.equals(file.getParent()))
        .map(file -> String.valueOf(file.getFileName()))
        .toList();
  }

  @Override
  public synchronized byte[] read(Path file) {
    Content content = files.get(file);
    return content == null ? new byte[0] : Arrays.copyOf(content.bytes, content.size);
  }

  @Override
  public synchronized byte[] head(Path file, int atMost) {
    Content content = files.get(file);
    return content == null
        ? new byte[0]
        : Arrays.copyOf(content.bytes, Math.min(atMost, content.size));
  }

  @Override
  public synchronized long size(Path file) {
    Content content = files.get(file);
    return content == null ? 0 : content.size;
  }

  @Override
  public synchronized boolean exists(Path directory) {
    return files.keySet().stream().anyMatch(file -> directory.equals(file.getParent()));
  }

  @Override
  public synchronized Output open(Path file) throws IOException {
    if (!files.containsKey(file)) {
      effect();
      files.put(file, new Content());
    }
    return new Opened(Objects.requireNonNull(files.get(file)));
  }

  @Override
  public synchronized void delete(Path file) throws IOException {
    effect();
    files.remove(file);
    lasting.remove(file);
  }

  @Override
  public synchronized void forceDirectory(Path directory) throws IOException {
    effect();
    files.keySet().stream()
        .filter(file -> directory.equals(file.getParent()))
        .forEach(lasting::add);
  }

  private final class Opened implements Output {
    private final Content content;

    Opened(Content content) {
      this.content = content;
    }

    @Override
    public void write(long at, byte[] bytes) throws IOException {
      synchronized (FilesInMemory.this) {
        effect();
        content.write(Math.toIntExact(at), bytes);
      }
    }

    @Override
    public void truncate(long size) throws IOException {
      synchronized (FilesInMemory.this) {
        effect();
        content.truncate(Math.toIntExact(size));
      }
    }

    @Override
    public void force() throws IOException {
      synchronized (FilesInMemory.this) {
        effect();
        content.unforced.clear();
      }
    }

    @Override
    public void close() {
      // Closing forces nothing.
    }
  }
}
