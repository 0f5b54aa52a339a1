package dev.assent.dialer.backup;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/** Unpacks a backup and holds every file against its manifest. Stateless. */
public final class BackupReader {
  private BackupReader() {}

  /** Which of the sealed keys the caller opens. */
  public interface Key {
    /**
     * @return 32 bytes; wiped by the reader. Empty when that key does not open it
     */
    Optional<byte[]> open(UUID home, byte[] forRecovery, byte[] forHome);
  }

  /**
   * What came out.
   *
   * @param files not counting the manifest
   */
  public record Unpacked(Manifest manifest, long files, long bytes) {}

  /** Of which home it is and from when; proved by nothing but its unpacking. */
  public static <T> T header(Path file, BiFunction<UUID, Instant, T> of) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      BackupHeader header = BackupHeader.read(in, file);
      return of.apply(header.home(), header.at());
    }
  }

  /**
   * @param directory empty; files are made in it, 0600
   * @throws UserError exit 4 when the key does not open it, exit 7 when a byte is not what was
   *     written
   */
  public static Unpacked unpack(Path file, Key key, Path directory) throws IOException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      BackupHeader header = BackupHeader.read(in, file);
      byte[] content =
          key.open(header.home(), header.forRecovery(), header.forHome())
              .orElseThrow(
                  () -> new UserError(Exit.NOT_PERMITTED, Message.of("backup.key", file), null));
      OpeningStream clear = new OpeningStream(in, new PieceCipher(content, header.encode()), file);
      Arrays.fill(content, (byte) 0);
      Unpacked unpacked = entries(file, clear, directory);
      clear.finish();
      return unpacked;
    }
  }

  private static Unpacked entries(Path file, OpeningStream clear, Path directory)
      throws IOException {
    ZipInputStream zip = new ZipInputStream(clear, StandardCharsets.UTF_8);
    MessageDigest ours = BackupWriter.sha256();
    long files = 0;
    long bytes = 0;
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      if (entry.getName().equals(Manifest.FILE)) {
        return new Unpacked(manifest(file, zip, ours.digest()), files, bytes);
      }
      Manifest.Line line = one(file, entry.getName(), zip, directory);
      ours.update(line.json().getBytes(StandardCharsets.UTF_8));
      files++;
      bytes += line.bytes();
    }
    throw BackupHeader.damaged(file);
  }

  private static Manifest.Line one(Path file, String name, InputStream in, Path directory)
      throws IOException {
    Path target = directory.resolve(name).normalize();
    if (!target.startsWith(directory) || target.equals(directory)) {
      throw BackupHeader.damaged(file);
    }
    Files.createDirectories(
        Objects.requireNonNull(target.getParent()),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    MessageDigest digest = BackupWriter.sha256();
    long length = 0;
    try (FileChannel channel =
            FileChannel.open(
                target,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------")));
        OutputStream out = Channels.newOutputStream(channel)) {
      byte[] buffer = new byte[1 << 16];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
        length += read;
      }
    }
    return new Manifest.Line(name, length, digest.digest());
  }

  /** Its lines must be those of the files, in their order. */
  private static Manifest manifest(Path file, InputStream in, byte[] ours) throws IOException {
    BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    String first = lines.readLine();
    MessageDigest theirs = BackupWriter.sha256();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      theirs.update((line + "\n").getBytes(StandardCharsets.UTF_8));
    }
    if (first == null || !Arrays.equals(ours, theirs.digest())) {
      throw BackupHeader.damaged(file);
    }
    return Manifest.parse(first);
  }
}
