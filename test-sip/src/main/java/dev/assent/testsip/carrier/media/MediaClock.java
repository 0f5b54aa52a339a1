package dev.assent.testsip.carrier.media;

import dev.assent.testsip.carrier.loop.Loop;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;

/**
 * Beats every 5 ms while there are legs: reads what has come and lets a quarter of the legs send,
 * so each leg every 20 ms. Reading on the beat, not on arrival, keeps hundreds of calls cheap. Loop
 * thread only.
 */
public final class MediaClock implements AutoCloseable {
  private static final long BEAT_NANOS = 5_000_000;
  private static final int QUARTERS = 4;

  private final Loop loop;
  private final Selector selector;
  private final List<List<Leg>> quarters = new ArrayList<>();
  private int legs;
  private int placed;
  private boolean beating;
  private long beatNanos;
  private long beat;

  public MediaClock(Loop loop) throws IOException {
    this.loop = loop;
    this.selector = Selector.open();
    for (int i = 0; i < QUARTERS; i++) {
      quarters.add(new ArrayList<>());
    }
  }

  long now() {
    return loop.now();
  }

  void listen(DatagramChannel channel, Runnable onReadable) throws IOException {
    channel.register(selector, SelectionKey.OP_READ, onReadable);
  }

  void add(Leg leg) {
    quarters.get(placed++ % QUARTERS).add(leg);
    legs++;
    if (!beating) {
      beating = true;
      beatNanos = loop.now();
      beat();
    }
  }

  void remove(Leg leg) {
    for (List<Leg> quarter : quarters) {
      if (quarter.remove(leg)) {
        legs--;
      }
    }
  }

  private void beat() {
    if (legs == 0) {
      beating = false;
      return;
    }
    long due = beatNanos;
    List<Leg> quarter = List.copyOf(quarters.get((int) (beat % QUARTERS)));
    // Whole periods that are already over are left out: a burst would not bring the time back.
    long over = Math.max(0, (loop.now() - due) / (QUARTERS * BEAT_NANOS)) * QUARTERS;
    beat += 1 + over;
    beatNanos += (1 + over) * BEAT_NANOS;
    loop.at(beatNanos, this::beat);
    try {
      selector.selectNow(key -> ((Runnable) key.attachment()).run());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    for (Leg leg : quarter) {
      leg.slot(due);
    }
  }

  @Override
  public void close() {
    try {
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
