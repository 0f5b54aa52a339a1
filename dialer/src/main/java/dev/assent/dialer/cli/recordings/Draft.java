package dev.assent.dialer.cli.recordings;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file of our user alone that has its name only once it is whole, forced, and allowed to be
 * there. One thread.
 *
 * @param file where it grows
 */
record Draft(Path file) {
  static Draft beside(Path target) {
    return new Draft(target.resolveSibling(target.getFileName() + ".part"));
  }

  /**
   * To be written from its beginning; whole on the disk when closed.
   *
   * @throws java.nio.file.FileAlreadyExistsException when somebody else writes it
   */
  OutputStream open() throws IOException {
    FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    return new java.io.BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16) {
      @Override
      public void close() throws IOException {
        flush();
        channel.force(true);
        channel.close();
      }
    };
  }

  void finish(Path target) throws IOException {
    Files.move(file, target, StandardCopyOption.ATOMIC_MOVE);
    Path directory = target.toAbsolutePath().getParent();
    if (directory != null) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Nothing is left of one that was not finished. */
  void discard() throws IOException {
    Files.deleteIfExists(file);
  }
}
