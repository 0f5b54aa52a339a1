package dev.assent.compliance.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.journal.JournalEntry.Subject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A journal of one lawful call is without findings; each kind of wrong in it is found. */
@Timeout(60)
class AuditTest {
  private static final Period EVER =
      new Period(Instant.EPOCH, Instant.parse("2100-01-01T00:00:00Z"));
  private static final UUID CAMPAIGN = new UUID(1, 1);
  private static final UUID PERSON = new UUID(2, 1);
  private static final UUID NUMBER = new UUID(3, 1);

  /** A Wednesday, 10:00 in Shanghai. */
  private static final Instant TEN = Instant.parse("2026-09-16T02:00:00Z");

  private static final String PACK =
      """
      pack: house
      version: 1
      windows:
        - {days: [monday, tuesday, wednesday, thursday, friday, saturday, sunday], start: "09:00", end: "21:00"}
      holidayMode: dayoff
      weekendAllowed: false
      ringMaxSec: 45
      caps:
        - {scope: [person, number], window: day, limit: 1}
        - {scope: [person, number], window: days-7, limit: 2}
      """;
  private static final String CALENDAR =
      """
      region: CN
      year: 2026
      daysOff: [2026-10-01..2026-10-07]
      makeUp: ["2026-09-20 sunday"]
      statutory: [2026-10-01..2026-10-03]
      """;

  @TempDir Path folder;

  private final List<JournalEntry> entries = new ArrayList<>();
  private final Map<UUID, Long> counters = new HashMap<>();
  private int ids;

  private History history() {
    Path journal = folder.resolve("journal");
    try (Journal open =
        Journal.open(
            journal, new DiskFiles(), InstantSource.fixed(TEN), new SecureRandom(), _ -> {})) {
      open.append(entries);
    }
    return History.read(journal, new DiskFiles());
  }

  private Answer ask(Question question) {
    return question.of(history(), EVER);
  }

  private static List<String> codes(Answer answer) {
    return answer.findings().stream().map(AuditFinding::code).toList();
  }

  private UUID id() {
    return new UUID(9, ++ids);
  }

  private static ObjectNode json() {
    return JsonNodeFactory.instance.objectNode();
  }

  private void operational(EntryType type, Instant at, UUID about, ObjectNode json) {
    entries.add(JournalEntry.operational(id(), type, at, "alice", about, json.toString()));
  }

  private void registered(EntryType type, String kind, String name, ObjectNode body) {
    operational(
        type,
        TEN.minusSeconds(3600),
        JournalEntry.NO_ID,
        json().put("kind", kind).put("id", name).put("body", body.toString()));
  }

  private void law() {
    registered(
        EntryType.LAW_CHANGED,
        "LAW",
        "house",
        json()
            .put("kind", "PACK")
            .put("name", "house")
            .put("hash", "aaaaaaaaaaaa0")
            .put("text", PACK));
    registered(
        EntryType.LAW_CHANGED,
        "LAW",
        "CN-2026",
        json()
            .put("kind", "CALENDAR")
            .put("name", "CN-2026")
            .put("hash", "bbbbbbbbbbbb0")
            .put("text", CALENDAR));
  }

  private void number(String use, String validTo) {
    ObjectNode body =
        json()
            .put("filingNo", "FILING-1")
            .put("commitmentLetter", "LETTER-1")
            .put("outbound", true)
            .put("validTo", validTo);
    body.putNull("retiredAt");
    body.putArray("trunks").add("carrier");
    body.putArray("uses").add(use);
    registered(EntryType.CALLER_NUMBER_CHANGED, "CALLER_NUMBER", "+8619900009000", body);
  }

  private void campaign(String approver) {
    registered(
        EntryType.CAMPAIGN_CHANGED,
        "CAMPAIGN",
        CAMPAIGN.toString(),
        json().put("name", "care").put("purpose", "SERVICE").put("approver", approver));
  }

  private UUID call(Instant at) {
    return call(at, NUMBER, PERSON);
  }

  private UUID call(Instant at, UUID number, UUID person) {
    UUID attempt = id();
    ObjectNode held =
        json()
            .put("campaignId", CAMPAIGN.toString())
            .put("trunk", "carrier")
            .put("callerNumber", "+8619900009000");
    held.putArray("zones").add("Asia/Shanghai");
    held.putObject("decision")
        .put("packs", "house 1@aaaaaaaaaaaa")
        .put("calendarVersion", "CN-2026@bbbbbbbbbbbb");
    about(EntryType.ATTEMPT_HELD, at, number, person, attempt, held, Optional.empty());
    return attempt;
  }

  private void about(
      EntryType type,
      Instant at,
      UUID number,
      UUID person,
      UUID about,
      ObjectNode json,
      Optional<String> refusal) {
    entries.add(
        new JournalEntry(
            type == EntryType.ATTEMPT_HELD ? about : id(),
            type,
            at,
            "engine",
            new Subject(number, person, counters.merge(number, 1L, Long::sum)),
            about,
            Optional.empty(),
            refusal,
            Optional.of(json.toString())));
  }

  private void ended(UUID attempt, Instant at, String outcome, boolean counts) {
    about(
        EntryType.ATTEMPT_ENDED,
        at,
        NUMBER,
        PERSON,
        attempt,
        json().put("outcome", outcome).put("counts", counts),
        Optional.empty());
  }

  private void refused(Instant at, UUID number) {
    about(
        EntryType.OPT_OUT,
        at,
        number,
        PERSON,
        JournalEntry.NO_ID,
        json(),
        Optional.of("{\"dncBi\":\"00\",\"manner\":\"KEY9\"}"));
  }

  private void lawful() {
    law();
    number("SERVICE", "2027-03-01");
    campaign("bob");
  }

  @Test
  @Requirement("Q01")
  void aCallInHoursIsLawful() {
    lawful();
    call(TEN);
    Answer answer = ask(Question.Q01);
    assertThat(answer.findings()).isEmpty();
    assertThat(answer.figures()).containsEntry("calls", 1).containsEntry("judged", 1L);
  }

  @Test
  @Requirement("Q01")
  void everyHourAndDayThatIsClosedIsFound() {
    lawful();
    call(Instant.parse("2026-09-16T00:59:59Z")); // 08:59:59
    call(Instant.parse("2026-09-16T12:59:15Z")); // 20:59:15, rings until 21:00
    call(Instant.parse("2026-09-16T12:59:14Z")); // the last lawful second
    call(Instant.parse("2026-09-19T02:00:00Z")); // a Saturday
    call(Instant.parse("2026-09-20T02:00:00Z")); // a Sunday that is a workday
    call(Instant.parse("2026-10-07T02:00:00Z")); // the last day off
    call(Instant.parse("2027-01-04T02:00:00Z")); // no calendar
    assertThat(codes(ask(Question.Q01)))
        .containsExactly(
            "OUTSIDE_WINDOW", "OUTSIDE_WINDOW", "WEEKEND", "HOLIDAY", "CALENDAR_MISSING");
  }

  @Test
  void aLawThatIsNotInTheJournalIsFound() {
    number("SERVICE", "2027-03-01");
    campaign("bob");
    call(TEN);
    assertThat(codes(ask(Question.Q01))).containsExactly("LAW_UNKNOWN");
  }

  @Test
  @Requirement("Q02")
  void callsOverACapAreFound() {
    lawful();
    call(TEN);
    call(TEN.plusSeconds(3600));
    Answer answer = ask(Question.Q02);
    assertThat(codes(answer)).containsExactly("OVER_CAP", "OVER_CAP"); // of person and number
    assertThat(answer.rows()).anySatisfy(row -> assertThat(row).containsEntry("most", 2));
  }

  @Test
  @Requirement("Q02")
  void aCallThatNeverRangDoesNotCount() {
    lawful();
    UUID silent = call(TEN);
    ended(silent, TEN.plusSeconds(5), "FAILED", false);
    call(TEN.plusSeconds(3600));
    assertThat(ask(Question.Q02).findings()).isEmpty();
  }

  @Test
  @Requirement("Q02")
  void mergedPeopleAreOneFromThenOn() {
    lawful();
    UUID other = new UUID(2, 2);
    call(TEN);
    call(TEN.plusSeconds(60), new UUID(3, 2), other);
    about(
        EntryType.PERSON_MERGED,
        TEN.plusSeconds(120),
        new UUID(3, 2),
        other,
        JournalEntry.NO_ID,
        json().put("root", PERSON.toString()),
        Optional.empty());
    call(TEN.plusSeconds(180), new UUID(3, 3), PERSON);
    assertThat(codes(ask(Question.Q02))).contains("OVER_CAP").hasSize(2); // day 3 of 1, week 3 of 2
  }

  @Test
  @Requirement("Q03")
  void aCallAfterANineIsFoundWhateverTheClockSays() {
    lawful();
    UUID live = call(TEN);
    refused(TEN.plusSeconds(20), NUMBER);
    ended(live, TEN.plusSeconds(25), "OPTED_OUT", true);
    Answer before = ask(Question.Q03);
    assertThat(before.findings()).isEmpty();
    assertThat(before.figures()).containsEntry("refusals", 1L).containsEntry("underWay", 1);
    entries.clear();
    call(TEN.minusSeconds(60)); // by a clock that went back: the counter tells
    assertThat(codes(ask(Question.Q03))).containsExactly("CALLED_AFTER_REFUSAL");
  }

  @Test
  @Requirement("Q05")
  void aRecordingNeedsItsOwnEarlierConsent() {
    lawful();
    UUID lawful = call(TEN);
    about(EntryType.CONSENT_AGREED, TEN, NUMBER, PERSON, id(), of(lawful), Optional.empty());
    operational(EntryType.REC_OPEN, TEN, id(), of(lawful));
    UUID early = call(TEN.plusSeconds(100_000));
    operational(EntryType.REC_OPEN, TEN, id(), of(early));
    about(EntryType.CONSENT_AGREED, TEN, NUMBER, PERSON, id(), of(early), Optional.empty());
    UUID none = call(TEN.plusSeconds(200_000));
    operational(EntryType.REC_OPEN, TEN, id(), of(none));
    operational(EntryType.REC_OPEN, TEN, id(), of(id()));
    assertThat(codes(ask(Question.Q05)))
        .containsExactly(
            "RECORDED_BEFORE_CONSENT", "RECORDED_WITHOUT_CONSENT", "RECORDING_OF_NO_CALL");
  }

  private static ObjectNode of(UUID attempt) {
    return json().put("attemptId", attempt.toString());
  }

  @Test
  @Requirement("Q08")
  void denialsAreCountedByDayCampaignAndReason() {
    lawful();
    for (int i = 0; i < 3; i++) {
      operational(
          EntryType.DENIED,
          TEN,
          id(),
          json()
              .put("campaignId", CAMPAIGN.toString())
              .put("personId", PERSON.toString())
              .put("state", "DENIED")
              .put("code", i == 0 ? "DNC" : "FREQ_DAY"));
    }
    Answer answer = ask(Question.Q08);
    assertThat(answer.figures()).containsEntry("denials", 3);
    assertThat(answer.rows())
        .extracting(row -> row.get("campaign") + " " + row.get("reason") + " " + row.get("count"))
        .containsExactly("care DNC 1", "care FREQ_DAY 2");
  }

  @Test
  @Requirement("Q09")
  void approvalsNeedAnotherPersonAndTheirSignature() throws Exception {
    KeyPair bob = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    byte[] encoded = bob.getPublic().getEncoded();
    registered(
        EntryType.USER_CHANGED,
        "USER",
        "bob",
        json()
            .put(
                "publicKey",
                HexFormat.of()
                    .formatHex(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length))));
    lawful();
    approved("alice", sign(bob, "SCRIPT", "5678"));
    assertThat(ask(Question.Q09).findings()).isEmpty();
    entries.clear();
    approved("bob", sign(bob, "SCRIPT", "5678"));
    approved("alice", sign(bob, "SCRIPT", "0000"));
    campaign("");
    call(TEN);
    assertThat(codes(ask(Question.Q09)))
        .containsExactly("APPROVED_BY_CREATOR", "SIGNATURE_WRONG", "CALLED_UNAPPROVED");
  }

  private static String sign(KeyPair who, String kind, String subject) throws Exception {
    Signature signature = Signature.getInstance("Ed25519");
    signature.initSign(who.getPrivate());
    signature.update(
        ("assent approval 1\n" + kind + "\n" + subject + "\nbob\n")
            .getBytes(StandardCharsets.UTF_8));
    return HexFormat.of().formatHex(signature.sign());
  }

  private void approved(String creator, String signature) {
    operational(
        EntryType.APPROVED,
        TEN,
        id(),
        json()
            .put("kind", "SCRIPT")
            .put("subject", "5678")
            .put("creator", creator)
            .put("approver", "bob")
            .put("selfApproved", false)
            .put("signature", signature));
  }

  @Test
  @Requirement("Q11")
  void callerNumbersAreHeldAgainstTheirFiling() {
    law();
    campaign("bob");
    call(TEN);
    number("MARKETING", "2027-03-01");
    call(TEN);
    number("SERVICE", "2026-09-15");
    call(TEN);
    number("SERVICE", "2026-09-16");
    call(TEN);
    assertThat(codes(ask(Question.Q11)))
        .containsExactly("NUMBER_UNKNOWN", "OTHER_USE", "FILING_EXPIRED");
  }

  @Test
  void onlyThePeriodIsAskedAbout() {
    lawful();
    call(Instant.parse("2026-09-16T00:00:00Z"));
    var later = new Period(TEN, EVER.to());
    assertThat(Question.Q01.of(history(), later).findings()).isEmpty();
  }
}
