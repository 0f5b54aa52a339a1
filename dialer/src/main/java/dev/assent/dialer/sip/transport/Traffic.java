package dev.assent.dialer.sip.transport;

import java.net.InetAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** Counts what passes. Thread-safe; counting never blocks. */
public final class Traffic {
  private static final int CLASSES = 7;

  private final LongAdder received = new LongAdder();
  private final LongAdder sent = new LongAdder();
  private final LongAdder retransmitted = new LongAdder();
  private final LongAdder lateAnswers = new LongAdder();
  private final LongAdder lost = new LongAdder();
  private final List<LongAdder> responses = Stream.generate(LongAdder::new).limit(CLASSES).toList();
  private final DropSources sources = new DropSources();
  private final Map<Drop, LongAdder> dropped = new EnumMap<>(Drop.class);

  public Traffic() {
    for (Drop why : Drop.values()) {
      dropped.put(why, new LongAdder());
    }
  }

  void received() {
    received.increment();
  }

  void sent() {
    sent.increment();
  }

  public void retransmitted() {
    retransmitted.increment();
  }

  /** A connection of ours that was up broke. */
  void lost() {
    lost.increment();
  }

  /** A 2xx acknowledged only to be hung up. */
  public void lateAnswer() {
    lateAnswers.increment();
  }

  /** A response taken. */
  public void response(int status) {
    responses.get(status / 100).increment();
  }

  public void dropped(Drop why) {
    adder(why).increment();
  }

  /** Dropped, and it is known who sent it. */
  public void dropped(Drop why, InetAddress source) {
    adder(why).increment();
    sources.add(why, source);
  }

  public long receivedCount() {
    return received.sum();
  }

  public long sentCount() {
    return sent.sum();
  }

  public long retransmittedCount() {
    return retransmitted.sum();
  }

  public long lateAnswerCount() {
    return lateAnswers.sum();
  }

  public long lostCount() {
    return lost.sum();
  }

  /** By class; index 1 is 1xx. */
  public List<Long> responseCounts() {
    return responses.stream().map(LongAdder::sum).toList();
  }

  public Map<Drop, Long> droppedCounts() {
    Map<Drop, Long> counts = new EnumMap<>(Drop.class);
    dropped.forEach((why, adder) -> counts.put(why, adder.sum()));
    return counts;
  }

  public List<DropSource> dropSources() {
    return sources.list();
  }

  private LongAdder adder(Drop why) {
    LongAdder adder = dropped.get(why);
    if (adder == null) {
      throw new IllegalStateException("No counter for " + why);
    }
    return adder;
  }
}
