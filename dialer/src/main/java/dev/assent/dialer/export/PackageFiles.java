package dev.assent.dialer.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.assent.recorder.container.MalformedRecording;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** The files of a package, as a ZIP, each digested while it is written. One thread. */
final class PackageFiles {
  private final ZipOutputStream zip;
  private final Instant at;
  private final SortedMap<String, Written> written = new TreeMap<>();

  /**
   * A file that is in it.
   *
   * @param sha256 lower hex
   */
  record Written(String sha256, long bytes) {}

  /** Writes the content of one file. */
  interface Content {
    void to(OutputStream out) throws IOException, MalformedRecording;
  }

  /**
   * @param at the time of every file
   */
  PackageFiles(OutputStream out, Instant at) {
    this.zip = new ZipOutputStream(out, UTF_8);
    this.at = at;
  }

  void add(String name, Content content) throws IOException, MalformedRecording {
    ZipEntry entry = new ZipEntry(name);
    entry.setTimeLocal(LocalDateTime.ofInstant(at, ZoneOffset.UTC));
    zip.putNextEntry(entry);
    MessageDigest digest = sha256();
    Counting counting = new Counting(new DigestOutputStream(zip, digest));
    content.to(counting);
    zip.closeEntry();
    written.put(name, new Written(HexFormat.of().formatHex(digest.digest()), counting.bytes));
  }

  void add(String name, String text) throws IOException, MalformedRecording {
    byte[] bytes = text.getBytes(UTF_8);
    add(name, out -> out.write(bytes));
  }

  /** Those written so far, by name. */
  SortedMap<String, Written> written() {
    return Collections.unmodifiableSortedMap(written);
  }

  /** As {@code sha256sum -c} reads it. */
  String sums() {
    StringBuilder sums = new StringBuilder();
    written.forEach(
        (name, file) -> sums.append(file.sha256()).append("  ").append(name).append('\n'));
    return sums.toString();
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Ends the ZIP and leaves what it was written to open. */
  void finish() throws IOException {
    zip.finish();
    zip.flush();
  }

  private static final class Counting extends FilterOutputStream {
    private long bytes;

    Counting(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      bytes++;
    }

    @Override
    public void write(byte[] b, int from, int count) throws IOException {
      out.write(b, from, count);
      bytes += count;
    }
  }
}
