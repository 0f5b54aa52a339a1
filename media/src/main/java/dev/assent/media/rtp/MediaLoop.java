package dev.assent.media.rtp;

import dev.assent.media.codec.Codec;
import dev.assent.media.prompt.Prompt;
import dev.assent.media.rtp.CommandQueue.Command;
import dev.assent.media.rtp.Counters.Counter;
import dev.assent.media.srtp.SrtpScratch;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One media thread: a wheel of 20 slots of 1 ms, each call in one slot for life. A slot first sends
 * for all its calls, then reads for them, then commands are taken. Deadlines are absolute, so
 * nothing drifts; a slot more than one period late sends nothing, so nothing comes in bursts.
 */
final class MediaLoop implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(MediaLoop.class);

  static final long TICK_NANOS = 1_000_000L;
  static final int SLOTS = 20;
  static final long PERIOD_NANOS = SLOTS * TICK_NANOS;

  private static final int COMMANDS = 1 << 15;
  private static final int COMMANDS_PER_TICK = 256;
  private static final long IDLE_NANOS = 5 * TICK_NANOS;

  private final MediaClock clock;
  private final InstantSource wallClock;
  private final RandomGenerator random;
  private final List<IpNetwork> mediaNetworks;
  private final TapLane taps;
  private final Executor elsewhere;
  private final Counters counters = new Counters();
  private final LatenessHistogram lateness = new LatenessHistogram();
  private final CommandQueue commands = new CommandQueue(COMMANDS);
  private final AtomicLong commandsRefused = new AtomicLong();
  private final AtomicInteger load = new AtomicInteger();
  private volatile boolean stopping;
  private volatile boolean stopped;

  private final ByteBuffer out = ByteBuffer.allocateDirect(256);
  private final ByteBuffer wire =
      ByteBuffer.allocateDirect(SrtpScratch.MAX_PACKET + SrtpScratch.MAX_ADDED);
  private final SrtpScratch scratch = new SrtpScratch();
  private final RtpPacket packet = new RtpPacket(ByteBuffer.allocateDirect(2048));
  private final byte[] pcmuSilence = new byte[Prompt.PACKET];
  private final byte[] pcmaSilence = new byte[Prompt.PACKET];
  private final Slot[] wheel = new Slot[SLOTS];
  private final long epochNanos;
  private long tick;
  private int legs;
  private long wallAnchorNanos;
  private long wallAnchorMicros;

  MediaLoop(MediaSettings settings, RandomGenerator random, TapLane taps, Executor elsewhere) {
    this.clock = settings.clock();
    this.wallClock = settings.wallClock();
    this.mediaNetworks = settings.mediaNetworks();
    this.random = random;
    this.taps = taps;
    this.elsewhere = elsewhere;
    Arrays.fill(pcmuSilence, Codec.PCMU.silence());
    Arrays.fill(pcmaSilence, Codec.PCMA.silence());
    Arrays.setAll(wheel, i -> new Slot());
    epochNanos = clock.nanoTime();
    anchorWall(epochNanos);
  }

  // --- any thread ---------------------------------------------------------------------------

  /**
   * @return false if the engine has stopped: all calls are closed, the command means nothing
   * @throws IllegalStateException if the thread does not take its commands: it hangs
   */
  boolean command(Command command) {
    if (stopped) {
      return false;
    }
    if (!commands.offer(command)) {
      commandsRefused.incrementAndGet();
      throw new IllegalStateException("media thread takes no commands: stalled");
    }
    return true;
  }

  /** Calls given to this thread and not closed yet. */
  AtomicInteger load() {
    return load;
  }

  long commandsRefused() {
    return commandsRefused.get();
  }

  Counters counters() {
    return counters;
  }

  LatenessHistogram lateness() {
    return lateness;
  }

  TapLane taps() {
    return taps;
  }

  void stop() {
    stopping = true;
  }

  // --- the media thread ---------------------------------------------------------------------

  @Override
  public void run() {
    while (!stopping) {
      runTick();
    }
    stopped = true;
    takeCommands(Integer.MAX_VALUE);
    long now = clock.nanoTime();
    for (Slot slot : wheel) {
      slot.abandonAll(now);
    }
  }

  /** Waits for the next slot and works it off. */
  void runTick() {
    if (legs == 0) {
      idle();
      return;
    }
    long due = epochNanos + tick * TICK_NANOS;
    clock.parkUntil(due);
    long now = clock.nanoTime();
    long late = now - due;
    lateness.record(late);
    counters.increment(Counter.TICKS);
    if (now - wallAnchorNanos > 1_000_000_000L) {
      anchorWall(now);
    }
    Slot slot = wheel[(int) (tick % SLOTS)];
    slot.send(now, late > PERIOD_NANOS);
    slot.receive(now);
    tick++;
    takeCommands(COMMANDS_PER_TICK);
  }

  private void idle() {
    takeCommands(COMMANDS_PER_TICK);
    long now = clock.nanoTime();
    if (legs == 0) {
      clock.parkUntil(now + IDLE_NANOS);
    }
    anchorWall(now);
    tick = (clock.nanoTime() - epochNanos) / TICK_NANOS + 1;
  }

  private void takeCommands(int atMost) {
    for (int i = 0; i < atMost; i++) {
      Command command = commands.poll();
      if (command == null) {
        return;
      }
      try {
        command.run(clock.nanoTime());
      } catch (RuntimeException e) {
        LOG.error("a command to the media thread failed", e);
        counters.increment(Counter.FAULTS);
      }
    }
  }

  /** The emptiest slot takes the call. */
  void add(Leg leg) {
    Slot emptiest = wheel[0];
    for (Slot slot : wheel) {
      if (slot.size < emptiest.size) {
        emptiest = slot;
      }
    }
    emptiest.add(leg);
    legs++;
    counters.increment(Counter.LEGS_OPENED);
  }

  List<IpNetwork> mediaNetworks() {
    return mediaNetworks;
  }

  RandomGenerator random() {
    return random;
  }

  Executor elsewhere() {
    return elsewhere;
  }

  ByteBuffer out() {
    return out;
  }

  /** Where a protected packet is made: what the tap reads stays in the clear. */
  ByteBuffer wire() {
    return wire;
  }

  SrtpScratch scratch() {
    return scratch;
  }

  byte[] silence(Codec codec) {
    return codec == Codec.PCMU ? pcmuSilence : pcmaSilence;
  }

  /** The wall clock at a monotonic time, microseconds since 1970; read anew once a second. */
  long wallMicros(long nanos) {
    return wallAnchorMicros + (nanos - wallAnchorNanos) / 1000;
  }

  private void anchorWall(long now) {
    Instant wall = wallClock.instant();
    wallAnchorNanos = now;
    wallAnchorMicros = wall.getEpochSecond() * 1_000_000 + wall.getNano() / 1000;
  }

  /** The calls of one millisecond of the period. */
  private final class Slot {
    private Leg[] members = new Leg[16];
    private int size;

    void add(Leg leg) {
      if (size == members.length) {
        members = Arrays.copyOf(members, size * 2);
      }
      members[size++] = leg;
    }

    void send(long now, boolean tooLate) {
      for (int i = 0; i < size; i++) {
        try {
          members[i].send(out, now, tooLate);
        } catch (RuntimeException e) {
          members[i].fault(e, now);
        }
      }
    }

    void receive(long now) {
      for (int i = size - 1; i >= 0; i--) {
        Leg leg = members[i];
        try {
          leg.receive(packet, now);
        } catch (RuntimeException e) {
          leg.fault(e, now);
        }
        if (leg.closed()) {
          remove(i);
        }
      }
    }

    void abandonAll(long now) {
      for (int i = size - 1; i >= 0; i--) {
        members[i].abandon(now);
        remove(i);
      }
    }

    @SuppressWarnings("NullAway") // the slot beyond the size is never read
    private void remove(int i) {
      members[i] = members[--size];
      members[size] = null;
      legs--;
      load.decrementAndGet();
    }
  }
}
