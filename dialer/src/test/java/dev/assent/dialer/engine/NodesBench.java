package dev.assent.dialer.engine;

import dev.assent.compliance.Clearance;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.sql.NodeSettings;
import dev.assent.dialer.VirtualThreads;
import dev.assent.dialer.cluster.NodeWatch;
import dev.assent.dialer.sip.WheelTimers;
import dev.assent.dialer.trunk.Allowance;
import dev.assent.dialer.trunk.Dialed;
import dev.assent.dialer.trunk.Lines;
import dev.assent.dialer.trunk.SharedLines;
import dev.assent.dialer.trunk.TrunkBudget;
import dev.assent.dialer.trunk.TrunkHeld;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Three nodes on one PostgreSQL dial over one trunk and for one campaign, as engines do but for
 * SIP: shares renewed in the database, both budgets waited for, every third contact turned down.
 * What leaves is compared with what the trunk allows, while all three dial and after one has gone.
 */
final class NodesBench {
  private static final double CALLS_PER_SECOND = 30;
  private static final int CHANNELS = 300;
  private static final double GOAL = 0.95;
  private static final Duration NOTHING_FREE = Duration.ofMillis(100);
  private static final Duration SETTLED = Duration.ofSeconds(3);
  private static final Duration MEASURED = Duration.ofSeconds(12);

  private NodesBench() {}

  /** The way an engine takes a line, without the SIP behind it. */
  private record Wireless(TrunkBudget budget, TrunkBudget.Claim claim, Allowance allowance)
      implements Lines {
    @Override
    public String name() {
      return "bench";
    }

    @Override
    public Line seize() throws InterruptedException {
      while (allowance.share() <= 0) {
        Thread.sleep(NOTHING_FREE);
      }
      TrunkBudget.Turn turn = budget.enter(claim, () -> Math.max(0.001, allowance.share()));
      return new Line() {
        private boolean dialled;

        @Override
        public String sipCallId() {
          dialled = true;
          return "";
        }

        @Override
        public Dialed dial(Clearance clearance) {
          throw new IllegalStateException("nobody is called here");
        }

        @Override
        public void close() {
          if (!dialled) {
            turn.giveBack();
          }
          budget.leave();
        }
      };
    }
  }

  private static final class Node {
    private final Store store;
    private final NodeWatch watch;
    private final WheelTimers timers = new WheelTimers();
    private final AtomicLong dialled = new AtomicLong();
    private volatile boolean dialling = true;
    private Thread thread = Thread.currentThread();

    Node(Store store) {
      this.store = store;
      this.watch =
          NodeWatch.start(
              store.cluster().orElseThrow(),
              new NodeWatch.Means(
                  InstantSource.system(),
                  System::nanoTime,
                  timers,
                  Thread::sleep,
                  () -> {},
                  () -> {},
                  () -> {},
                  (node, what) -> System.err.println(node + ": " + what)));
    }

    void dial() {
      Allowance trunk = watch.allowance("bench", CALLS_PER_SECOND, CHANNELS);
      TrunkBudget budget =
          new TrunkBudget(timers, new VirtualThreads(), CHANNELS, CALLS_PER_SECOND);
      SharedLines lines =
          new SharedLines(
              new Wireless(budget, budget.claim(1), trunk),
              watch.allowance("campaign", CALLS_PER_SECOND, CHANNELS),
              timers,
              new VirtualThreads(),
              CALLS_PER_SECOND);
      thread = Thread.ofVirtual().start(() -> run(lines));
    }

    private void run(SharedLines lines) {
      for (long looked = 0; dialling; looked++) {
        try (Lines.Line line = lines.seize()) {
          if (looked % 3 != 2) {
            line.sipCallId();
            dialled.incrementAndGet();
          }
        } catch (TrunkHeld e) {
          pause(NOTHING_FREE);
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
    }

    void end() throws InterruptedException {
      dialling = false;
      thread.join();
      watch.close();
      store.close();
      timers.close();
    }
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public static void main(String[] args) throws Exception {
    Path directory = Path.of(args[0]);
    SecureRandom random = new SecureRandom();
    BenchMetrics metrics = new BenchMetrics();
    List<Node> nodes = new ArrayList<>();
    try (BenchHome home = BenchHome.in(directory, "nodes", "POSTGRES", random)) {
      for (int i = 1; i <= 3; i++) {
        NodeSettings settings =
            new NodeSettings(new UUID(0xDE, i), "node" + i, "bench " + i, System::nanoTime);
        if (i > 1) {
          nodes.getFirst().store.admit(settings.id(), settings.name(), "key", "bob");
        }
        nodes.add(new Node(home.openNode(settings)));
      }
      nodes.forEach(Node::dial);
      pause(SETTLED);
      metrics.atLeast(
          "three nodes",
          measured(nodes),
          "cps",
          "trunk",
          CALLS_PER_SECOND,
          GOAL * CALLS_PER_SECOND);
      nodes.removeLast().end();
      pause(SETTLED);
      metrics.atLeast(
          "two, one has gone",
          measured(nodes),
          "cps",
          "trunk",
          CALLS_PER_SECOND,
          GOAL * CALLS_PER_SECOND);
      for (Node node : nodes) {
        node.end();
      }
      metrics.write("nodes", Path.of(args[1]));
    }
    System.exit(0);
  }

  private static double measured(List<Node> nodes) {
    long before = nodes.stream().mapToLong(node -> node.dialled.get()).sum();
    long from = System.nanoTime();
    pause(MEASURED);
    long placed = nodes.stream().mapToLong(node -> node.dialled.get()).sum() - before;
    return placed * 1e9 / (System.nanoTime() - from);
  }
}
