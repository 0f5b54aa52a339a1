package dev.assent.compliance.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.reconcile.Finding.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Only what is certain gives an unknown call an end. */
@Timeout(30)
class CdrMatchingTest {
  private static final Instant NOON = Instant.parse("2026-03-02T04:00:00Z");
  private static final Duration TOLERANCE = Duration.ofMinutes(2);
  private static final UUID CAMPAIGN = new UUID(1, 1);
  private static final CdrDocument.Period DAY =
      new CdrDocument.Period(NOON.minusSeconds(7200), NOON.plusSeconds(7200));

  private final List<OurCall> ours = new ArrayList<>();
  private final Map<PhoneNumber, UUID> numbers = new HashMap<>();
  private final List<CdrRecord> lines = new ArrayList<>();
  private boolean everyCall = true;

  private static PhoneNumber number(int i) {
    return PhoneNumber.ofE164("+86199%08d".formatted(i));
  }

  private UUID call(int number, Instant at, Outcome outcome) {
    UUID id = new UUID(9, ours.size() + 1);
    numbers.put(number(number), new UUID(7, number));
    boolean answered = outcome == Outcome.AGREED;
    ours.add(
        new OurCall(
            id, CAMPAIGN, new UUID(7, number), "sip", "c" + ours.size(), at, outcome, answered));
    return id;
  }

  private void line(String callId, int number, Instant start, Outcome outcome) {
    @Nullable Instant answer = outcome == Outcome.ANSWERED_UNHEARD ? start.plusSeconds(9) : null;
    lines.add(
        new CdrRecord(lines.size() + 2, callId, number(number), start, answer, null, outcome, ""));
  }

  private CdrMatching.Result match(CdrDocument.@Nullable Period covers) {
    return new CdrMatching(
            new CdrDocument("d", "m", TOLERANCE, everyCall, covers, lines, 0), ours, numbers)
        .match(CAMPAIGN, "sip");
  }

  private static List<Kind> kinds(CdrMatching.Result result) {
    return result.findings().stream().map(Finding::kind).toList();
  }

  private static Proposal only(CdrMatching.Result result) {
    assertThat(result.proposals()).hasSize(1);
    return result.proposals().getFirst();
  }

  @Test
  void theCallIdTellsFirstWhateverTheClock() {
    UUID unknown = call(1, NOON, Outcome.UNKNOWN);
    line("c0", 1, NOON.plusSeconds(3000), Outcome.ANSWERED_UNHEARD);
    Proposal proposal = only(match(null));
    assertThat(proposal.attempt()).isEqualTo(unknown);
    assertThat(proposal.outcome()).isEqualTo(Outcome.ANSWERED_UNHEARD);
    assertThat(proposal.line()).isEqualTo(2);
  }

  @Test
  void withoutCallIdNumberAndTimeTellUpToTheTolerance() {
    call(1, NOON, Outcome.UNKNOWN);
    line("", 1, NOON.plus(TOLERANCE), Outcome.NO_ANSWER);
    assertThat(only(match(null)).outcome()).isEqualTo(Outcome.NO_ANSWER);
    lines.clear();
    line("", 1, NOON.plus(TOLERANCE).plusNanos(1), Outcome.NO_ANSWER);
    CdrMatching.Result late = match(null);
    assertThat(late.proposals()).isEmpty();
    assertThat(kinds(late)).containsExactlyInAnyOrder(Kind.NOT_OURS, Kind.STAYS_UNKNOWN);
  }

  @Test
  void whatFitsTwoCallsIsLeftUnknown() {
    call(1, NOON, Outcome.UNKNOWN);
    call(1, NOON.plusSeconds(60), Outcome.UNKNOWN);
    line("", 1, NOON.plusSeconds(30), Outcome.BUSY);
    CdrMatching.Result result = match(DAY);
    assertThat(result.proposals()).isEmpty();
    assertThat(kinds(result)).contains(Kind.AMBIGUOUS);
  }

  @Test
  void twoLinesForOneCallLeaveItUnknown() {
    call(1, NOON, Outcome.UNKNOWN);
    line("", 1, NOON, Outcome.NO_ANSWER);
    line("", 1, NOON.plusSeconds(5), Outcome.ANSWERED_UNHEARD);
    CdrMatching.Result result = match(DAY);
    assertThat(result.proposals()).isEmpty();
    assertThat(kinds(result)).containsExactly(Kind.AMBIGUOUS, Kind.AMBIGUOUS);
  }

  @Test
  void theSameCallIdOnceMoreIsOurFurtherInvite() {
    call(1, NOON, Outcome.UNKNOWN);
    line("c0", 1, NOON, Outcome.FAILED);
    line("c0", 1, NOON.plusSeconds(1), Outcome.NO_ANSWER);
    assertThat(only(match(null)).line()).isEqualTo(3);
    line("c0", 1, NOON.plusSeconds(1), Outcome.ANSWERED_UNHEARD);
    line("c0", 1, NOON.plusSeconds(1), Outcome.ANSWERED_UNHEARD);
    assertThat(match(null).proposals()).as("answered twice").isEmpty();
  }

  @Test
  void aSecondLineBesideTheOneThatNamesTheCallIsNotOurs() {
    call(1, NOON, Outcome.UNKNOWN);
    line("c0", 1, NOON, Outcome.NO_ANSWER);
    line("other", 1, NOON, Outcome.ANSWERED_UNHEARD);
    CdrMatching.Result result = match(null);
    assertThat(only(result).outcome()).isEqualTo(Outcome.NO_ANSWER);
    assertThat(kinds(result)).containsExactly(Kind.NOT_OURS);
    assertThat(result.findings().getFirst().line()).isEqualTo(3);
    assertThat(result.findings().getFirst().alarm()).isTrue();
  }

  @Test
  void anotherNumberUnderOurCallIdIsAnAlarmAndNoEnd() {
    call(1, NOON, Outcome.UNKNOWN);
    line("c0", 2, NOON, Outcome.NO_ANSWER);
    CdrMatching.Result result = match(DAY);
    assertThat(result.proposals()).isEmpty();
    assertThat(kinds(result)).containsExactly(Kind.OTHER_NUMBER);
  }

  @Test
  void absenceProvesOnlyWhereTheFileKnowsUsAndCoversTheTime() {
    call(1, NOON, Outcome.UNKNOWN);
    assertThat(kinds(match(DAY))).as("an empty file").containsExactly(Kind.STAYS_UNKNOWN);

    known(2, NOON.minusSeconds(600), Outcome.AGREED);
    assertThat(match(DAY).proposals()).as("the file may end before it").isEmpty();
    known(3, NOON.plusSeconds(600), Outcome.AGREED);
    assertThat(only(match(DAY)).outcome()).isEqualTo(Outcome.NOT_SENT);
    assertThat(only(match(DAY)).line()).isZero();
    assertThat(match(null).proposals()).as("no period").isEmpty();
    CdrDocument.Period edge = new CdrDocument.Period(DAY.from(), NOON.plus(TOLERANCE));
    assertThat(match(edge).proposals()).as("the edge of the period").isEmpty();
    everyCall = false;
    assertThat(only(match(DAY)).outcome()).as("it may have rung").isEqualTo(Outcome.NO_ANSWER);
  }

  /** A call that stands in the file too. */
  private void known(int number, Instant at, Outcome outcome) {
    call(number, at, outcome);
    boolean answered = outcome == Outcome.AGREED;
    line("c" + (ours.size() - 1), number, at, answered ? Outcome.ANSWERED_UNHEARD : outcome);
  }

  @Test
  void absenceProvesNothingInAFileThatIsCutOff() {
    call(1, NOON, Outcome.UNKNOWN);
    known(2, NOON.plusSeconds(1), Outcome.NO_ANSWER);
    assertThat(kinds(match(DAY))).as("its beginning").containsExactly(Kind.STAYS_UNKNOWN);
    known(3, NOON.minusSeconds(1), Outcome.NO_ANSWER);
    assertThat(only(match(DAY)).outcome()).isEqualTo(Outcome.NOT_SENT);
  }

  @Test
  void aFileThatShouldHaveAllCallsAndLacksOneThatRangProvesNothing() {
    call(1, NOON, Outcome.UNKNOWN);
    known(2, NOON.minusSeconds(600), Outcome.AGREED);
    known(3, NOON.plusSeconds(600), Outcome.AGREED);
    call(4, NOON.minusSeconds(300), Outcome.NO_ANSWER);
    CdrMatching.Result result = match(DAY);
    assertThat(result.proposals()).isEmpty();
    assertThat(kinds(result))
        .containsExactlyInAnyOrder(Kind.NOT_KNOWN_TO_CARRIER, Kind.STAYS_UNKNOWN);
    everyCall = false;
    assertThat(only(match(DAY)).outcome()).as("answered ones only").isEqualTo(Outcome.NO_ANSWER);
  }

  @Test
  void absenceProvesNothingBesideALineOfNobodys() {
    call(1, NOON, Outcome.UNKNOWN);
    known(2, NOON.minusSeconds(600), Outcome.AGREED);
    known(3, NOON.plusSeconds(600), Outcome.AGREED);
    lines.add(
        new CdrRecord(
            9, "theirs", number(99), NOON.plusSeconds(3), null, null, Outcome.NO_ANSWER, ""));
    CdrMatching.Result beside = match(DAY);
    assertThat(beside.proposals()).as("the number may be written otherwise there").isEmpty();
    assertThat(kinds(beside)).containsExactlyInAnyOrder(Kind.NOT_OURS, Kind.STAYS_UNKNOWN);

    lines.removeLast();
    lines.add(
        new CdrRecord(
            9, "theirs", number(1), NOON.plusSeconds(3600), null, null, Outcome.NO_ANSWER, ""));
    assertThat(match(DAY).proposals()).as("the clock may be an hour off there").isEmpty();

    lines.removeLast();
    lines.add(
        new CdrRecord(
            9, "theirs", number(99), NOON.plusSeconds(3600), null, null, Outcome.NO_ANSWER, ""));
    assertThat(match(DAY).proposals()).as("of another time and number").hasSize(1);
  }

  @Test
  void absenceProvesNothingWhereTheFileLacksACallWeSaw() {
    call(1, NOON, Outcome.UNKNOWN);
    known(2, NOON.minusSeconds(600), Outcome.AGREED);
    known(4, NOON.plusSeconds(600), Outcome.AGREED);
    call(3, NOON.minusSeconds(500), Outcome.AGREED);
    CdrMatching.Result result = match(DAY);
    assertThat(result.proposals()).isEmpty();
    assertThat(kinds(result))
        .containsExactlyInAnyOrder(Kind.NOT_KNOWN_TO_CARRIER, Kind.STAYS_UNKNOWN);
  }

  @Test
  void whatTheCarrierSaysOtherwiseThanWeSawIsTold() {
    call(1, NOON, Outcome.NO_ANSWER);
    call(2, NOON, Outcome.NOT_SENT);
    call(3, NOON, Outcome.AGREED);
    line("c0", 1, NOON, Outcome.ANSWERED_UNHEARD);
    line("c1", 2, NOON, Outcome.BUSY);
    line("c2", 3, NOON, Outcome.ANSWERED_UNHEARD);
    assertThat(kinds(match(DAY))).containsExactly(Kind.DIFFERS, Kind.DIFFERS);
  }

  @Test
  void othersCampaignsAndTrunksAreKnownAndLeftAlone() {
    ours.add(
        new OurCall(
            new UUID(9, 9),
            new UUID(2, 2),
            new UUID(7, 1),
            "sip",
            "z",
            NOON,
            Outcome.UNKNOWN,
            false));
    numbers.put(number(1), new UUID(7, 1));
    line("z", 1, NOON, Outcome.NO_ANSWER);
    CdrMatching.Result result = match(DAY);
    assertThat(result.proposals()).isEmpty();
    assertThat(result.findings()).isEmpty();
  }
}
