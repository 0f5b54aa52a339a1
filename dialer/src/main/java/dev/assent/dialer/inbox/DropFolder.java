package dev.assent.dialer.inbox;

import dev.assent.compliance.intake.InboxFiles;
import dev.assent.compliance.intake.RefusalFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder on a disk. Names that begin with a dot or end in {@code .part} or {@code .tmp} are still
 * being written and are not looked at, nor is anything that is no plain file. Any thread.
 */
public final class DropFolder implements InboxFiles {
  private final Path folder;
  private final Path copies;
  private final CopySeal seal;

  /**
   * @param copies where sealed copies stand
   */
  public DropFolder(Path folder, Path copies, CopySeal seal) {
    this.folder = folder;
    this.copies = copies;
    this.seal = seal;
  }

  @Override
  public List<Seen> look() throws IOException {
    List<Seen> seen = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.sorted().toList()) {
        String name = file.getFileName().toString();
        if (!name.startsWith(".") && !name.endsWith(".part") && !name.endsWith(".tmp")) {
          seen(file).ifPresent(seen::add);
        }
      }
    }
    return seen;
  }

  private static Optional<Seen> seen(Path file) throws IOException {
    try {
      BasicFileAttributes found =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return found.isRegularFile()
          ? Optional.of(
              new Seen(
                  file.getFileName().toString(),
                  found.size(),
                  found.lastModifiedTime().toString(),
                  String.valueOf(found.fileKey())))
          : Optional.empty();
    } catch (NoSuchFileException renamed) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<byte[]> read(Seen file) throws IOException {
    if (file.size() > RefusalFile.LONGEST) {
      throw new IOException("a dropped file is longer than 16 MiB: take it with dnc import");
    }
    byte[] content;
    try {
      content = Files.readAllBytes(folder.resolve(file.name()));
    } catch (NoSuchFileException renamed) {
      return Optional.empty();
    }
    return unchanged(file) ? Optional.of(content) : Optional.empty();
  }

  private boolean unchanged(Seen file) throws IOException {
    return seen(folder.resolve(file.name())).filter(file::equals).isPresent();
  }

  @Override
  public void keep(String sha256, byte[] content) throws IOException {
    Path copy = copy(sha256);
    if (Files.exists(copy)) {
      return;
    }
    Files.createDirectories(copies);
    Path temporary = copies.resolve("." + sha256 + ".tmp");
    try (FileChannel out =
        FileChannel.open(
            temporary,
            Set.of(
                StandardOpenOption.WRITE,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap(seal.seal(sha256, content));
      while (bytes.hasRemaining()) {
        out.write(bytes);
      }
      out.force(true);
    }
    Files.move(temporary, copy, StandardCopyOption.ATOMIC_MOVE);
    forceDirectory(copies);
  }

  @Override
  public byte[] kept(String sha256) throws IOException {
    return seal.open(sha256, Files.readAllBytes(copy(sha256)))
        .orElseThrow(() -> new FileNotFoundException("the copy does not open with the home's key"));
  }

  private Path copy(String sha256) {
    return copies.resolve(sha256 + ".sealed");
  }

  @Override
  public void remove(Seen file) throws IOException {
    if (unchanged(file)) {
      Files.deleteIfExists(folder.resolve(file.name()));
      forceDirectory(folder);
    }
  }

  private static void forceDirectory(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
