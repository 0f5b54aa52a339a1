package dev.assent.testsip.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.journal.EntryType;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Visitor;
import dev.assent.testsip.carrier.CallReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Rings our own staff over the trunk and asks for the three keys. */
@Timeout(180)
class TestCallTest {
  private static final String STAFF = Rehearsal.number(300);
  private static final String STRANGER = Rehearsal.number(301);

  /** Says who calls and that it is a test, then asks three times. */
  private static final String KEYS =
      "ring 200ms, answer, prompt 1, wait 100ms, key 1, prompt 2, wait 100ms, key 0,"
          + " prompt 3, wait 100ms, key 9";

  @TempDir Path root;

  @Test
  @Requirement({"R20", "R40", "A-26"})
  void theThreeKeysAreHeardAndANineStopsEveryoneButTheNextTest() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      stage.carrier.plan(STAFF, KEYS);
      Files.writeString(root.resolve("declaration.txt"), "I want to be rung for tests.");

      Visitor unknown = Visitor.nobody();
      assertThat(check(stage, unknown, STAFF)).as("not registered").isEqualTo(Exit.NOT_PERMITTED);
      assertThat(unknown.words()).contains("no registered test number");
      stage.done(
          "number",
          "test",
          "add",
          STAFF,
          "--holder",
          "Zhang",
          "--declaration",
          "declaration.txt",
          "--as",
          "bob");
      assertThat(stage.done("number", "test", "list", "-o", "csv", "--as", "bob"))
          .contains(",bob,")
          .doesNotContain(STAFF, "Zhang");

      for (int time = 1; time <= 2; time++) {
        Visitor alice = Visitor.nobody();
        assertThat(check(stage, alice, STAFF)).as(alice.words()).isEqualTo(Exit.DONE);
        assertThat(alice.data())
            .contains("call,OPTED_OUT,", "key 1,RFC4733,", "key 0,RFC4733,", "key 9,RFC4733,");
        assertThat(alice.words()).contains("source TEST");
      }
      assertThat(stage.done("dnc", "why", STAFF, "-o", "csv", "--as", "bob")).contains("TEST");
      assertThat(check(stage, Visitor.nobody(), STRANGER)).isEqualTo(Exit.NOT_PERMITTED);

      stage.campaign("after", List.of(STAFF));
      stage.run("after").join();
      JsonNode report =
          new ObjectMapper()
              .readTree(stage.done("campaign", "report", "after", "-o", "json", "--as", "alice"));
      assertThat(report.at("/blocked/DNC_INTERNAL").intValue()).isEqualTo(1);
      assertThat(report.at("/attempted").intValue()).isZero();
      assertThat(report.path("testCalls")).hasSize(2);
      assertThat(report.at("/testCalls/0/outcome").textValue()).isEqualTo("OPTED_OUT");

      stage.done("hold", "set", "--reason", "complaint");
      Visitor held = Visitor.nobody();
      assertThat(check(stage, held, STAFF)).isEqualTo(Exit.NOT_PERMITTED);
      assertThat(held.data()).contains("R01,HOLD_ACTIVE");

      stage.stopEngine();
      assertThat(stage.carrier.calls()).hasSize(2);
      JournalStory journal = JournalStory.read(stage.home().resolve("journal"));
      for (CallReport call : stage.carrier.calls()) {
        assertThat(call.called()).isEqualTo(STAFF);
        assertThat(call.faults()).isEmpty();
        assertThat(journal.types(journal.attempt(call.callId())))
            .containsSubsequence(EntryType.ATTEMPT_HELD, EntryType.OPT_OUT, EntryType.ATTEMPT_ENDED)
            .doesNotContain(EntryType.REC_OPEN, EntryType.CONSENT_AGREED);
      }
      try (var recordings = Files.walk(stage.home().resolve("recordings"))) {
        assertThat(recordings.filter(Files::isRegularFile)).isEmpty();
      }
    }
  }

  @Test
  @Requirement("R40")
  void aKeyThatComesAsSoundIsToldApart() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      stage.carrier.plan(
          STAFF, KEYS.replace("answer", "answer no-telephone-event").replace("key", "tone"));
      Files.writeString(root.resolve("declaration.txt"), "I want to be rung for tests.");
      stage.done(
          "number",
          "test",
          "add",
          STAFF,
          "--holder",
          "Zhang",
          "--declaration",
          "declaration.txt",
          "--as",
          "bob");
      Visitor alice = Visitor.nobody();
      assertThat(check(stage, alice, STAFF)).as(alice.words()).isEqualTo(Exit.DONE);
      assertThat(alice.data()).contains("key 1,INBAND,", "key 0,INBAND,", "key 9,INBAND,");
      stage.done("number", "test", "remove", STAFF, "--as", "alice");
      assertThat(check(stage, Visitor.nobody(), STAFF)).isEqualTo(Exit.NOT_PERMITTED);
    }
  }

  private static Exit check(Rehearsal stage, Visitor who, String number) throws Exception {
    return stage.give(
        who, "trunk", "check", "loopback", "--call", number, "-o", "csv", "--as", "alice");
  }
}
