package dev.assent.compliance.suppression;

import static dev.assent.compliance.suppression.ListFormat.BLOCK;
import static dev.assent.compliance.suppression.ListFormat.DIRECTORY_ROW;
import static dev.assent.compliance.suppression.ListFormat.HEADER;
import static dev.assent.compliance.suppression.ListFormat.KEY;
import static dev.assent.compliance.suppression.ListFormat.RECORD;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/**
 * A list in its file. One look reads one block of 4 KiB, checked against the hash that the seal
 * covers: an altered list is found out where it was altered, and says nothing. Any thread.
 */
public final class SealedList implements AutoCloseable {
  private final ListFiles.Input in;
  private final ListFormat.Header header;
  private final byte[] directory;

  private SealedList(ListFiles.Input in, ListFormat.Header header, byte[] directory) {
    this.in = in;
    this.header = header;
    this.directory = directory;
  }

  /** Where the file with that seal stands. */
  public static Path file(Path directory, String seal) {
    return directory.resolve(seal + ListFormat.SUFFIX);
  }

  /** Whether a file of that name is a list. */
  public static boolean is(String name) {
    return name.endsWith(ListFormat.SUFFIX);
  }

  /**
   * @param seal as it stands in the journal
   * @throws ListDamaged when the file is not the one that was sealed
   */
  public static SealedList open(Path directory, ListFiles files, String seal) throws IOException {
    ListFiles.Input in = files.open(file(directory, seal));
    try {
      return open(in, seal);
    } catch (IOException | RuntimeException e) {
      in.close();
      throw e;
    }
  }

  private static SealedList open(ListFiles.Input in, String seal) throws IOException {
    byte[] head = read(in, 0, HEADER);
    ListFormat.Header header = ListFormat.Header.decode(head);
    if (!ListFormat.seal(head).equals(seal)) {
      throw new ListDamaged("it is another list");
    }
    if (in.size() != ListFormat.size(header.blocks())) {
      throw new ListDamaged("its length is wrong");
    }
    byte[] directory =
        read(in, HEADER + (long) header.blocks() * BLOCK, header.blocks() * DIRECTORY_ROW);
    if (!ListFormat.hex(ListFormat.sha256(directory, 0, directory.length))
        .equals(header.directoryHash())) {
      throw new ListDamaged("its directory is damaged");
    }
    return new SealedList(in, header, directory);
  }

  private static byte[] read(ListFiles.Input in, long at, int length) throws IOException {
    byte[] bytes = new byte[length];
    in.read(at, ByteBuffer.wrap(bytes));
    return bytes;
  }

  public ListTitle title() {
    return header.title();
  }

  /** Version of the pepper its indexes were made with. */
  public int pepper() {
    return header.pepper();
  }

  /** Numbers on it. */
  public long entries() {
    return header.entries();
  }

  /**
   * What it says of a number; empty when the number is not on it.
   *
   * @param index 32 bytes
   * @throws ListDamaged when the place where it would stand was altered
   */
  public Optional<ListEntry> find(byte[] index) throws IOException {
    int block = blockOf(index);
    return block < 0 ? Optional.empty() : find(index, block);
  }

  /** The last block whose first key is not above it; -1 before all. */
  private int blockOf(byte[] index) {
    int low = 0;
    int high = header.blocks() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int from = middle * DIRECTORY_ROW;
      if (Arrays.compareUnsigned(directory, from, from + KEY, index, 0, KEY) <= 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  private Optional<ListEntry> find(byte[] index, int block) throws IOException {
    byte[] bytes = checked(block);
    int low = 0;
    int high = records(block) - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int from = middle * RECORD;
      int order = Arrays.compareUnsigned(bytes, from, from + KEY, index, 0, KEY);
      if (order == 0) {
        int day = ByteBuffer.wrap(bytes).getInt(from + KEY);
        return Optional.of(new ListEntry(ListFormat.day(day)));
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return Optional.empty();
  }

  private int records(int block) {
    long before = (long) block * ListFormat.RECORDS_A_BLOCK;
    return (int) Math.min(ListFormat.RECORDS_A_BLOCK, header.entries() - before);
  }

  private byte[] checked(int block) throws IOException {
    byte[] bytes = read(in, HEADER + (long) block * BLOCK, BLOCK);
    byte[] hash = ListFormat.sha256(bytes, 0, BLOCK);
    int expected = block * DIRECTORY_ROW + KEY;
    if (!Arrays.equals(hash, 0, hash.length, directory, expected, expected + hash.length)) {
      throw new ListDamaged("block " + block + " was altered");
    }
    return bytes;
  }

  /**
   * Reads every block.
   *
   * @throws ListDamaged at the first that was altered
   */
  public void verify() throws IOException {
    for (int block = 0; block < header.blocks(); block++) {
      checked(block);
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
