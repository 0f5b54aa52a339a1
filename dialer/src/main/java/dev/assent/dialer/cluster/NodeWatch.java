package dev.assent.dialer.cluster;

import dev.assent.compliance.ClockState;
import dev.assent.compliance.store.nodes.Cluster;
import dev.assent.compliance.store.sql.StoreUnavailable;
import dev.assent.dialer.Timers;
import dev.assent.dialer.trunk.Allowance;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the shared database four times a second and whenever there is news, on a thread of its
 * own, from {@link #start} to {@link #close}. Whatever happens to that thread, a timer sees when it
 * has not looked for too long and calls off what rings: nobody could tell this node of a refusal.
 */
public final class NodeWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeWatch.class);
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration CHORES = Duration.ofSeconds(1);

  /** X-19 gives five seconds until every node honours a refusal; CANCEL takes a while. */
  private static final Duration CALLED_OFF_AFTER = Duration.ofSeconds(3);

  private static final Duration LAST_LOOK = Duration.ofSeconds(5);

  private final Cluster cluster;
  private final Means means;
  private final ClockComparison clocks;
  private final SharedTrunks trunks;
  private final SharedRegistrations registrations;
  private final Thread looking;
  private volatile boolean closed;
  private boolean calledOff;
  private long choresAt;

  /**
   * What it needs of the engine.
   *
   * @param machine this machine's clock, simulated home or not
   * @param callOff cancels everything that rings here; must not block
   * @param follow done after each good look, on the thread that looks: what others decided
   * @param chores done about once a second, on the thread that looks
   * @param trouble told what should make people come
   */
  public record Means(
      InstantSource machine,
      LongSupplier nanos,
      Timers timers,
      Pause pause,
      Runnable callOff,
      Runnable follow,
      Runnable chores,
      Trouble trouble) {}

  /** Waits in the calling thread. */
  @FunctionalInterface
  public interface Pause {
    void of(Duration time) throws InterruptedException;
  }

  /** Tells people. */
  @FunctionalInterface
  public interface Trouble {
    void tell(String node, String what);
  }

  private NodeWatch(Cluster cluster, Means means) {
    this.cluster = cluster;
    this.means = means;
    this.clocks = new ClockComparison(means.machine());
    this.trunks = new SharedTrunks(cluster.shares(), means.nanos());
    this.registrations = new SharedRegistrations(cluster.registrations(), means.nanos());
    this.looking = Thread.ofPlatform().daemon().name("node-look").unstarted(this::lookOn);
  }

  /** The first look has been tried on return. */
  public static NodeWatch start(Cluster cluster, Means means) {
    NodeWatch watch = new NodeWatch(cluster, means);
    watch.look(Duration.ofMillis(1));
    watch.choresAt = means.nanos().getAsLong();
    watch.looking.start();
    watch.mind();
    return watch;
  }

  /** What this node may use of a trunk. */
  public Allowance allowance(String trunk, double callsPerSecond, int channels) {
    return trunks.of(trunk, callsPerSecond, channels);
  }

  /**
   * Keeps a trunk's registration up here while no other node does.
   *
   * @param keepUp told when it is this node's, and what is true while it is
   */
  public void registration(String trunk, Consumer<BooleanSupplier> keepUp, Runnable standBy) {
    registrations.add(trunk, keepUp, standBy);
  }

  /** The registration was taken back here. */
  public void unregistered(String trunk) {
    try {
      registrations.remove(trunk);
    } catch (RuntimeException e) {
      // Whoever stops must not be kept by a database that is gone.
      LOG.warn("the lease of a registration runs out by itself: {}", e.getMessage());
    }
  }

  /** R02: what the kernel says of the clock, unless the database's differs. */
  public ClockState with(ClockState kernel) {
    return closed ? kernel : clocks.with(kernel);
  }

  private void lookOn() {
    boolean going = true;
    while (!closed && going) {
      going = look(LOOK);
    }
  }

  /** False when there is no more to look at. */
  private boolean look(Duration news) {
    try {
      switch (cluster.look(news)) {
        case Cluster.Look.Seen seen -> {
          clocks.compare(seen);
          trunks.renew();
          if (means.nanos().getAsLong() - choresAt >= CHORES.toNanos()) {
            choresAt = means.nanos().getAsLong();
            registrations.renew();
            means.chores().run();
          }
          means.follow().run();
        }
        case Cluster.Look.Blind(String why) -> {
          LOG.warn("the shared database is not seen: {}", why);
          means.pause().of(LOOK);
        }
        case Cluster.Look.Fenced _ when closed -> {
          return false; // it has left by itself
        }
        case Cluster.Look.Fenced _ -> {
          LOG.error("another node took over from this one: it dials nobody until it is restarted");
          means.callOff().run();
          means
              .trouble()
              .tell(cluster.name(), "another node took over from it: restart its engine");
          return false;
        }
      }
    } catch (StoreUnavailable e) {
      LOG.warn("the shared database is in trouble: {}", e.getMessage());
      return rest();
    } catch (InterruptedException e) {
      return false;
    } catch (RuntimeException e) {
      if (closed) {
        return false; // what it needs is closed with it
      }
      LOG.error("a look at the shared database failed", e); // the next one is tried all the same
      return rest();
    }
    return true;
  }

  /** What fails at once would fail again at once. */
  private boolean rest() {
    try {
      means.pause().of(LOOK);
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** On a timer, so that it works while the looking thread waits for a silent server. */
  private void mind() {
    if (closed) {
      return;
    }
    try {
      boolean blind = cluster.sinceLook().compareTo(CALLED_OFF_AFTER) > 0;
      if (blind && !calledOff) {
        LOG.error("the shared database was not seen for too long: what rings is called off");
        means.callOff().run();
      }
      calledOff = blind;
      registrations.letGo();
    } catch (RuntimeException e) {
      LOG.error("what rings could not be called off", e); // tried again with the next look
    } finally {
      means.timers().after(LOOK.toNanos(), this::mind);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      looking.join(LAST_LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
