package dev.assent.testsip.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Visitor;
import dev.assent.testsip.carrier.CallReport;
import dev.assent.testsip.carrier.EndedBy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The second of two engines on one PostgreSQL dials, and people speak at the first, which does not:
 * what they say is done there, and nobody is denied for it.
 */
@Tag("rehearsal")
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CampaignAcrossNodesTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** Some of them wait until a call ends: the campaign has 40 at a time. */
  private static final int PEOPLE = 60;

  private Rehearsal first;
  private SecondNode second;

  @BeforeAll
  void admitTheSecond(@TempDir Path root) throws Exception {
    first = new Rehearsal(root, "127.0.0.1", SecondNode::share);
    second = new SecondNode(first);
  }

  @AfterAll
  void close() throws Exception {
    second.close();
    first.close();
  }

  /**
   * Numbers from there on; a few of them talk, the others do that. Who is called first is drawn:
   * some that talk are among them.
   */
  private List<String> people(int from, String others) {
    List<String> numbers =
        new ArrayList<>(IntStream.range(from, from + PEOPLE).mapToObj(Rehearsal::number).toList());
    numbers.forEach(number -> first.carrier.plan(number, others));
    numbers.stream().filter(CampaignAcrossNodesTest::talks).forEach(this::answer);
    return numbers;
  }

  private static boolean talks(String number) {
    return number.endsWith("5");
  }

  private void answer(String number) {
    first.carrier.plan(number, "answer");
  }

  private void awaitRingingAndTalking(List<String> numbers) throws InterruptedException {
    first.carrier.awaitCall(LIMIT, c -> numbers.contains(c.called()) && c.media().packetsIn() > 10);
    first.carrier.awaitCall(
        LIMIT,
        c ->
            numbers.contains(c.called())
                && !talks(c.called())
                && c.ringingAt() != null
                && c.endedAt() == null);
  }

  private List<CallReport> callsOf(List<String> numbers) {
    return first.carrier.calls().stream().filter(c -> numbers.contains(c.called())).toList();
  }

  private String atBoth(String campaign) {
    String command = "campaign status %s --as alice -o csv".formatted(campaign);
    String there = first.done(command.split(" "));
    assertThat(second.done(command)).isEqualTo(there);
    return there;
  }

  private void assertNobodyWasDenied(String campaign) {
    assertThat(first.done("campaign", "report", campaign, "--as", "alice", "-o", "json"))
        .containsPattern("\"blocked\" : \\{ *\\}");
  }

  @Test
  @Order(1)
  void aStopCancelsWhatRingsThereAndLetsTalksEnd() throws Exception {
    List<String> numbers = people(1000, "ring");
    first.campaign("stopped", numbers);
    CompletableFuture<Exit> run = second.run("stopped");
    awaitRingingAndTalking(numbers);
    first.done("campaign", "stop", "stopped", "--as", "alice");
    assertThat(run.join()).isEqualTo(Exit.STOPPED_EARLY);
    for (CallReport call : callsOf(numbers)) {
      assertThat(call.endedBy())
          .isEqualTo(call.answeredAt() == null ? EndedBy.CANCEL : EndedBy.CALLER);
    }
    assertThat(atBoth("stopped")).contains("STOPPED");
    assertNobodyWasDenied("stopped");
  }

  @Test
  @Order(2)
  void aDrainLetsThemEndAndThenItIsPaused() throws Exception {
    List<String> numbers = people(1100, "ring 15s, 486");
    first.campaign("drained", numbers);
    CompletableFuture<Exit> run = second.run("drained");
    awaitRingingAndTalking(numbers);
    Visitor words = Visitor.nobody();
    assertThat(first.give(words, "campaign", "set-script", "drained", "2", "--as", "alice"))
        .as("words are not changed while it speaks")
        .isEqualTo(Exit.FAILED);
    assertThat(words.words()).contains("let its calls end first");
    first.done("campaign", "drain", "drained", "--as", "alice");
    assertThat(run.join()).isEqualTo(Exit.STOPPED_EARLY);
    List<CallReport> calls = callsOf(numbers);
    assertThat(calls).hasSizeLessThan(PEOPLE);
    assertThat(calls).noneMatch(call -> call.endedBy() == EndedBy.CANCEL);
    assertThat(atBoth("drained")).contains("PAUSED");
    assertNobodyWasDenied("drained");
    assertThat(first.give(Visitor.nobody(), "campaign", "drain", "drained", "--as", "alice"))
        .as("nobody dials it")
        .isEqualTo(Exit.NOT_PERMITTED);
    assertThat(atBoth("drained")).contains("PAUSED");
  }

  @Test
  @Order(3)
  void aPauseAndAResumeAreFollowedThere() throws Exception {
    List<String> numbers = people(1200, "180, wait 8s, 486");
    first.campaign("paused", numbers);
    CompletableFuture<Exit> run = second.run("paused");
    awaitRingingAndTalking(numbers);
    first.done("campaign", "pause", "paused", "--as", "alice");
    first.carrier.await(
        LIMIT,
        calls ->
            calls.stream()
                .filter(c -> numbers.contains(c.called()))
                .allMatch(c -> c.endedAt() != null));
    assertThat(callsOf(numbers)).hasSizeLessThan(PEOPLE);
    assertThat(atBoth("paused")).contains("PAUSED");
    first.done("campaign", "resume", "paused", "--as", "alice");
    assertThat(run.join()).isEqualTo(Exit.DONE);
    assertThat(callsOf(numbers)).hasSize(PEOPLE);
    assertNobodyWasDenied("paused");
  }

  private static String lastFour(String number) {
    return number.substring(number.length() - 4);
  }

  /** Whoever was to end it is dead before the word comes there. */
  @Test
  @Order(4)
  void whatDrainsAtANodeThatDiedIsPausedOnceItsCallsAreUnknown() throws Exception {
    List<String> numbers = people(1300, "ring");
    first.campaign("killed", numbers);
    CompletableFuture<Exit> run = second.run("killed");
    awaitRingingAndTalking(numbers);
    second.kill();
    // Somebody may have rung in vain before.
    List<String> cutOff =
        callsOf(numbers).stream().filter(c -> c.endedAt() == null).map(CallReport::called).toList();
    assertThat(cutOff).anyMatch(CampaignAcrossNodesTest::talks);
    run.join();
    first.done("campaign", "drain", "killed", "--as", "alice");
    String state = "";
    for (int look = 0; !state.contains("PAUSED"); look++) {
      assertThat(look).as("%s", state).isLessThan(3_000);
      LockSupport.parkNanos(10_000_000); // the lease of the dead one runs out
      state = first.done("campaign", "status", "killed", "--as", "alice", "-o", "csv");
    }
    // The last one's INVITE may not have left any more: it is unknown all the same.
    assertThat(first.done("campaign", "unknowns", "killed", "--as", "bob", "-o", "csv"))
        .contains(cutOff.stream().map(number -> "****" + lastFour(number)).toList());
    assertNobodyWasDenied("killed");
  }
}
