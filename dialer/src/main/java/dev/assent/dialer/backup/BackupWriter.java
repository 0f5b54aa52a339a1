package dev.assent.dialer.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Puts files into a sealed archive, one after the other, and a line with each one's digest into a
 * manifest at its end. Memory does not grow with them. One owner.
 */
final class BackupWriter implements AutoCloseable {
  private final SealingStream sealed;
  private final ZipOutputStream zip;
  private final Path lines;
  private final OutputStream manifest;
  private long files;
  private long bytes;

  /**
   * @param lines a file that is not there, for the manifest until it is written
   */
  BackupWriter(OutputStream out, PieceCipher cipher, Path lines) throws IOException {
    this.sealed = new SealingStream(out, cipher);
    this.zip = new ZipOutputStream(sealed, StandardCharsets.UTF_8);
    zip.setLevel(Deflater.BEST_SPEED);
    this.lines = lines;
    this.manifest = new BufferedOutputStream(Files.newOutputStream(lines));
  }

  long files() {
    return files;
  }

  long bytes() {
    return bytes;
  }

  /** One file; left out if it is gone, as when somebody is erased meanwhile. */
  void file(String path, Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      put(path, in, Long.MAX_VALUE);
    } catch (NoSuchFileException e) {
      return; // what was erased meanwhile belongs into no backup
    }
  }

  /** The beginning of a file that grows. */
  void beginning(String path, Path file, long length) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      put(path, in, length);
    }
  }

  /** The only file in an archive. */
  void unzipped(String path, Path archive) throws IOException {
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(archive))) {
      if (in.getNextEntry() == null) {
        throw new IOException("the copy of the database is empty");
      }
      put(path, in, Long.MAX_VALUE);
    }
  }

  void content(String path, byte[] content) throws IOException {
    put(path, new java.io.ByteArrayInputStream(content), Long.MAX_VALUE);
  }

  /**
   * A directory's files in order of their names, and those below; nothing where there is none.
   *
   * @param without directories left out
   */
  void tree(String path, Path directory, Path... without) throws IOException {
    if (!Files.isDirectory(directory) || List.of(without).contains(directory)) {
      return;
    }
    List<Path> names;
    try (var listed = Files.list(directory)) {
      names = listed.sorted().toList();
    }
    for (Path each : names) {
      String name = path + "/" + each.getFileName();
      if (Files.isDirectory(each)) {
        tree(name, each, without);
      } else if (Files.isRegularFile(each) && !name.endsWith(".tmp") && !name.endsWith(".new")) {
        file(name, each);
      }
    }
  }

  private void put(String path, InputStream in, long atMost) throws IOException {
    zip.putNextEntry(new ZipEntry(path));
    MessageDigest digest = sha256();
    byte[] buffer = new byte[1 << 16];
    long left = atMost;
    long length = 0;
    while (left > 0) {
      int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
      if (read < 0) {
        break;
      }
      digest.update(buffer, 0, read);
      zip.write(buffer, 0, read);
      left -= read;
      length += read;
    }
    if (atMost != Long.MAX_VALUE && left > 0) {
      throw new IOException(path + " is shorter than it was");
    }
    zip.closeEntry();
    files++;
    bytes += length;
    manifest.write(
        new Manifest.Line(path, length, digest.digest()).json().getBytes(StandardCharsets.UTF_8));
  }

  /** Writes the manifest and the end. */
  void finish(Manifest said) throws IOException {
    manifest.close();
    zip.putNextEntry(new ZipEntry(Manifest.FILE));
    zip.write(said.json().getBytes(StandardCharsets.UTF_8));
    Files.copy(lines, zip);
    zip.closeEntry();
    zip.finish();
    sealed.close();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Of what was not finished nothing counts. */
  @Override
  public void close() throws IOException {
    manifest.close();
  }
}
