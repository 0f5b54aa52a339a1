package dev.assent.testsip.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.testsip.carrier.CallReport;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An engine that is alone with its database, killed while campaigns drain or are stopped: the next
 * one brings them to their ends by itself, and calls nobody.
 */
@Tag("rehearsal")
@Timeout(300)
class DrainKilledTest {
  private static final Duration LIMIT = Duration.ofSeconds(100);

  /** More than a campaign calls at a time: some of them wait. */
  private static final int PEOPLE = 60;

  private static final List<String> CAMPAIGNS = List.of("drained", "both", "running");

  @TempDir Path root;

  private static List<String> numbers(String campaign) {
    int from = 1000 + 100 * CAMPAIGNS.indexOf(campaign);
    return IntStream.range(from, from + PEOPLE).mapToObj(Rehearsal::number).toList();
  }

  private static List<CallReport> callsOf(String campaign, List<CallReport> all) {
    List<String> numbers = numbers(campaign);
    return all.stream().filter(call -> numbers.contains(call.called())).toList();
  }

  /** Somebody talks, and others ring. */
  private static boolean isUnderWay(String campaign, List<CallReport> all) {
    List<CallReport> calls = callsOf(campaign, all);
    return calls.stream().anyMatch(c -> c.media().packetsIn() > 10)
        && calls.stream().anyMatch(c -> c.ringingAt() != null && c.answeredAt() == null);
  }

  private static String status(Rehearsal stage, String campaign) {
    return stage.done("campaign", "status", campaign, "--as", "alice", "-o", "csv");
  }

  @Test
  void theNextEngineEndsWhatDrainedAndCallsNobody() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      for (String campaign : CAMPAIGNS) {
        // Who is called first is drawn.
        numbers(campaign)
            .forEach(
                number ->
                    stage.carrier.plan(number, number.matches(".*[258]") ? "answer" : "ring"));
        stage.campaign(campaign, numbers(campaign));
      }
      stage.stopEngine();

      List<CompletableFuture<String>> runs = new ArrayList<>();
      Process engine = stage.startEngineProcess();
      try {
        CAMPAIGNS.forEach(name -> runs.add(stage.run(name).exceptionally(Throwable::toString)));
        stage.carrier.await(
            LIMIT, all -> CAMPAIGNS.stream().allMatch(campaign -> isUnderWay(campaign, all)));
        stage.done("campaign", "drain", "drained", "--as", "alice");
        stage.done("campaign", "drain", "both", "--as", "alice");
        stage.done("campaign", "stop", "both", "--as", "alice");
      } finally {
        engine.destroyForcibly().waitFor();
      }
      runs.forEach(run -> assertThat(run.join()).isNotEmpty());
      // No engine runs: the command is one for as long as it takes.
      stage.done("campaign", "stop", "running", "--as", "alice");

      Instant again = Instant.now();
      stage.startEngine();
      stage.carrier.await(LIMIT, all -> all.stream().allMatch(call -> call.endedAt() != null));
      String seen = "";
      for (int look = 0; !seen.contains("PAUSED"); look++) {
        assertThat(look).as(seen).isLessThan(3_000);
        LockSupport.parkNanos(10_000_000); // it is about to
        seen = status(stage, "drained");
      }
      for (String stopped : List.of("both", "running")) {
        assertThat(status(stage, stopped)).contains("STOPPED");
      }
      for (String campaign : CAMPAIGNS) {
        List<CallReport> calls = callsOf(campaign, stage.carrier.calls());
        assertThat(calls).hasSizeLessThan(PEOPLE);
        assertThat(calls).allMatch(call -> call.invitedAt().isBefore(again));
        assertThat(stage.done("campaign", "report", campaign, "--as", "alice", "-o", "json"))
            .as("nobody was denied")
            .containsPattern("\"blocked\" : \\{ *\\}");
      }
    }
  }
}
