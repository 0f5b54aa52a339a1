package dev.assent.dialer.inbox;

import dev.assent.compliance.intake.InboxFiles;
import dev.assent.compliance.intake.RefusalFile;
import dev.assent.dialer.keys.SealedCopies;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A folder on a disk. Names that begin with a dot or end in {@code .part} or {@code .tmp} are still
 * being written and are not looked at, nor is anything that is no plain file. Any thread.
 */
public final class DropFolder implements InboxFiles {
  private final Path folder;
  private final SealedCopies copies;

  /**
   * @param copies where sealed copies stand
   */
  public DropFolder(Path folder, SealedCopies copies) {
    this.folder = folder;
    this.copies = copies;
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
    copies.keep(sha256, content);
  }

  @Override
  public byte[] kept(String sha256) throws IOException {
    return copies
        .read(sha256)
        .orElseThrow(() -> new FileNotFoundException("the copy does not open with the home's key"));
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
