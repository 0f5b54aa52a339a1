package dev.assent.dialer.simulate;

import dev.assent.compliance.suppression.ListFiles;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The suppression lists of a simulated home. Any thread. */
final class ListsInMemory implements ListFiles {
  private final SortedMap<Path, Content> files = new TreeMap<>();

  private static final class Content {
    private byte[] bytes = {};

    private void put(int at, ByteBuffer more) {
      int length = more.remaining();
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length, at + length));
      more.get(bytes, at, length);
    }
  }

  @Override
  public synchronized List<String> names(Path directory) {
    return files.keySet().stream()
        .filter(file -> directory.equals(file.getParent()))
        .map(file -> String.valueOf(file.getFileName()))
        .toList();
  }

  @Override
  public synchronized Output create(Path file) {
    Content content = new Content();
    files.put(file, content);
    return new Output() {
      @Override
      public void write(ByteBuffer bytes) {
        content.put(content.bytes.length, bytes);
      }

      @Override
      public void rewriteStart(ByteBuffer bytes) {
        content.put(0, bytes);
      }

      @Override
      public void force() {
        // It lasts as long as the process.
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }

  private Content content(Path file) throws IOException {
    Content content = files.get(file);
    if (content == null) {
      throw new NoSuchFileException(String.valueOf(file.getFileName()));
    }
    return content;
  }

  @Override
  public synchronized Input open(Path file) throws IOException {
    Content content = content(file);
    return new Input() {
      @Override
      public long size() {
        return content.bytes.length;
      }

      @Override
      public void read(long at, ByteBuffer into) throws IOException {
        if (at + into.remaining() > content.bytes.length) {
          throw new EOFException();
        }
        into.put(content.bytes, Math.toIntExact(at), into.remaining());
      }

      @Override
      public void close() {
        // Nothing is open.
      }
    };
  }

  @Override
  public synchronized void rename(Path from, Path to) throws IOException {
    Content content = content(from);
    files.remove(from);
    files.put(to, content);
  }

  @Override
  public synchronized void delete(Path file) {
    files.remove(file);
  }

  @Override
  public void forceDirectory(Path directory) {
    // It lasts as long as the process.
  }
}
