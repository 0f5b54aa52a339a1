package dev.assent.dialer.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Clearance;
import dev.assent.compliance.Facts;
import dev.assent.compliance.FactsSource;
import dev.assent.compliance.Found;
import dev.assent.compliance.Hold;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.World;
import dev.assent.dialer.campaign.CampaignRun;
import dev.assent.dialer.engine.law.GateLaw;
import dev.assent.dialer.trunk.CallsInProgress;
import dev.assent.dialer.trunk.Dialed;
import dev.assent.dialer.trunk.Lines;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A machine that cannot read in time denies the call, and forgets nobody for it. */
@Timeout(60)
class SlowMachineTest {
  private static final Instant BEGIN = World.beijing("2026-03-18T10:00:00");
  private static final int PEOPLE = 30;

  private final AtomicInteger reads = new AtomicInteger();

  /** Every third page, and every third single look, comes too late. */
  private final class Slow implements FactsSource {
    private final FactsSource facts;
    private final int inTime;

    private Slow(FactsSource facts, int inTime) {
      this.facts = facts;
      this.inTime = inTime;
    }

    private void read() {
      if (reads.incrementAndGet() % 3 >= inTime) {
        throw new IllegalStateException("the facts could not be read in time");
      }
    }

    @Override
    public Facts of(Attempt attempt, Instant now) {
      read();
      return facts.of(attempt, now);
    }

    @Override
    public List<Facts> ofMany(UUID campaignId, String trunk, List<UUID> contactIds, Instant now) {
      read();
      return facts.ofMany(campaignId, trunk, contactIds, now);
    }

    @Override
    public Found<List<Hold>> holds() {
      return facts.holds();
    }
  }

  /** Everybody is busy after a second. */
  static Lines carrier(String trunk, VirtualTime time, GateLaw law, CallsInProgress calls) {
    return carrier(trunk, time, law, calls, Duration.ofMillis(100));
  }

  /**
   * @param seizing how long the run waits for a line
   */
  static Lines carrier(
      String trunk, VirtualTime time, GateLaw law, CallsInProgress calls, Duration seizing) {
    AtomicInteger ids = new AtomicInteger();
    return new Lines() {
      @Override
      public String name() {
        return trunk;
      }

      @Override
      public Line seize() {
        time.sleep(seizing);
        String callId = "call-" + ids.incrementAndGet();
        return new Line() {
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
            time.sleep(Duration.ofSeconds(1));
            return new Dialed.Busy(486, true);
          }

          @Override
          public void close() {}
        };
      }
    };
  }

  private StagedRun run(int inTime) {
    return new StagedRun(
        PEOPLE,
        BEGIN,
        new Campaign.Pacing(5, 10),
        facts -> new Slow(facts, inTime),
        SlowMachineTest::carrier,
        true);
  }

  @Test
  void whoCouldNotBeLookedAtInTimeIsCalledWithinTheSameRun() {
    try (StagedRun run = run(2)) {
      run.begin();
      Optional<CampaignRun.End> end = run.until(BEGIN.plus(Duration.ofHours(1)));
      assertThat(run.report().outcomes()).containsOnly(Map.entry(Outcome.BUSY, 30L));
      assertThat(run.report().attempted()).isEqualTo(PEOPLE);
      assertThat(run.progress.snapshot().blocked()).as("nobody is blocked for it").isEmpty();
      assertThat(end).contains(CampaignRun.End.NOTHING_DUE);
    }
  }

  @Test
  void aMachineThatNeverReadsInTimeCallsNobodyAndARunOfOnceEnds() {
    try (StagedRun run = run(0)) {
      run.begin();
      assertThat(run.until(BEGIN.plus(Duration.ofMinutes(10))))
          .contains(CampaignRun.End.NOTHING_DUE);
      assertThat(run.report().attempted()).isZero();
      assertThat(run.report().deferred()).containsEntry("ENGINE_ERROR", (long) PEOPLE);
    }
  }
}
