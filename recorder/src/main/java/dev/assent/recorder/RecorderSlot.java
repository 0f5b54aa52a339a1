package dev.assent.recorder;

import dev.assent.recorder.container.PreparedHeader;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The right to begin one recording at once: keys drawn, sealed to the recipients, share B on disk.
 * Close it if there is no recording; after {@link Recorder#begin} closing does nothing. Any thread.
 */
public final class RecorderSlot implements AutoCloseable {
  private final SlotPool pool;
  private final PreparedHeader header;
  private final long row;
  private final AtomicBoolean gone = new AtomicBoolean();

  RecorderSlot(SlotPool pool, PreparedHeader header, long row) {
    this.pool = pool;
    this.header = header;
    this.row = row;
  }

  /** The header, once. */
  PreparedHeader use() {
    if (!gone.compareAndSet(false, true)) {
      throw new IllegalStateException("This recorder slot was used or closed before");
    }
    return header;
  }

  long row() {
    return row;
  }

  /** Gives it back: nothing was ever written under its keys, so the next call may have them. */
  @Override
  public void close() {
    if (gone.compareAndSet(false, true)) {
      pool.giveBack(header, row);
    }
  }
}
