package dev.assent.testsip.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Visitor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An upgrade while campaigns run: the engine drains, and the next one goes on with them. */
@Timeout(300)
class UpgradedTest {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final String RUNS = Rehearsal.number(720);
  private static final String RESTS = Rehearsal.number(721);

  @TempDir Path root;

  /** Until its list is finished: whoever was busy is called again, in hours. */
  private static CompletableFuture<Exit> running(Rehearsal stage, String name, String number)
      throws Exception {
    stage.carrier.plan(number, "busy");
    stage.campaign(name, List.of(number), "");
    String[] run = {"campaign", "run", name, "--yes", "--as", "alice"};
    CompletableFuture<Exit> ended =
        CompletableFuture.supplyAsync(
            () -> stage.give(Visitor.nobody(), run), task -> Thread.ofVirtual().start(task));
    stage.carrier.awaitCall(LIMIT, call -> call.called().equals(number) && call.ended());
    return ended;
  }

  private static String status(Rehearsal stage, String name) {
    return stage.done("campaign", "status", name, "--as", "alice");
  }

  @Test
  void whatRanGoesOnAndWhatWasPausedStaysSo() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      CompletableFuture<Exit> runs = running(stage, "runs", RUNS);
      CompletableFuture<Exit> rests = running(stage, "rests", RESTS);
      stage.done("campaign", "pause", "rests", "--as", "alice");

      assertThat(stage.give(Visitor.nobody(), "upgrade", "apply", "--backup", "nowhere/x.backup"))
          .isEqualTo(Exit.USAGE);
      assertThat(status(stage, "runs")).as("nothing was ended for it").contains("dialed 1");
      Visitor applied = Visitor.nobody();
      assertThat(stage.give(applied, "upgrade", "apply", "--backup", "home.backup"))
          .as(applied.words())
          .isEqualTo(Exit.DONE);
      assertThat(applied.words())
          .contains("written down for the next engine: runs;")
          .contains("the next engine goes on with runs")
          .contains("next: assent engine")
          .doesNotContain("goes on with rests");
      for (CompletableFuture<Exit> drained : List.of(runs, rests)) {
        assertThat(drained.get(30, TimeUnit.SECONDS)).isEqualTo(Exit.STOPPED_EARLY);
      }
      stage.stopEngine();

      stage.startEngine();
      while (!status(stage, "runs").contains("dialed 0")) {
        LockSupport.parkNanos(1_000_000); // it goes on by itself, and says what it did since
      }
      assertThat(status(stage, "rests")).contains("PAUSED").doesNotContain("dialed");
      assertThat(root.resolve("home/data/upgrade.json")).doesNotExist();
      assertThat(stage.carrier.calls()).as("nobody twice").hasSize(2);

      stage.done("campaign", "stop", "runs", "--as", "alice");
      stage.done("campaign", "stop", "rests", "--as", "alice");
      while (status(stage, "runs").contains("dialed")) {
        LockSupport.parkNanos(1_000_000);
      }
      stage.done("lock");
      assertThat(stage.done("campaign", "status", "--as", "alice", "-o", "csv"))
          .as("where they stand, from a locked engine")
          .contains("runs,STOPPED", "rests,STOPPED");
      Visitor why = Visitor.nobody();
      assertThat(stage.give(why, "campaign", "status", "runs", "--why", "--as", "alice"))
          .isEqualTo(Exit.DONE);
      assertThat(why.words()).contains("the engine is locked: nobody is called", "assent unlock");
    }
  }
}
