package dev.assent.compliance.suppression;

import static dev.assent.compliance.suppression.ListFormat.KEY;
import static dev.assent.compliance.suppression.ListFormat.RECORD;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes the file of a list from entries in any order, some of them twice. Blind indexes are spread
 * evenly, so entries are dealt by their first byte into 256 parts, and each part is sorted in
 * memory on its own: a list of 100 million needs 13 MB at a time. Owned by one thread; closing
 * without {@link #finish} leaves nothing behind.
 */
public final class ListBuilder implements AutoCloseable {
  private static final int PARTS = 256;

  /** Of each part in memory before it goes to its file: 8 MiB together. */
  private static final int PART_IN_MEMORY = 1 << 15;

  private static final String PART_SUFFIX = ".part";
  private static final String TEMPORARY_SUFFIX = ".tmp";

  private final Path directory;
  private final ListFiles files;
  private final ListTitle title;
  private final int pepper;
  private final String stem;
  private final Part[] parts = new Part[PARTS];
  private @Nullable Path unfinished;

  /**
   * @param id makes the names of temporary files
   * @param pepper version of the pepper of the indexes
   */
  public ListBuilder(Path directory, ListFiles files, ListTitle title, int pepper, UUID id)
      throws IOException {
    this.directory = directory;
    this.files = files;
    this.title = title;
    this.pepper = pepper;
    this.stem = id.toString();
    files.names(directory);
    for (int i = 0; i < PARTS; i++) {
      parts[i] = new Part(directory.resolve("%s-%02x%s".formatted(stem, i, PART_SUFFIX)));
    }
  }

  /** Whether a file is what an unfinished builder left behind. */
  public static boolean leftover(String name) {
    return name.endsWith(PART_SUFFIX) || name.endsWith(TEMPORARY_SUFFIX);
  }

  /**
   * What was made.
   *
   * @param seal SHA-256 over the header, lower hex: through the directory and its hashes it covers
   *     the whole file
   * @param entries different numbers
   */
  public record Built(String seal, long entries) {}

  /**
   * @param index 32 bytes
   */
  public void add(byte[] index, @Nullable LocalDate day) throws IOException {
    parts[Byte.toUnsignedInt(index[0])].add(index, ListFormat.encode(day));
  }

  /** From its return on the file lasts, under its own name. */
  public Built finish() throws IOException {
    Path temporary = directory.resolve(stem + TEMPORARY_SUFFIX);
    unfinished = temporary;
    byte[] header;
    long entries;
    try (ListFiles.Output out = files.create(temporary)) {
      Blocks blocks = new Blocks(out);
      for (Part part : parts) {
        part.sortInto(blocks);
      }
      entries = blocks.end();
      header =
          new ListFormat.Header(
                  title,
                  pepper,
                  entries,
                  ListFormat.blocks(entries),
                  ListFormat.hex(
                      ListFormat.sha256(
                          blocks.directory.toByteArray(), 0, blocks.directory.size())))
              .encode();
      out.rewriteStart(ByteBuffer.wrap(header));
      out.force();
    }
    String seal = ListFormat.seal(header);
    files.rename(temporary, directory.resolve(seal + ListFormat.SUFFIX));
    unfinished = null;
    files.forceDirectory(directory);
    return new Built(seal, entries);
  }

  @Override
  public void close() throws IOException {
    for (Part part : parts) {
      part.drop();
    }
    if (unfinished != null) {
      files.delete(unfinished);
      unfinished = null;
    }
  }

  /** Entries whose indexes begin with the same byte. */
  private final class Part {
    private final Path file;
    private ByteBuffer memory = ByteBuffer.allocate(0);
    private ListFiles.@Nullable Output spill;
    private long spilled;

    Part(Path file) {
      this.file = file;
    }

    void add(byte[] index, int day) throws IOException {
      if (memory.remaining() < RECORD) {
        makeRoom();
      }
      memory.put(index, 0, KEY).putInt(day);
    }

    private void makeRoom() throws IOException {
      if (memory.capacity() < PART_IN_MEMORY) {
        // Short lists stay small.
        memory =
            ByteBuffer.allocate(Math.max(RECORD * 8, memory.capacity() * 2)).put(memory.flip());
        return;
      }
      ListFiles.Output out = spill;
      if (out == null) {
        out = files.create(file);
        spill = out;
      }
      spilled += memory.flip().remaining();
      out.write(memory);
      memory.clear();
    }

    void sortInto(Blocks blocks) throws IOException {
      byte[][] records = read();
      Arrays.sort(records, Arrays::compareUnsigned);
      for (int i = 0; i < records.length; i++) {
        // Of two entries of one number the later day comes last, and that one counts.
        boolean again =
            i + 1 < records.length && Arrays.equals(records[i], 0, KEY, records[i + 1], 0, KEY);
        if (!again) {
          blocks.add(records[i]);
        }
      }
      drop();
    }

    private byte[][] read() throws IOException {
      memory.flip();
      ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(spilled + memory.remaining()));
      if (spilled > 0) {
        try (ListFiles.Input in = files.open(file)) {
          in.read(0, all.slice(0, Math.toIntExact(spilled)));
        }
        all.position(Math.toIntExact(spilled));
      }
      all.put(memory).flip();
      byte[][] records = new byte[all.remaining() / RECORD][RECORD];
      for (byte[] record : records) {
        all.get(record);
      }
      return records;
    }

    void drop() throws IOException {
      memory = ByteBuffer.allocate(0);
      ListFiles.Output out = spill;
      if (out != null) {
        spill = null;
        out.close();
        files.delete(file);
      }
    }
  }

  /** Sorted entries on their way into the file. */
  private static final class Blocks {
    private final ListFiles.Output out;
    private final ByteBuffer block = ByteBuffer.allocate(ListFormat.BLOCK);
    private final ByteArrayOutputStream directory = new ByteArrayOutputStream();
    private long entries;

    Blocks(ListFiles.Output out) throws IOException {
      this.out = out;
      out.write(ByteBuffer.allocate(ListFormat.HEADER));
    }

    void add(byte[] record) throws IOException {
      block.put(record);
      entries++;
      if (!block.hasRemaining()) {
        write();
      }
    }

    private void write() throws IOException {
      byte[] bytes = block.array();
      Arrays.fill(bytes, block.position(), bytes.length, (byte) 0);
      directory.write(bytes, 0, KEY);
      directory.writeBytes(ListFormat.sha256(bytes, 0, bytes.length));
      out.write(ByteBuffer.wrap(bytes));
      block.clear();
    }

    long end() throws IOException {
      if (block.position() > 0) {
        write();
      }
      out.write(ByteBuffer.wrap(directory.toByteArray()));
      return entries;
    }
  }
}
