package dev.assent.recorder;

import dev.assent.recorder.container.PreparedHeader;
import dev.assent.recorder.container.Recipients;
import dev.assent.recorder.ledger.KeyRows;
import dev.assent.recorder.ledger.RowKind;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.LongStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Slots prepared in advance, so that neither post-quantum cryptography nor a force of the ledger
 * stands between two calls. Taken and given back by call threads, filled by one agent.
 */
final class SlotPool {
  private static final Logger LOG = LoggerFactory.getLogger(SlotPool.class);

  /**
   * Calls that nobody answered give theirs back after others were prepared, as many as rang at
   * once. Room for them is kept, some 40 MiB at most: to destroy one rewrites and checks a whole
   * segment of the ledger.
   */
  private static final int GIVEN_BACK = 10_000;

  /** Slots there is no room for are destroyed so many at once, or with the pool. */
  private static final int DESTROYED_AT_ONCE = 1_000;

  /** Rows of one ledger group. */
  private static final int BATCH = 32;

  private final KeyRows ledger;
  private final Recipients recipients;
  private final SecureRandom random;
  private final int capacity;
  private final int destroyedAtOnce;
  private final BlockingQueue<Prepared> ready;

  /** Rows of slots there was no room for; their keys are in no memory any more. */
  private final Queue<Long> surplus = new ConcurrentLinkedQueue<>();

  private final Path ledgerDirectory;
  private volatile Optional<DiskTrouble> trouble = Optional.empty();

  private record Prepared(PreparedHeader header, long row) {}

  SlotPool(KeyRows ledger, Recipients recipients, SecureRandom random, int capacity) {
    this(ledger, recipients, random, capacity, GIVEN_BACK, DESTROYED_AT_ONCE);
  }

  /**
   * @param room for slots that are given back, beyond the capacity
   * @param destroyedAtOnce so many without room are destroyed together
   */
  SlotPool(
      KeyRows ledger,
      Recipients recipients,
      SecureRandom random,
      int capacity,
      int room,
      int destroyedAtOnce) {
    this.destroyedAtOnce = destroyedAtOnce;
    this.ledger = ledger;
    this.recipients = recipients;
    this.random = random;
    this.capacity = capacity;
    this.ready = new LinkedBlockingQueue<>(capacity + room);
    this.ledgerDirectory = ledger.directory();
  }

  RecorderSlot take() throws RecorderBusy {
    Prepared prepared = ready.poll();
    if (prepared == null) {
      throw new RecorderBusy("All %d recorder slots are taken".formatted(capacity));
    }
    return new RecorderSlot(this, prepared.header(), prepared.row());
  }

  void giveBack(PreparedHeader header, long row) {
    if (ledger.failure().isPresent()) {
      header.destroy();
    } else if (!ready.offer(new Prepared(header, row))) {
      header.destroy();
      surplus.add(row);
    }
  }

  /** Why no further slots come, if so. */
  Optional<DiskTrouble> trouble() {
    return trouble;
  }

  /** Slots at hand, those beyond the capacity not counted. */
  int size() {
    return Math.min(capacity, ready.size());
  }

  /** Fills up by one batch at most, and destroys what gathered; the agent's turn. */
  boolean refill() {
    int missing = capacity - ready.size();
    boolean few = missing >= Math.max(1, capacity / 4);
    if (ledger.failure().isPresent() || (!few && surplus.size() < destroyedAtOnce)) {
      return false;
    }
    try {
      if (!few) {
        destroySurplus();
        return true;
      }
      prepare(Math.min(missing, BATCH));
      return true;
    } catch (RuntimeException e) {
      // Calls that have their slot are not touched by it; the ledger is not used again.
      LOG.error("No recorder slot can be prepared", e);
      trouble = Optional.of(DiskTrouble.of(ledgerDirectory, e));
      return false;
    }
  }

  private void prepare(int count) {
    List<byte[]> shares = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] share = new byte[32];
      random.nextBytes(share);
      shares.add(share);
    }
    long[] rows = ledger.append(RowKind.SHARE_B, shares);
    for (int i = 0; i < count; i++) {
      byte[] share = shares.get(i);
      PreparedHeader header =
          PreparedHeader.prepare(randomId(), ledger.id(), rows[i], share, recipients, random);
      Arrays.fill(share, (byte) 0);
      if (!ready.offer(new Prepared(header, rows[i]))) {
        // Calls gave theirs back meanwhile.
        header.destroy();
        LongStream.of(rows).skip(i).forEach(surplus::add);
        return;
      }
    }
  }

  private void destroySurplus() {
    List<Long> rows = new ArrayList<>();
    for (Long row = surplus.poll(); row != null; row = surplus.poll()) {
      rows.add(row);
    }
    ledger.erase(rows);
  }

  /** Version 4: a time-ordered one would tell when the slot was prepared, not when the call was. */
  private UUID randomId() {
    long high = (random.nextLong() & ~0xF000L) | 0x4000L;
    long low = (random.nextLong() & ~(3L << 62)) | (2L << 62);
    return new UUID(high, low);
  }

  /** Destroys what was prepared and not used. */
  void close() {
    List<Prepared> unused = new ArrayList<>();
    ready.drainTo(unused);
    unused.forEach(prepared -> prepared.header().destroy());
    if (ledger.failure().isEmpty()) {
      unused.forEach(prepared -> surplus.add(prepared.row()));
      destroySurplus();
    }
  }
}
