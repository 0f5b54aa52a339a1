package dev.assent.compliance.store.seal;

import dev.assent.compliance.consent.SealedEvidence;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Proofs as files {@code XX/ID.sealed}, XX the last two digits of the id. A file that has not been
 * touched since it was last read is not read again; its change time tells, which no program sets.
 */
public final class DiskEvidence implements EvidenceFiles {
  private static final int REMEMBERED_AT_MOST = 100_000;

  private final Path directory;
  private final Map<UUID, Seen> seen = new ConcurrentHashMap<>();

  /**
   * @param directory exists, readable by its owner only
   */
  public DiskEvidence(Path directory) {
    this.directory = directory;
  }

  /** What a file was when it was last read, and what was in it. */
  private record Seen(Map<String, Object> attributes, String sha256) {}

  @Override
  public void keep(UUID id, byte[] sealed) {
    Path folder = folder(id);
    Path temporary = folder.resolve(id + ".tmp");
    try {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try (FileChannel out =
          FileChannel.open(
              temporary,
              EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
        ByteBuffer bytes = ByteBuffer.wrap(sealed);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        out.force(true);
      }
      Files.move(temporary, file(id), StandardCopyOption.ATOMIC_MOVE);
      force(folder);
      force(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("a proof of consent cannot be kept in evidence/", e);
    }
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public Optional<byte[]> read(UUID id) {
    try {
      return Optional.of(Files.readAllBytes(file(id)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("a proof of consent cannot be read in evidence/", e);
    }
  }

  @Override
  public SealedEvidence.State state(UUID id, String sha256) {
    try {
      Map<String, Object> attributes =
          Files.readAttributes(file(id), "unix:ino,size,lastModifiedTime,ctime");
      Seen last = seen.get(id);
      if (last == null || !last.attributes().equals(attributes)) {
        last = new Seen(attributes, Sha256.of(Files.readAllBytes(file(id))));
        if (seen.size() >= REMEMBERED_AT_MOST) {
          seen.clear();
        }
        seen.put(id, last);
      }
      return last.sha256().equals(sha256)
          ? SealedEvidence.State.INTACT
          : SealedEvidence.State.ALTERED;
    } catch (IOException e) {
      // Whatever keeps it from being read, it cannot be shown to anybody.
      return SealedEvidence.State.MISSING;
    }
  }

  @Override
  public void remove(UUID id) {
    seen.remove(id);
    try {
      Files.deleteIfExists(file(id));
    } catch (IOException e) {
      throw new UncheckedIOException("a proof of consent cannot be removed from evidence/", e);
    }
  }

  private Path file(UUID id) {
    return folder(id).resolve(id + ".sealed");
  }

  private Path folder(UUID id) {
    String name = id.toString();
    return directory.resolve(name.substring(name.length() - 2));
  }
}
