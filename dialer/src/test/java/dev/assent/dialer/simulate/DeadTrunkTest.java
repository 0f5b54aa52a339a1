package dev.assent.dialer.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Clearance;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.World;
import dev.assent.compliance.store.campaign.Report;
import dev.assent.dialer.alert.Alert;
import dev.assent.dialer.alert.StandingAlerts;
import dev.assent.dialer.engine.law.GateLaw;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.address.Transport;
import dev.assent.dialer.sip.transport.Connected;
import dev.assent.dialer.trunk.CallsInProgress;
import dev.assent.dialer.trunk.Dialed;
import dev.assent.dialer.trunk.Disposition;
import dev.assent.dialer.trunk.Lines;
import dev.assent.dialer.trunk.Pacer;
import dev.assent.dialer.trunk.Reach;
import dev.assent.dialer.trunk.Routes;
import dev.assent.dialer.trunk.TrunkHealth;
import dev.assent.dialer.trunk.TrunkHeld;
import dev.assent.dialer.trunk.TrunkStatus;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A carrier that takes no call for most of an hour, in each way it can: the real run, gate, store
 * and trunk's health on virtual time.
 */
@Timeout(120)
class DeadTrunkTest {
  private static final Instant BEGIN = World.beijing("2026-03-18T10:00:00");
  private static final Instant DIES = World.beijing("2026-03-18T10:05:00");
  private static final Instant BACK = World.beijing("2026-03-18T11:00:00");
  private static final int PEOPLE = 250;
  private static final Target TARGET =
      Target.udp(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 5060));

  /** What the carrier does while it is ill. */
  enum Illness {
    /** Neither OPTIONS nor an INVITE is answered. */
    DEAD,
    /** OPTIONS is answered as ever, by another machine than that which would take the calls. */
    ANSWERS_ONLY_OPTIONS,
    /** It never answers OPTIONS, healthy or not. */
    MUTE,
    SHEDS_EVERYTHING
  }

  private final Map<String, Integer> taken = new HashMap<>();
  private final Map<String, Integer> lost = new HashMap<>();
  private final Set<String> refused = new HashSet<>();
  private final List<Instant> invites = new ArrayList<>();
  private final List<Alert> alerts = new ArrayList<>();
  private final Set<String> said = new HashSet<>();
  private TrunkHealth health;

  private static boolean ill(Instant at) {
    return !at.isBefore(DIES) && at.isBefore(BACK);
  }

  private Lines carrier(
      String trunk, VirtualTime time, GateLaw law, CallsInProgress calls, Illness ills) {
    Routes routes =
        new Routes(
                List.of(new Routes.Name("192.0.2.1", 5060, "")),
                Transport.UDP,
                null,
                _ -> true,
                time,
                new Random(1))
            .start();
    health =
        new TrunkHealth(
                routes,
                reach(time, ills),
                null,
                false,
                Duration.ofSeconds(30),
                time,
                time,
                new Random(2))
            .start();
    Pacer pacer = new Pacer(time, time, 0.5);
    return new Lines() {
      @Override
      public String name() {
        return trunk;
      }

      @Override
      public Line seize() throws InterruptedException, TrunkHeld {
        pacer.await(health.share());
        return line(health.enter(), time, law, calls, ills);
      }
    };
  }

  private static Reach reach(VirtualTime time, Illness ills) {
    return new Reach() {
      @Override
      public CompletableFuture<Connected> connect(Target target) {
        return new CompletableFuture<>();
      }

      @Override
      public void release(Target target) {}

      @Override
      public boolean isUp(Target target) {
        return true;
      }

      @Override
      public CompletableFuture<Integer> options(Target target) {
        boolean silent = ills == Illness.MUTE || (ills == Illness.DEAD && ill(time.instant()));
        return silent ? new CompletableFuture<>() : CompletableFuture.completedFuture(200);
      }
    };
  }

  private Lines.Line line(
      TrunkHealth.Turn turn, VirtualTime time, GateLaw law, CallsInProgress calls, Illness ills) {
    return new Lines.Line() {
      private final String callId = "call-" + invites.size();

      @Override
      public String sipCallId() {
        return callId;
      }

      @Override
      public Dialed dial(Clearance clearance) {
        calls.add(clearance, _ -> {});
        if (law.against(clearance).isPresent()) {
          return new Dialed.NotSent("held");
        }
        TrunkHealth.Sent sent = health.invited(TARGET);
        String number = clearance.number().e164();
        invites.add(time.instant());
        if (!ill(time.instant())) {
          taken.merge(number, 1, Integer::sum);
          sent.heard(100, null);
          time.sleep(Duration.ofSeconds(1));
          sent.heard(486, null);
          return new Dialed.Busy(486, true);
        }
        if (ills == Illness.SHEDS_EVERYTHING) {
          refused.add(number);
          time.sleep(Duration.ofMillis(50));
          sent.heard(503, null);
          return new Dialed.Rejected(Disposition.CONGESTION, 503, "", List.of(), List.of(), false);
        }
        lost.merge(number, 1, Integer::sum);
        time.sleep(Duration.ofSeconds(32));
        return new Dialed.Unknown("no answer");
      }

      @Override
      public void close() {
        turn.close();
      }
    };
  }

  /** As the engine's watch looks. */
  private void watch(StagedRun run, StandingAlerts standing) {
    TrunkStatus status = health.status();
    if (ill(run.time.instant().minusSeconds(60))) {
      said.add(status.state() + ": " + status.reason());
    }
    standing.look(
        status.downFor(Duration.ofSeconds(15), run.time.instant())
            ? Set.of(
                new StandingAlerts.Condition(Alert.Kind.TRUNK_DOWN, "loopback", status.reason()))
            : Set.of());
    run.time.after(Duration.ofSeconds(5).toNanos(), () -> watch(run, standing));
  }

  private long invitesWithin(Instant from, Instant to) {
    return invites.stream().filter(at -> !at.isBefore(from) && at.isBefore(to)).count();
  }

  @ParameterizedTest
  @EnumSource
  void callsStopAndComeBackByAndBy(Illness ills) {
    try (StagedRun run =
        new StagedRun(
            PEOPLE,
            BEGIN,
            new Campaign.Pacing(5, 100, 120),
            UnaryOperator.identity(),
            (trunk, time, law, calls) -> carrier(trunk, time, law, calls, ills),
            false)) {
      watch(run, new StandingAlerts(alerts::add, run.time));
      run.begin();
      run.until(World.beijing("2026-03-18T20:50:00"));
      long before = invitesWithin(BEGIN, DIES);
      assertThat(before).isBetween(100L, 150L);
      long burnt = invitesWithin(DIES, BACK);
      assertThat(burnt)
          .as("who was called into a carrier that takes none")
          .isLessThanOrEqualTo(ills == Illness.DEAD ? 5 : 30);
      assertThat(said).as("the status says so").anyMatch(word -> word.startsWith("DOWN: "));
      assertThat(alerts)
          .extracting(Alert::kind, Alert::over)
          .as("told once, and that it is over")
          .hasSize(2);
      Instant again = invites.stream().filter(at -> !at.isBefore(BACK)).findFirst().orElseThrow();
      assertThat(again).isBefore(BACK.plus(Duration.ofMinutes(6)));
      assertThat(invitesWithin(again, again.plusSeconds(30))).as("no crowd at once").isLessThan(6);
      assertThat(taken.values()).as("nobody rang twice").allMatch(calls -> calls == 1);
      assertThat(lost.keySet()).as("of unknown end: never again").noneMatch(taken::containsKey);
      assertThat(lost.values()).allMatch(calls -> calls == 1);
      assertThat(taken.keySet()).as("a 503 uses up no cap of the day").containsAll(refused);
      assertThat(taken.size() + lost.size()).as("nobody is forgotten").isEqualTo(PEOPLE);
      Report report = run.report();
      assertThat(report.outcomes())
          .containsEntry(Outcome.BUSY, (long) taken.size())
          .satisfies(
              outcomes ->
                  assertThat(outcomes.getOrDefault(Outcome.UNKNOWN, 0L)).isEqualTo(lost.size()));
    }
  }
}
