package dev.assent.testsip.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Visitor;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An operator asks why nothing is dialling. */
@Timeout(120)
class CampaignWhyTest {
  @TempDir Path root;

  private static String why(Rehearsal stage) {
    return stage.done("campaign", "status", "quiet", "--why", "-o", "csv", "--as", "alice");
  }

  private static String await(Rehearsal stage, Predicate<String> met) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String said = why(stage);
    while (!met.test(said)) {
      assertThat(System.nanoTime()).as(said).isLessThan(end);
      said = why(stage);
    }
    return said;
  }

  @Test
  void everyReasonIsNamedWithTheNextCommand() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      List<String> numbers = List.of(Rehearsal.number(640), Rehearsal.number(641));
      numbers.forEach(number -> stage.carrier.plan(number, "486"));
      stage.campaign("quiet", numbers, "");

      assertThat(why(stage))
          .contains("state,HOLDS,\"APPROVED, and not running\",,assent campaign plan quiet")
          .contains("list,OK,somebody is due and may be called");

      stage.done("hold", "set", "--reason", "a drill", "--as", "alice");
      assertThat(why(stage))
          .contains("hold,HOLDS,\"hold GLOBAL  by alice: a drill\"".replace("\"", ""))
          .contains("assent hold lift ")
          .contains("law,LIMITS,the first who is due: ");
      String id =
          stage
              .done("hold", "list", "-o", "json", "--as", "bob")
              .replaceAll("(?s).*?([0-9a-f]{8}-[0-9a-f-]{27}).*", "$1");
      stage.done("hold", "lift", id, "--reason", "over", "--as", "bob");

      CompletableFuture<Exit> running =
          CompletableFuture.supplyAsync(
              () ->
                  stage.give(
                      Visitor.nobody(), "campaign", "run", "quiet", "--yes", "--as", "alice"),
              task -> Thread.ofVirtual().start(task));
      assertThat(await(stage, said -> said.contains("list,HOLDS,2 wait: ")))
          .contains("state,OK,running")
          .containsPattern("trunk,(OK|LIMITS),loopback ")
          .contains("channels,OK,0 of its 40 calls at once");
      stage.done("campaign", "pause", "quiet", "--as", "alice");
      assertThat(why(stage))
          .contains("operator,HOLDS,asked to PAUSE,,assent campaign resume quiet");
      stage.done("campaign", "stop", "quiet", "--as", "alice");
      running.join();

      Visitor nobody = Visitor.nobody();
      assertThat(stage.give(nobody, "campaign", "status", "--why", "--as", "alice"))
          .isEqualTo(Exit.USAGE);
    }
  }
}
