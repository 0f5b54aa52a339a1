package dev.assent.dialer.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.store.PostgresServer;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.nodes.Cluster;
import dev.assent.compliance.store.sql.NodeSettings;
import dev.assent.dialer.cluster.NodeWatch;
import dev.assent.dialer.sip.VirtualTimers;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.InstantSource;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A node that looks at its shared database: what it does when it cannot, and when it is too late.
 */
@Timeout(60)
class NodeWatchTest {
  private static final long SECONDS = 20;
  private static final UUID SECOND = new UUID(0xDE, 2);

  private final AtomicLong nanos = new AtomicLong(1);
  private final VirtualTimers timers = new VirtualTimers();
  private final AtomicInteger calledOff = new AtomicInteger();
  private final AtomicBoolean cannotCallOff = new AtomicBoolean();
  private final Semaphore looks = new Semaphore(0);
  private final Semaphore goOn = new Semaphore(0);
  private final AtomicBoolean fails = new AtomicBoolean();
  private final BlockingQueue<String> told = new LinkedBlockingQueue<>();
  private BenchHome home;
  private Store store;

  @BeforeEach
  void open(@TempDir Path directory) throws Exception {
    home = BenchHome.on(directory, PostgresServer.fresh(), new SecureRandom());
    store = home.openNode(node(1));
  }

  @AfterEach
  void close() throws Exception {
    store.close();
    home.close();
  }

  private NodeSettings node(int number) {
    return new NodeSettings(
        new UUID(0xDE, number), "node" + number, "machine " + number, nanos::get);
  }

  private Cluster cluster() {
    return store.cluster().orElseThrow();
  }

  /** Its looking thread stands still at each round of chores until it is let on. */
  private NodeWatch start() {
    return NodeWatch.start(
        cluster(),
        new NodeWatch.Means(
            InstantSource.system(),
            nanos::get,
            timers,
            _ -> {},
            this::callOff,
            () -> {},
            this::chores,
            (node, what) -> told.add(node + ": " + what)));
  }

  private void callOff() {
    if (cannotCallOff.getAndSet(false)) {
      throw new IllegalStateException("a bug");
    }
    calledOff.incrementAndGet();
  }

  private void chores() {
    looks.release();
    try {
      if (!goOn.tryAcquire(SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("nobody lets it go on");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (fails.getAndSet(false)) {
      throw new IllegalStateException("a bug");
    }
  }

  private void pass(Duration span) {
    nanos.addAndGet(span.toNanos());
    timers.advance(span);
  }

  private void standsStill() throws InterruptedException {
    nanos.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(looks.tryAcquire(SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatRingsIsCalledOffOnceWhenTheDatabaseWasNotSeenForThreeSeconds() throws Exception {
    try (NodeWatch _ = start()) {
      standsStill();
      pass(Duration.ofMillis(1500));
      assertThat(cluster().stopped()).as("dials nobody after a second").isPresent();
      assertThat(calledOff).hasValue(0);
      cannotCallOff.set(true); // the first try fails, and is made again
      pass(Duration.ofSeconds(2));
      assertThat(calledOff).hasValue(1);
      pass(Duration.ofSeconds(30));
      assertThat(calledOff).hasValue(1);

      fails.set(true);
      goOn.release(); // what failed does not keep it from looking
      standsStill();
      assertThat(cluster().sinceLook()).isLessThan(Duration.ofSeconds(2));
      timers.advance(Duration.ofMillis(250));
      pass(Duration.ofSeconds(4));
      assertThat(calledOff).as("blind a second time").hasValue(2);
      goOn.release(100);
    }
  }

  @Test
  void whoWasTakenOverFromCallsOffWhatRingsAndTellsPeople() throws Exception {
    assertThat(store.admit(SECOND, "node2", "kid", "bob")).isTrue();
    try (Store other = home.openNode(node(2));
        NodeWatch _ = start()) {
      Cluster second = other.cluster().orElseThrow();
      second.look(Duration.ofMillis(1));
      standsStill();
      try (Connection admin = home.connect();
          Statement sql = admin.createStatement()) {
        sql.execute(
            "UPDATE node_beat SET beat_at = beat_at - INTERVAL '11 seconds' WHERE node_id = '"
                + new UUID(0xDE, 1)
                + "'");
      }
      second.look(Duration.ofMillis(1));
      goOn.release(100);
      assertThat(told.poll(SECONDS, TimeUnit.SECONDS)).startsWith("node1: another node took over");
      assertThat(calledOff).hasValue(1);
      assertThat(cluster().stopped()).isPresent();
    }
  }
}
