package dev.assent.testsip.e2e;

import static java.nio.file.StandardOpenOption.APPEND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Requirement;
import dev.assent.compliance.journal.EntryType;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Visitor;
import dev.assent.testsip.carrier.CallReport;
import dev.assent.testsip.carrier.Carrier;
import dev.assent.testsip.carrier.EndedBy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An engine in a process of its own, killed with SIGKILL while people ring and talk. */
@Tag("rehearsal")
@Timeout(180)
class EngineKilledTest {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** By the clock of the simulated home. */
  private static final String START = "2026-09-15T10:00:05+08:00";

  private static final String TALKS = Rehearsal.number(1);
  private static final String RINGS = Rehearsal.number(2);
  private static final String IS_RECORDED = Rehearsal.number(3);
  private static final String CALLED_LATER = Rehearsal.number(4);

  @TempDir Path root;

  @Test
  @Requirement({"A-25", "R31"})
  void nobodyIsLeftHangingAndNobodyIsCalledAgain() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      Carrier carrier = stage.carrier;
      carrier.plan(TALKS, "answer");
      carrier.plan(RINGS, "ring");
      carrier.plan(IS_RECORDED, "answer, prompt 1, wait 100ms, key 1");
      carrier.plan(CALLED_LATER, "486");
      stage.campaign("killed", List.of(TALKS, RINGS, IS_RECORDED));
      stage.campaign("later", List.of(CALLED_LATER));
      stage.stopEngine();

      Process engine = stage.startEngineProcess();
      CompletableFuture<String> cut;
      try {
        cut = stage.run("killed").exceptionally(Throwable::toString);
        carrier.awaitCall(LIMIT, c -> c.called().equals(RINGS) && c.ringingAt() != null);
        carrier.awaitCall(LIMIT, c -> c.called().equals(TALKS) && c.media().packetsIn() > 50);
        CallReport agreed =
            carrier.awaitCall(LIMIT, c -> c.called().equals(IS_RECORDED) && !c.keys().isEmpty());
        long soFar = agreed.media().packetsIn();
        // Two seconds after the key: the recording is open, and its first second is on disk.
        carrier.awaitCall(
            LIMIT, c -> c.called().equals(IS_RECORDED) && c.media().packetsIn() > soFar + 100);
      } finally {
        engine.destroyForcibly().waitFor();
      }
      assertThat(cut.join()).as("the client is told that its engine is gone").contains("Error");

      stage.startEngine();
      for (String left : List.of(TALKS, RINGS, IS_RECORDED)) { // before anybody asks for anything
        carrier.awaitCall(LIMIT, c -> c.called().equals(left) && c.endedAt() != null);
      }
      stage.run("later").join();
      stage.run("killed").join();
      theCarriersRecordsGiveTheCallsTheirEnds(stage);
      String recordings =
          stage.done(
              "recordings verify -o json --as quinn --passphrase-file passphrases/quinn"
                  .split(" "));
      stage.stopEngine();

      CallReport talks = onlyCall(carrier, TALKS);
      CallReport rings = onlyCall(carrier, RINGS);
      CallReport recorded = onlyCall(carrier, IS_RECORDED);
      CallReport later = onlyCall(carrier, CALLED_LATER);
      assertThat(talks.endedBy()).isEqualTo(EndedBy.CALLER);
      assertThat(rings.endedBy()).isEqualTo(EndedBy.CANCEL);
      assertThat(recorded.endedBy()).isEqualTo(EndedBy.CALLER);

      JournalStory journal = JournalStory.read(stage.home().resolve("journal"));
      for (CallReport cutOff : List.of(talks, rings, recorded)) {
        assertThat(Objects.requireNonNull(cutOff.endedAt()))
            .as("ended before anything new")
            .isBefore(later.invitedAt());
        assertThat(cutOff.faults()).isEmpty();
        assertThat(journal.outcomes(cutOff.callId())).containsExactly("UNKNOWN");
      }
      assertThat(journal.types(journal.attempt(recorded.callId())))
          .containsSubsequence(EntryType.CONSENT_AGREED, EntryType.REC_OPEN);
      assertThat(recordings).contains("INCOMPLETE").doesNotContain("DAMAGED");
      assertThat(carrier.totals().orphaned()).isZero();
    }
  }

  /** What the carrier wrote down of the three, and of one that was not made here. */
  private void theCarriersRecordsGiveTheCallsTheirEnds(Rehearsal stage) throws Exception {
    assertThat(stage.done("campaign", "unknowns", "killed", "--as", "bob", "-o", "csv"))
        .hasLineCount(4)
        .contains("the engine stopped")
        .doesNotContain(TALKS.substring(1));
    StringBuilder records = new StringBuilder("id,called,start,answer,way\n");
    for (CallReport call : stage.carrier.calls()) {
      records.append(
          "%s,%s,%s,%s,OUT%n"
              .formatted(call.callId(), call.called(), START, call.answered() ? START : ""));
    }
    Path cdr = Files.writeString(root.resolve("cdr.csv"), records);
    Path map =
        Files.writeString(
            root.resolve("cdr-map.yaml"),
            """
            version: 1
            encoding: utf-8
            separator: comma
            lists: all
            toleranceSeconds: 60
            only: {column: way, is: OUT}
            columns: {callId: id, called: called, start: start, answer: answer}
            """);
    String command = "campaign reconcile killed --cdr %s --map %s --as alice -o csv";
    String proposed = stage.done(command.formatted(cdr, map).split(" "));
    assertThat(proposed).hasLineCount(4).contains("ANSWERED_UNHEARD").contains("NO_ANSWER");
    String id =
        stage
            .done("campaign", "unknowns", "killed", "--as", "bob", "-o", "json")
            .replaceAll("(?s).*\"reconciliation\" : \"([0-9a-f-]{36})\".*", "$1");

    Visitor alice = Visitor.nobody();
    assertThat(stage.give(alice, "campaign", "release", "killed", id, "--as", "alice"))
        .isEqualTo(Exit.NOT_PERMITTED);
    stage.done("campaign", "release", "killed", id, "--as", "bob");
    assertThat(stage.done("campaign", "unknowns", "killed", "--as", "bob", "-o", "csv"))
        .hasLineCount(1);
    assertThat(stage.done("campaign", "report", "killed", "--as", "alice", "-o", "json"))
        .contains("\"unknown\" : 0");

    Files.writeString(cdr, "x@y,%s,%s,,OUT%n".formatted(Rehearsal.number(77), START), APPEND);
    Visitor alarmed = Visitor.nobody();
    assertThat(stage.give(alarmed, command.formatted(cdr, map).split(" ")))
        .isEqualTo(Exit.FINDINGS);
    assertThat(alarmed.words()).contains("cdr.csv:6: callId: NOT_OURS");
    Files.writeString(cdr, "x@y,1,yesterday,,OUT\n", APPEND);
    Visitor refused = Visitor.nobody();
    assertThat(stage.give(refused, command.formatted(cdr, map).split(" "))).isEqualTo(Exit.CONFIG);
    assertThat(refused.words()).contains("cdr.csv:7: ").doesNotContain("yesterday");
  }

  private static CallReport onlyCall(Carrier carrier, String number) {
    List<CallReport> calls =
        carrier.calls().stream().filter(call -> call.called().equals(number)).toList();
    assertThat(calls).hasSize(1);
    return calls.getFirst();
  }
}
