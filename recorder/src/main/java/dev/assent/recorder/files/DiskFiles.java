package dev.assent.recorder.files;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The real disk. Files are made readable by their owner alone. */
public final class DiskFiles implements Files {
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNER_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  @Override
  public boolean createDirectory(Path directory) {
    try {
      java.nio.file.Files.createDirectory(directory, OWNER_DIRECTORY);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public List<Path> list(Path directory) {
    try (Stream<Path> entries = java.nio.file.Files.list(directory)) {
      return entries.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean exists(Path file) {
    return java.nio.file.Files.exists(file);
  }

  @Override
  public long size(Path file) {
    try {
      return java.nio.file.Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public AppendFile create(Path file) {
    try {
      return new DiskAppend(FileChannel.open(file, EnumSet.of(CREATE_NEW, WRITE), OWNER_FILE), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public AppendFile append(Path file, long keep) {
    try {
      FileChannel channel = FileChannel.open(file, WRITE);
      channel.truncate(keep);
      channel.position(keep);
      return new DiskAppend(channel, keep);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public AppendFile overwrite(Path file) {
    try {
      return new DiskAppend(FileChannel.open(file, WRITE), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ReadFile open(Path file) {
    try {
      return new DiskRead(FileChannel.open(file, READ));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void rename(Path from, Path to) {
    try {
      java.nio.file.Files.move(from, to, ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void delete(Path file) {
    try {
      java.nio.file.Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void forceDirectory(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, READ)) {
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public long usableBytes(Path directory) {
    // Asked for every call: a FileStore would read the whole table of mounts each time. Where the
    // system cannot tell, this is 0, which is too little for any recording.
    return directory.toFile().getUsableSpace();
  }

  private static final class DiskAppend implements AppendFile {
    private final FileChannel channel;
    private long position;

    DiskAppend(FileChannel channel, long position) {
      this.channel = channel;
      this.position = position;
    }

    @Override
    public long position() {
      return position;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
      ByteBuffer rest = ByteBuffer.wrap(bytes, offset, length);
      try {
        while (rest.hasRemaining()) {
          channel.write(rest);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      position += length;
    }

    @Override
    public void force() {
      try {
        // The length is part of what must survive: fdatasync writes it too when the file grew.
        channel.force(false);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private record DiskRead(FileChannel channel) implements ReadFile {
    @Override
    public long size() {
      try {
        return channel.size();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public int read(long at, byte[] into, int offset, int length) {
      ByteBuffer rest = ByteBuffer.wrap(into, offset, length);
      try {
        while (rest.hasRemaining()) {
          int n = channel.read(rest, at + (rest.position() - offset));
          if (n < 0) {
            break;
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return rest.position() - offset;
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
