package dev.assent.media.rtp;

import dev.assent.media.sdp.MediaTerms;
import dev.assent.media.sdp.OfferAnswer;
import dev.assent.media.sdp.SrtpPolicy;
import dev.assent.media.srtp.SrtpSession;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * All sound of the program: the media threads, their ports and their calls. Thread-safe.
 *
 * <p>Each thread takes about 2000 calls; give it a core and, where the system allows, a real-time
 * scheduling class.
 */
public final class MediaEngine implements AutoCloseable {
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  private final MediaSettings settings;
  private final RandomGenerator random;
  private final PortPool ports;
  private final List<MediaLoop> loops = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final TapQueue taps;

  MediaEngine(MediaSettings settings) {
    this.settings = settings;
    this.random = settings.random();
    this.ports = new PortPool(settings, new SplittableRandom(random.nextLong()));
    Executor elsewhere = task -> Thread.ofVirtual().name("media-notice").start(task);
    for (int i = 0; i < settings.threads(); i++) {
      TapLane lane = new TapLane(settings.tapRing(), settings.tapBuffersPerCall());
      loops.add(new MediaLoop(settings, new SplittableRandom(random.nextLong()), lane, elsewhere));
    }
    this.taps = new TapQueue(loops.stream().map(MediaLoop::taps).toList());
  }

  /** Starts the media threads; no port is bound yet. */
  public static MediaEngine start(MediaSettings settings) {
    MediaEngine engine = new MediaEngine(settings);
    for (MediaLoop loop : engine.loops) {
      Thread thread =
          Thread.ofPlatform().name("media-" + engine.threads.size()).daemon().unstarted(loop);
      engine.threads.add(thread);
    }
    engine.threads.forEach(Thread::start);
    return engine;
  }

  /**
   * A bound pair of ports.
   *
   * @throws NoMediaPort none can be had: place no call
   */
  public MediaPort reserve() throws NoMediaPort {
    PortPair pair = ports.reserve();
    InetSocketAddress local = new InetSocketAddress(settings.advertised(), pair.port());
    return new BoundPort(this, pair, local, random.nextLong(1, 1L << 53));
  }

  public MediaStats stats() {
    return MediaStats.of(loops, ports.refused());
  }

  /** Tapped seconds on their way to the recorder. One reader thread. */
  public TapQueue taps() {
    return taps;
  }

  /** Ends all calls' media, then the threads. */
  @Override
  public void close() {
    loops.forEach(MediaLoop::stop);
    for (Thread thread : threads) {
      try {
        thread.join(STOP_WITHIN);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  MediaLeg open(PortPair pair, OfferAnswer offerAnswer, MediaTerms terms, MediaEvents events) {
    MediaLoop loop = loops.stream().min(Comparator.comparingInt(l -> l.load().get())).orElseThrow();
    @Nullable SrtpSession srtp =
        terms.srtp().map(keys -> SrtpSession.of(keys, loop.scratch())).orElse(null);
    Leg leg = new Leg(loop, pair, terms, events, LegSeeds.draw(random), srtp);
    loop.load().incrementAndGet();
    boolean taken =
        loop.command(
            now -> {
              loop.add(leg);
              leg.onOpen(now);
            });
    if (!taken) {
      release(pair);
      throw new IllegalStateException("the media engine is closed");
    }
    return new LegProxy(loop, leg, offerAnswer, terms, srtp);
  }

  OfferAnswer offerAnswer(InetSocketAddress local, long sessionId, SrtpPolicy srtp) {
    return new OfferAnswer(local, sessionId, srtp, random);
  }

  void release(PortPair pair) {
    pair.release(settings.clock().nanoTime());
  }

  List<MediaLoop> loops() {
    return loops;
  }
}
