package dev.assent.compliance.journal;

import dev.assent.compliance.journal.JournalFiles.Output;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Writes groups of entries to the newest segment. Owned by the journal's thread once open. */
final class SegmentWriter implements AutoCloseable {
  private final Path directory;
  private final JournalFiles files;
  private final InstantSource clock;
  private final SecureRandom random;
  private final long segmentBytes;
  private final Hashes hashes = new Hashes();
  private final UUID journalId;
  private final Output head;
  private final Optional<JournalMirror> mirror;

  private long epoch;
  private Output segment;
  private int number;
  private long size;
  private long position;
  private byte[] chain;
  private boolean broken;
  private int slot;
  private volatile Acknowledged acknowledged = Acknowledged.NOTHING;

  private SegmentWriter(
      Path directory,
      JournalFiles files,
      InstantSource clock,
      SecureRandom random,
      long segmentBytes,
      JournalReader read,
      Optional<JournalMirror> mirror)
      throws IOException {
    this.mirror = mirror;
    this.directory = directory;
    this.files = files;
    this.clock = clock;
    this.random = random;
    this.segmentBytes = segmentBytes;
    Optional<SegmentHeader> last = read.last();
    journalId = last.map(SegmentHeader::journalId).orElseGet(this::randomId);
    epoch = last.map(SegmentHeader::epoch).orElse(0L);
    position = read.position();
    chain = last.isPresent() ? read.chain() : hashes.genesis(journalId);
    if (last.isPresent()) {
      number = last.get().segment();
      size = read.endOfLast();
      segment = files.open(directory.resolve(SegmentHeader.fileName(number)));
    } else {
      segment = create(0);
    }
    head = files.open(directory.resolve(Head.FILE_NAME));
  }

  /** Goes on where the reader stopped, cutting off a torn tail. */
  static SegmentWriter resume(
      Path directory,
      JournalFiles files,
      InstantSource clock,
      SecureRandom random,
      long segmentBytes,
      JournalReader read,
      Verification found,
      Optional<JournalMirror> mirror)
      throws IOException {
    if (found instanceof Verification.Torn torn && torn.offset() == 0) {
      // Its header never became whole, so it has no entries.
      files.delete(directory.resolve(torn.file()));
    }
    SegmentWriter writer =
        new SegmentWriter(directory, files, clock, random, segmentBytes, read, mirror);
    if (found instanceof Verification.Torn torn && torn.offset() > 0) {
      writer.segment.truncate(torn.offset());
    }
    // What was read may stand in the page cache only, after a crash of the process before its
    // force.
    writer.segment.force();
    writer.acknowledge();
    writer.acknowledge();
    writer.head.force();
    files.forceDirectory(directory);
    mirror.ifPresent(copy -> copy.bringInStep(writer::acknowledged));
    return writer;
  }

  private UUID randomId() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  /**
   * Writes and forces the entries as one group.
   *
   * @param newEpoch whether they begin one, in a segment of their own
   * @return the position of the first
   */
  long append(List<JournalEntry> entries, boolean newEpoch) throws IOException {
    if (broken) {
      throw new IOException("a write or force failed before: close the journal and open it again");
    }
    broken = true;
    if (newEpoch) {
      epoch++;
    }
    if (newEpoch || size >= segmentBytes) {
      segment.close();
      segment = create(number + 1);
      files.forceDirectory(directory);
    }
    long first = position;
    ByteArrayOutputStream group = new ByteArrayOutputStream();
    byte[] newChain = chain;
    for (JournalEntry entry : entries) {
      byte[] frame = Frame.encode(entry, position, first, newChain, random, hashes);
      newChain = Arrays.copyOfRange(frame, frame.length - Hashes.LENGTH, frame.length);
      group.writeBytes(frame);
      position++;
    }
    segment.write(size, group.toByteArray());
    segment.force();
    byte[] written = group.toByteArray();
    long at = size;
    mirror.ifPresent(copy -> copy.appended(at, written));
    size += group.size();
    chain = newChain;
    acknowledge();
    broken = false;
    return first;
  }

  private Output create(int newNumber) throws IOException {
    Output output = files.open(directory.resolve(SegmentHeader.fileName(newNumber)));
    SegmentHeader header =
        new SegmentHeader(
            newNumber, journalId, position, epoch, Micros.of(clock.instant()), Blob.of(chain));
    output.write(0, header.encode());
    mirror.ifPresent(copy -> copy.begun(newNumber, header.encode()));
    number = newNumber;
    size = SegmentHeader.LENGTH;
    return output;
  }

  /** Never before the force: the head may lag behind the entries, never run ahead of them. */
  private void acknowledge() throws IOException {
    head.write((long) slot * Head.SLOT, new Head(position, Blob.of(chain)).encode());
    slot = 1 - slot;
    acknowledged = new Acknowledged(number, size, position, Blob.of(chain));
  }

  UUID journalId() {
    return journalId;
  }

  Acknowledged acknowledged() {
    return acknowledged;
  }

  @Override
  public void close() throws IOException {
    try (head;
        Output _ = segment) {
      if (!broken) {
        head.force();
      }
    }
  }
}
