package dev.assent.testsip.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.journal.EntryType;
import dev.assent.media.codec.Codec;
import dev.assent.media.prompt.Prompt;
import dev.assent.media.prompt.PromptPack;
import dev.assent.testsip.carrier.CallReport;
import dev.assent.testsip.carrier.CarrierTotals;
import dev.assent.testsip.carrier.EndedBy;
import dev.assent.testsip.inspection.LegsCheck;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One campaign in which every called person does something else, all at once; then a second one
 * that would call them again, and one under a hold. What the carrier counted and what the journal
 * says must be one story.
 */
@Timeout(180)
class CampaignEndingsTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String CHOOSES = "ring 200ms, answer, prompt 1, wait 100ms, ";

  /**
   * A busy machine may skip a packet of the disclosure; then it was not said, the 1 does not count,
   * and the question is put again. Who agrees says so each time.
   */
  private static final String YES =
      "prompt 1, wait 100ms, key 1, prompt 2, wait 100ms, key 1, prompt 3, wait 100ms, key 1";

  /** What people and networks do, and how the attempt must be written down. */
  enum Callee {
    AGREES("AGREED", "ring 200ms, answer, " + YES),
    AGREES_IN_ALAW("AGREED", "180, answer alaw, " + YES),
    AGREES_AFTER_CHALLENGE("AGREED", "challenge 407, answer, " + YES),
    AGREES_BADLY("AGREED", CHOOSES + "key 1 twice shuffled no-marker"),
    AGREES_AND_HANGS_UP("AGREED", CHOOSES + "key 1, wait 1500ms, bye"),
    AGREES_THEN_OPTS_OUT("OPTED_OUT", CHOOSES + "key 1, wait 1500ms, key 9"),
    REFUSES("REFUSED", CHOOSES + "key 0"),
    PRESSES_1_TOO_EARLY("REFUSED", "answer, speech 1, wait 1s, key 1, prompt 1, wait 100ms, key 0"),
    OPTS_OUT("OPTED_OUT", CHOOSES + "key 9"),
    OPTS_OUT_AT_ONCE("OPTED_OUT", "answer, speech 1, wait 300ms, key 9"),
    OPTS_OUT_END_LOST("OPTED_OUT", CHOOSES + "key 9 lose-end"),
    OPTS_OUT_WITH_BYE("OPTED_OUT", "answer, speech 1, wait 700ms, key 9 with-bye"),
    SAYS_NOTHING("REFUSED_TIMEOUT", "answer"),
    WRONG_KEYS(
        "REFUSED_TIMEOUT",
        CHOOSES + "key 5, prompt 2, wait 100ms, key 7, prompt 3, wait 100ms, key 5"),
    HANGS_UP("HUNG_UP", "answer, speech 1, wait 500ms, bye"),
    HANGS_UP_AT_ONCE("HUNG_UP", "answer, await ack, bye"),
    HAS_NO_KEYS("NO_KEY_PATH", "answer no-telephone-event"),
    BUSY("BUSY", "180, wait 100ms, 486"),
    BUSY_SAYS_THE_NETWORK("BUSY", "180, wait 100ms, 480 header \"Reason: Q.850;cause=17\""),
    NOT_FOUND("FAILED", "404"),
    /** The telephone's "unwanted" key (RFC 8197): as good as a 9. */
    UNWANTED("UNWANTED", "180, wait 100ms, 607 phrase \"Unwanted by ITS-NUMBER\""),
    STOPPED_BY_ANALYTICS(
        "BLOCKED",
        "180, wait 100ms, 603 phrase \"Network Blocked\""
            + " header \"Reason: Q.850;cause=21;location=LN\""),
    ASKS_FOR_MEDIA_LATER("AGREED", "183 sdp, wait 300ms, answer, " + YES),
    /** Rings until somebody else puts the number on the list. */
    REFUSES_ELSEWHERE("CANCELLED_DNC", "ring"),
    /** Rings until a gateway drops a file. */
    REFUSES_BY_SMS("CANCELLED_DNC", "ring"),
    /** Rings until a list is imported. */
    STANDS_ON_A_NEW_LIST("CANCELLED_DNC", "ring");

    final String outcome;
    private final String behaviour;

    Callee(String outcome, String behaviour) {
      this.outcome = outcome;
      this.behaviour = behaviour;
    }

    String behaviour() {
      return behaviour.replace("ITS-NUMBER", number());
    }

    String number() {
      return Rehearsal.number(100 + List.of(values()).indexOf(this));
    }

    boolean recorded() {
      return name().startsWith("AGREES") || this == ASKS_FOR_MEDIA_LATER;
    }
  }

  @TempDir static Path root;
  private static final Map<Callee, CallReport> CALLS = new EnumMap<>(Callee.class);
  private static CarrierTotals totals;
  private static JournalStory journal;
  private static JsonNode report;
  private static JsonNode secondReport;
  private static String redress;
  private static JsonNode answers;
  private static Path evidence;
  private static Path ofADay;
  private static Path ofAnotherDay;
  private static int callsUnderHold;
  private static LegsCheck legs;
  private static final Map<Callee, byte[]> HEARD = new EnumMap<>(Callee.class);

  @BeforeAll
  static void callEverybody() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      List<String> numbers = new ArrayList<>();
      for (Callee callee : Callee.values()) {
        stage.carrier.plan(callee.number(), callee.behaviour());
        numbers.add(callee.number());
      }
      stage.campaign("first", numbers);
      CompletableFuture<String> run = stage.run("first");
      awaitRinging(stage, Callee.REFUSES_ELSEWHERE);
      stage.done(
          "dnc", "add", Callee.REFUSES_ELSEWHERE.number(), "--manner", "MAIL", "--as", "bob");
      awaitRinging(stage, Callee.REFUSES_BY_SMS);
      Path inbox = stage.home().resolve("inbox");
      Files.writeString(
          inbox.resolve(".sms.csv"), "number,text\n" + Callee.REFUSES_BY_SMS.number() + ",TD\n");
      Files.move(inbox.resolve(".sms.csv"), inbox.resolve("sms.csv"));
      awaitRinging(stage, Callee.STANDS_ON_A_NEW_LIST);
      Path list = Files.writeString(root.resolve("list"), Callee.STANDS_ON_A_NEW_LIST.number());
      stage.done("dnc", "import", list.toString(), "--manner", "REGULATOR", "--as", "bob");
      run.join();
      report = json(stage, "first");
      redress = stage.done("campaign", "redress", "first", "--as", "alice");
      answers = new ObjectMapper().readTree(stage.done("audit", "ask", "-o", "json"));
      evidence = gather(stage, "--number", Callee.AGREES_THEN_OPTS_OUT.number());
      ofADay = gather(stage, "--from", "2026-09-15", "--to", "2026-09-15");
      ofAnotherDay = gather(stage, "--from", "2026-09-16", "--to", "2026-09-17");

      // A 404 rang nowhere: it is the one call that counts against no cap.
      List<String> again = new ArrayList<>(numbers);
      again.remove(Callee.NOT_FOUND.number());
      stage.campaign("second", again);
      stage.run("second").join();
      secondReport = json(stage, "second");

      stage.campaign("third", List.of(Rehearsal.number(200), Rehearsal.number(201)));
      stage.done("hold", "set", "--reason", "complaint");
      stage.run("third").join();
      callsUnderHold = stage.carrier.calls().size() - numbers.size();

      stage.stopEngine();
      for (CallReport call : stage.carrier.calls()) {
        Callee callee = callee(call.called());
        assertThat(CALLS.put(callee, call)).as("called once: %s", callee).isNull();
        HEARD.put(callee, stage.carrier.received(call.callId()).audio());
      }
      totals = stage.carrier.totals();
      journal = JournalStory.read(stage.home().resolve("journal"));
    }
    legs = LegsCheck.of(root.resolve("home"), root.resolve("passphrases"), root.resolve("carrier"));
  }

  private static Path gather(Rehearsal stage, String... whose) throws Exception {
    List<String> command = new ArrayList<>(List.of("evidence", "pack"));
    command.addAll(List.of(whose));
    command.addAll(List.of("--reason", "complaint 1", "-o", "json", "--as", "bob"));
    String made = stage.done(command.toArray(String[]::new));
    return Path.of(new ObjectMapper().readTree(made).path("folder").asText());
  }

  private static void awaitRinging(Rehearsal stage, Callee callee) throws Exception {
    stage.carrier.awaitCall(
        LIMIT, call -> call.called().equals(callee.number()) && call.ringingAt() != null);
  }

  @AfterAll
  static void forget() {
    CALLS.clear();
    HEARD.clear();
  }

  private static Callee callee(String number) {
    for (Callee callee : Callee.values()) {
      if (callee.number().equals(number)) {
        return callee;
      }
    }
    throw new AssertionError("somebody was called who was not on the list");
  }

  private static JsonNode json(Rehearsal stage, String campaign) throws Exception {
    return new ObjectMapper()
        .readTree(stage.done("campaign", "report", campaign, "-o", "json", "--as", "alice"));
  }

  @ParameterizedTest
  @EnumSource
  @Requirement({"A-10", "A-16"})
  void eachEndIsWrittenDownAsItHappened(Callee callee) {
    CallReport call = CALLS.get(callee);
    assertThat(call).as("called").isNotNull();
    assertThat(journal.outcomes(call.callId())).containsExactly(callee.outcome);
    assertThat(call.faults()).isEmpty();
    assertThat(call.orphaned()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("R37")
  void recordedIsWhoAgreedAndOnlyAfterTheEvidence(Callee callee) {
    List<EntryType> story = journal.types(journal.attempt(CALLS.get(callee).callId()));
    if (callee.recorded()) {
      assertThat(story)
          .containsSubsequence(
              EntryType.CONSENT_AGREED, EntryType.REC_OPEN, EntryType.ATTEMPT_ENDED);
    } else {
      assertThat(story).doesNotContain(EntryType.CONSENT_AGREED, EntryType.REC_OPEN);
    }
    assertThat(legs.recordedCalls().contains(CALLS.get(callee).id())).isEqualTo(callee.recorded());
  }

  @Test
  @Requirement("R37")
  void bothLegsAreTheCarriersSampleBySample() {
    assertThat(legs.faults()).isEmpty();
    assertThat(legs.recordings())
        .isEqualTo((int) List.of(Callee.values()).stream().filter(Callee::recorded).count());
  }

  @ParameterizedTest
  @EnumSource
  @Requirement({"A-26", "R40"})
  void anOptOutIsDurableBeforeTheCallIsWrittenOff(Callee callee) {
    List<EntryType> story = journal.types(journal.attempt(CALLS.get(callee).callId()));
    if (callee.outcome.equals("OPTED_OUT") || callee == Callee.UNWANTED) {
      assertThat(story).containsSubsequence(EntryType.OPT_OUT, EntryType.ATTEMPT_ENDED);
    } else {
      assertThat(story).doesNotContain(EntryType.OPT_OUT);
    }
  }

  @Test
  @Requirement({"A-26", "R20"})
  void whoOptedOutIsDeniedInAnotherCampaign() {
    long optedOut =
        List.of(Callee.values()).stream()
            .filter(
                c ->
                    c.outcome.equals("OPTED_OUT")
                        || c.outcome.equals("CANCELLED_DNC")
                        || c == Callee.UNWANTED)
            .count();
    assertThat(secondReport.at("/blocked/DNC_INTERNAL").longValue()).isEqualTo(optedOut);
    assertThat(secondReport.at("/attempted").intValue()).isZero();
  }

  @Test
  void theReportIsWhatTheCarrierCounted() {
    assertThat(report.path("attempted").intValue()).isEqualTo(Callee.values().length);
    assertThat(report.path("answered").intValue()).isEqualTo(totals.answered());
    assertThat(report.path("busy").intValue()).isEqualTo(count("BUSY"));
    assertThat(report.path("cancelled").intValue()).isEqualTo(totals.cancelled());
    assertThat(report.path("agreed").intValue()).isEqualTo(count("AGREED"));
    assertThat(report.path("optedOut").intValue()).isEqualTo(count("OPTED_OUT"));
    assertThat(report.path("noKey").intValue())
        .isEqualTo(count("REFUSED_TIMEOUT") + count("NO_KEY_PATH"));
    assertThat(report.path("hungUp").intValue()).isEqualTo(count("HUNG_UP"));
    assertThat(report.at("/recordings/expected")).isEqualTo(report.at("/recordings/complete"));
    assertThat(report.at("/journal/verified").booleanValue()).isTrue();
  }

  @Test
  void whatANetworkSaidIsKeptForRedress() {
    assertThat(report.path("networkBlocked").intValue()).isEqualTo(1);
    assertThat(report.path("unwanted").intValue()).isEqualTo(1);
    assertThat(redress)
        .contains("BLOCKED", "603 Network Blocked", "Q.850;cause=21;location=LN")
        .contains("UNWANTED", "607 Unwanted")
        .doesNotContain(Callee.UNWANTED.number(), Callee.STOPPED_BY_ANALYTICS.number());
  }

  private static int count(String outcome) {
    return (int) List.of(Callee.values()).stream().filter(c -> c.outcome.equals(outcome)).count();
  }

  @Test
  @Requirement("A-25")
  void noNumberIsCalledTwice() {
    assertThat(totals.duplicateInvitesToNumber()).isZero();
    assertThat(totals.orphaned()).isZero();
    assertThat(totals.strays()).isZero();
    assertThat(totals.malformed()).isZero();
  }

  @Test
  @Requirement("R01")
  void underAHoldNothingLeaves() {
    assertThat(callsUnderHold).isZero();
  }

  @ParameterizedTest
  @EnumSource(names = {"REFUSES_ELSEWHERE", "REFUSES_BY_SMS", "STANDS_ON_A_NEW_LIST"})
  @Requirement({"R20", "R40", "C-06", "X-19"})
  void aRefusalFromElsewhereCancelsWhatRings(Callee callee) {
    CallReport call = CALLS.get(callee);
    assertThat(call.endedBy()).isEqualTo(EndedBy.CANCEL);
    assertThat(call.answered()).isFalse();
  }

  @Test
  @Requirement({"R05", "C-22"})
  void whatWasHeardIsWhatWasApproved() throws Exception {
    PromptPack pack = PromptPack.load(root.resolve("home/conf/prompts/zh-CN"));
    // Other words may lack a packet on a busy machine; a yes may not rest on such a question.
    for (Callee callee : Callee.values()) {
      if (callee.recorded()) {
        Codec codec = callee == Callee.AGREES_IN_ALAW ? Codec.PCMA : Codec.PCMU;
        assertThat(inOrder(pack, callee, codec, "recording_disclosure choice"))
            .as("%s heard the whole question", callee)
            .isTrue();
      }
    }
    assertThat(inOrder(pack, Callee.REFUSES, Codec.PCMU, "message")).isFalse();
    assertThat(inOrder(pack, Callee.HAS_NO_KEYS, Codec.PCMU, "recording_disclosure")).isFalse();
  }

  /** Whether the called person heard these prompts whole, one after the other. */
  private static boolean inOrder(PromptPack pack, Callee callee, Codec codec, String names) {
    String heard = new String(HEARD.get(callee), StandardCharsets.ISO_8859_1);
    int from = 0;
    for (String id : names.split(" ")) {
      Prompt prompt = pack.get(id);
      byte[] payload = new byte[prompt.slots() * Prompt.PACKET];
      prompt.payload(codec).get(payload);
      int at = heard.indexOf(new String(payload, StandardCharsets.ISO_8859_1), from);
      if (at < 0) {
        return false;
      }
      from = at + payload.length;
    }
    return true;
  }

  @Test
  @Requirement({"Q01", "Q02", "Q03", "Q05", "Q08", "Q09", "Q11"})
  void theJournalAloneAnswersAnInspector() {
    assertThat(answers.path("verdict").asText()).isIn("INTACT", "TORN");
    for (JsonNode answer : answers.path("answers")) {
      assertThat(answer.path("findings")).as(answer.toPrettyString()).isEmpty();
    }
    JsonNode hours = answers.path("answers").get(0);
    assertThat(hours.path("question").asText()).isEqualTo("Q01");
    assertThat(hours.path("judged").asInt()).isEqualTo(Callee.values().length);
  }

  @Test
  @Requirement("Q06")
  void evidenceOfOnePersonIsWholeAndMasked() throws Exception {
    JsonNode pack = new ObjectMapper().readTree(Files.readString(evidence.resolve("pack.json")));
    assertThat(pack.path("source")).hasSize(1);
    assertThat(types(pack.path("calls")))
        .containsSubsequence(
            EntryType.ATTEMPT_HELD.name(),
            EntryType.CONSENT_AGREED.name(),
            EntryType.REC_OPEN.name(),
            EntryType.ATTEMPT_ENDED.name());
    assertThat(types(pack.path("refusals"))).containsExactly(EntryType.OPT_OUT.name());
    assertThat(types(pack.path("access"))).containsExactly(EntryType.EVIDENCE_GATHERED.name());
    assertThat(types(pack.path("grounds")))
        .contains("CAMPAIGN_CHANGED", "SCRIPT_CHANGED", "CALLER_NUMBER_CHANGED", "LAW_CHANGED")
        .contains("SOURCE_CHANGED", "APPROVED");
    for (String file : List.of("pack.json", "zh.html", "en.html")) {
      assertThat(Files.readString(evidence.resolve(file)))
          .as(file)
          .doesNotContain(Callee.AGREES_THEN_OPTS_OUT.number().substring(3));
    }
  }

  @Test
  @Requirement("Q06")
  void aPackOfADayHoldsAllItsCallsAndOpensNobodysData() throws Exception {
    List<String> lines = Files.readAllLines(ofADay.resolve("calls.csv"));
    assertThat(lines).hasSize(1 + Callee.values().length);
    for (Callee callee : Callee.values()) {
      String attempt = journal.attempt(CALLS.get(callee).callId()).toString();
      String[] line =
          lines.stream().filter(each -> each.contains(attempt)).findAny().orElseThrow().split(",");
      assertThat(line[8]).isEqualTo(callee.outcome);
      assertThat(line.length == 13 && !line[12].isEmpty())
          .as("a sealed recording of %s", callee)
          .isEqualTo(callee.recorded());
    }
    JsonNode pack = new ObjectMapper().readTree(Files.readString(ofADay.resolve("pack.json")));
    assertThat(pack.path("calls").asInt()).isEqualTo(Callee.values().length);
    assertThat(types(pack.path("grounds")))
        .contains("CAMPAIGN_CHANGED", "SCRIPT_CHANGED", "CALLER_NUMBER_CHANGED", "LAW_CHANGED")
        .contains("SOURCE_CHANGED", "APPROVED");
    List<String> entries = Files.readAllLines(ofADay.resolve("entries.jsonl"));
    assertThat(entries).hasSize(pack.path("entries").asInt());
    Set<String> types = new HashSet<>();
    for (String entry : entries) {
      types.add(new ObjectMapper().readTree(entry).path("type").asText());
    }
    assertThat(types)
        .contains("BATCH_SWITCHED", "ATTEMPT_HELD", "CONSENT_AGREED", "REC_OPEN", "REC_SEALED")
        .contains("ATTEMPT_ENDED", "OPT_OUT");
    for (String file : List.of("pack.json", "entries.jsonl", "calls.csv", "zh.html", "en.html")) {
      String text = Files.readString(ofADay.resolve(file));
      for (Callee callee : Callee.values()) {
        assertThat(text).as(file).doesNotContain(callee.number().substring(3));
      }
    }
    assertThat(Files.readAllLines(ofAnotherDay.resolve("calls.csv"))).hasSize(1);
  }

  private static List<String> types(JsonNode items) {
    List<String> types = new ArrayList<>();
    items.forEach(item -> types.add(item.path("type").asText()));
    return types;
  }
}
