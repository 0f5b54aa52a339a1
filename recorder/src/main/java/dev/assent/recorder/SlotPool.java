package dev.assent.recorder;

import dev.assent.recorder.container.PreparedHeader;
import dev.assent.recorder.container.Recipients;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.ledger.RowKind;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.stream.LongStream;

/**
 * Slots prepared in advance, so that neither post-quantum cryptography nor a force of the ledger
 * stands between two calls. Taken and given back by call threads, filled by one agent.
 */
final class SlotPool {
  /** Rows of one ledger group. */
  private static final int BATCH = 32;

  private final KeyLedger ledger;
  private final Recipients recipients;
  private final SecureRandom random;
  private final int capacity;
  private final ArrayBlockingQueue<Prepared> ready;
  private final StopReason stop;

  private record Prepared(PreparedHeader header, long row) {}

  SlotPool(
      KeyLedger ledger, Recipients recipients, SecureRandom random, int capacity, StopReason stop) {
    this.ledger = ledger;
    this.recipients = recipients;
    this.random = random;
    this.capacity = capacity;
    this.ready = new ArrayBlockingQueue<>(capacity);
    this.stop = stop;
  }

  RecorderSlot take() throws RecorderBusy {
    Prepared prepared = ready.poll();
    if (prepared == null) {
      throw new RecorderBusy("All %d recorder slots are taken".formatted(capacity));
    }
    return new RecorderSlot(this, prepared.header(), prepared.row());
  }

  void giveBack(PreparedHeader header, long row) {
    if (stop.isSet()) {
      header.destroy();
    } else if (!ready.offer(new Prepared(header, row))) {
      header.destroy();
      ledger.erase(List.of(row));
    }
  }

  int size() {
    return ready.size();
  }

  /** Fills up by one batch at most; the agent's turn. */
  boolean refill() {
    int missing = capacity - ready.size();
    if (stop.isSet() || missing < Math.max(1, capacity / 4)) {
      return false;
    }
    try {
      prepare(Math.min(missing, BATCH));
      return true;
    } catch (RuntimeException e) {
      stop.set("no recorder slot can be prepared: " + e.getMessage(), e);
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
        ledger.erase(LongStream.of(rows).skip(i).boxed().toList());
        return;
      }
    }
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
      ledger.erase(unused.stream().map(Prepared::row).toList());
    }
  }
}
