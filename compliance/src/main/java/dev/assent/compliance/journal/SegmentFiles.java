package dev.assent.compliance.journal;

import dev.assent.compliance.journal.JournalFiles.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The segments in one directory, a journal's or its mirror's. */
final class SegmentFiles {
  private final Path directory;
  private final JournalFiles files;
  private final Hashes hashes = new Hashes();

  SegmentFiles(Path directory, JournalFiles files) {
    this.directory = directory;
    this.files = files;
  }

  /**
   * The frames of a segment that follow from its header, each from the one before.
   *
   * @param bytes the header and those frames
   * @param frames how many
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on at once, never compared
  record Whole(byte[] bytes, long frames) {}

  /** How many segments there are; they are numbered from 0 without a gap. */
  int count() throws IOException {
    List<String> names = files.list(directory);
    int count = 0;
    while (names.contains(SegmentHeader.fileName(count))) {
      count++;
    }
    return count;
  }

  /** Empty if it is not whole. */
  Optional<SegmentHeader> header(int number) throws IOException {
    return SegmentHeader.decode(files.head(file(number), SegmentHeader.LENGTH));
  }

  byte[] read(int number) throws IOException {
    return files.read(file(number));
  }

  long size(int number) throws IOException {
    return files.size(file(number));
  }

  /** What of it is as it was written; its header must be whole. */
  Whole whole(int number) throws IOException {
    byte[] bytes = read(number);
    byte[] chain = SegmentHeader.decode(bytes).orElseThrow().chain().toByteArray();
    int at = SegmentHeader.LENGTH;
    long frames = 0;
    try {
      for (int length = Frame.wholeAt(bytes, at); length > 0; length = Frame.wholeAt(bytes, at)) {
        chain = Frame.decode(bytes, at, length, chain, hashes).chain().toByteArray();
        at += length;
        frames++;
      }
    } catch (Frame.Malformed e) {
      // What follows it is not what was written: here the segment ends.
      return new Whole(Arrays.copyOf(bytes, at), frames);
    }
    return new Whole(Arrays.copyOf(bytes, at), frames);
  }

  Output open(int number) throws IOException {
    return files.open(file(number));
  }

  /** Makes the file hold these bytes and nothing after them, on disk. */
  void put(int number, int from, byte[] bytes) throws IOException {
    try (Output file = open(number)) {
      file.truncate(from);
      file.write(from, Arrays.copyOfRange(bytes, from, bytes.length));
      file.force();
    }
  }

  void forceDirectory() throws IOException {
    files.forceDirectory(directory);
  }

  boolean exists() {
    return files.exists(directory);
  }

  Path directory() {
    return directory;
  }

  private Path file(int number) {
    return directory.resolve(SegmentHeader.fileName(number));
  }
}
