package dev.assent.compliance.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads a journal from the first byte to the last, one segment in memory at a time, and tells torn
 * from damaged: docs/FORMAT-journal.md, "Torn or damaged".
 */
final class JournalReader {
  private final Path directory;
  private final JournalFiles files;
  private final Hashes hashes = new Hashes();
  private final List<String> segments;
  private final byte[] headFile;
  private final List<Head> heads;
  private final long acknowledged;

  private Optional<SegmentHeader> first = Optional.empty();
  private Optional<SegmentHeader> last = Optional.empty();
  private long position;
  private byte[] chain = {};
  private long endOfLast;
  private boolean headsAgree = true;

  JournalReader(Path directory, JournalFiles files) throws IOException {
    this.directory = directory;
    this.files = files;
    segments = files.list(directory).stream().filter(n -> n.endsWith(".journal")).toList();
    headFile = files.read(directory.resolve(Head.FILE_NAME));
    heads = Head.decode(headFile);
    acknowledged = heads.stream().mapToLong(Head::count).max().orElse(0);
  }

  /** Calls {@code entries} for every entry that is right, in order of position. */
  Verification read(Consumer<Frame.Placed> entries) throws IOException {
    for (int number = 0; number < segments.size(); number++) {
      String name = SegmentHeader.fileName(number);
      byte[] bytes = files.read(directory.resolve(name));
      Optional<SegmentHeader> header = SegmentHeader.decode(bytes).filter(this::follows);
      if (!segments.get(number).equals(name)) {
        return new Verification.Damaged(
            position, name, 0, position, Optional.empty(), "the segment is missing");
      }
      if (header.isEmpty() || header.get().segment() != number) {
        return stop(name, number, bytes, 0, "the segment's header is not right");
      }
      begin(header.get());
      Optional<Verification> stopped = frames(name, number, bytes, entries);
      if (stopped.isPresent()) {
        return stopped.get();
      }
      endOfLast = bytes.length;
    }
    if (position < acknowledged) {
      return new Verification.Damaged(
          position,
          segments.isEmpty() ? SegmentHeader.fileName(0) : segments.getLast(),
          endOfLast,
          position,
          Optional.empty(),
          "acknowledged entries are missing at the end");
    }
    return headsAreRight()
        ? new Verification.Intact(position, Blob.of(chain))
        : new Verification.HeadDamaged(position, Head.FILE_NAME, badSlot());
  }

  private boolean follows(SegmentHeader header) {
    return first.isEmpty()
        ? header.firstPosition() == 0
            && header.chain().equals(Blob.of(hashes.genesis(header.journalId())))
        : header.journalId().equals(first.get().journalId())
            && header.firstPosition() == position
            && header.chain().equals(Blob.of(chain));
  }

  private void begin(SegmentHeader header) {
    if (first.isEmpty()) {
      first = Optional.of(header);
      chain = header.chain().toByteArray();
      checkHeads();
    }
    last = Optional.of(header);
    endOfLast = SegmentHeader.LENGTH;
  }

  private Optional<Verification> frames(
      String name, int number, byte[] bytes, Consumer<Frame.Placed> entries) {
    int at = SegmentHeader.LENGTH;
    while (at < bytes.length) {
      int length = Frame.wholeAt(bytes, at);
      if (length == 0) {
        return Optional.of(stop(name, number, bytes, at, "the frame is not whole"));
      }
      Frame.Placed placed;
      try {
        placed = Frame.decode(bytes, at, length, chain, hashes);
      } catch (Frame.Malformed e) {
        return Optional.of(stop(name, number, bytes, at, String.valueOf(e.getMessage())));
      }
      if (placed.position() != position) {
        return Optional.of(stop(name, number, bytes, at, "it stands at another position"));
      }
      chain = placed.chain().toByteArray();
      position++;
      at += length;
      endOfLast = at;
      checkHeads();
      entries.accept(placed);
    }
    return Optional.empty();
  }

  private void checkHeads() {
    for (Head head : heads) {
      headsAgree &= head.count() != position || head.chain().equals(Blob.of(chain));
    }
  }

  private boolean headsAreRight() {
    boolean bothWhole = heads.size() == 2 && headFile.length == 2 * Head.SLOT;
    return headsAgree && (bothWhole || (position == 0 && headFile.length == 0));
  }

  private long badSlot() {
    boolean firstIsWhole =
        headFile.length >= Head.SLOT && Head.decode(Arrays.copyOf(headFile, Head.SLOT)).size() == 1;
    return firstIsWhole ? Head.SLOT : 0;
  }

  private Verification stop(String name, int number, byte[] bytes, int at, String why) {
    // A later segment, like a later group, is only begun once everything before it was forced.
    boolean wasAcknowledged =
        position < acknowledged || number + 1 < segments.size() || laterGroupIn(bytes, at);
    return wasAcknowledged
        ? new Verification.Damaged(
            position,
            name,
            at,
            position,
            at == 0 ? Optional.empty() : Frame.legibleId(bytes, at),
            why)
        : new Verification.Torn(position, name, at);
  }

  private boolean laterGroupIn(byte[] bytes, int from) {
    for (int at = from + 1; at < bytes.length; at++) {
      if (Frame.wholeAt(bytes, at) > 0 && Frame.group(bytes, at) > position) {
        return true;
      }
    }
    return false;
  }

  /** Header of the first segment; empty in a new journal. */
  Optional<SegmentHeader> first() {
    return first;
  }

  /** Header of the newest segment that is right so far. */
  Optional<SegmentHeader> last() {
    return last;
  }

  /** Where the next frame goes in the newest segment. */
  long endOfLast() {
    return endOfLast;
  }

  long position() {
    return position;
  }

  byte[] chain() {
    return chain.clone();
  }
}
