package dev.assent.compliance.review;

import static dev.assent.compliance.With.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.World;
import dev.assent.compliance.consent.ConsentEvidence;
import dev.assent.compliance.consent.ConsentEvidence.Choice;
import dev.assent.compliance.consent.ConsentEvidence.Means;
import dev.assent.compliance.consent.ConsentEvidence.Played;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.Segment;
import dev.assent.compliance.script.SegmentType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A call in order has no flag; each thing that goes wrong has its own, from its edge on. */
@Timeout(30)
class CallChecksTest {
  private static final Instant ANSWERED = Instant.parse("2026-03-02T04:00:00Z");
  private static final Instant KEY = ANSWERED.plusSeconds(20);
  private static final UUID ATTEMPT = new UUID(1, 1);
  private static final String SENT = "0a".repeat(32);
  private static final Script SCRIPT = World.script();

  private static List<Played> notice() {
    List<Played> played = new ArrayList<>();
    for (Segment segment : SCRIPT.segments()) {
      if (NoticeWhole.NOTICE.contains(segment.type())) {
        played.add(
            new Played(
                segment.type(),
                segment.promptId(),
                segment.wavSha256(),
                SENT,
                ANSWERED.plusSeconds(1),
                KEY.minusSeconds(1),
                50,
                50,
                0,
                0));
      }
    }
    return played;
  }

  private static ConsentEvidence choice(Choice choice, Character key, List<Played> played) {
    return new ConsentEvidence(
        new UUID(2, 2),
        ATTEMPT,
        choice,
        key == null ? Means.NONE : Means.DTMF,
        key,
        KEY,
        ZoneId.of("Asia/Shanghai"),
        Duration.ofMillis(700),
        SCRIPT.hash(),
        "zh-CN",
        played,
        "call@test",
        "a",
        "b",
        "loop",
        "+8619900000001",
        Duration.ofMillis(120),
        "RFC4733",
        new UUID(3, 3),
        "",
        "node",
        Duration.ZERO);
  }

  private static SealedSound.Leg leg(int id) {
    return new SealedSound.Leg(id, 20_000, 0, 6_000, 4_000, 12_000, 100);
  }

  private static SealedSound sound() {
    return new SealedSound(
        new UUID(4, 4),
        KEY.plusMillis(30),
        20,
        0,
        SealedSound.State.COMPLETE,
        List.of(leg(SealedSound.CALLEE), leg(SealedSound.OURS)));
  }

  /** Agreed, heard everything, recorded whole. */
  private static EndedCall good() {
    return new EndedCall(
        ATTEMPT,
        Outcome.AGREED,
        Optional.of(ANSWERED),
        KEY.plusSeconds(20),
        Optional.of(Duration.ofMillis(300)),
        List.of(choice(Choice.AGREED, '1', notice())),
        Optional.of(SCRIPT),
        Map.of(World.SHA256, Set.of(SENT)),
        Optional.of(sound()));
  }

  private static EndedCall recorded(String component, Object value) {
    return with(good(), "recording", Optional.of(with(sound(), component, value)));
  }

  private static EndedCall leg(int id, String component, Object value) {
    return recorded(
        "legs",
        List.of(
            id == 0 ? with(leg(0), component, value) : leg(0),
            id == 1 ? with(leg(1), component, value) : leg(1)));
  }

  private static List<Flag> flags(EndedCall call) {
    return CallChecks.of(call).stream().map(Finding::flag).toList();
  }

  @Test
  @Requirement("R46")
  void aCallInOrderHasNoFlag() {
    assertThat(CallChecks.of(good())).isEmpty();
  }

  @Test
  @Requirement("E-02")
  void eachSegmentOfTheNoticeMustHaveLeftWholeBeforeTheKey() {
    for (int i = 0; i < notice().size(); i++) {
      for (Played bad :
          List.of(
              with(notice().get(i), "sent", 49),
              with(notice().get(i), "skipped", 1),
              with(notice().get(i), "icmpErrors", 1),
              with(notice().get(i), "lastPacket", KEY.plusMillis(1)))) {
        List<Played> played = new ArrayList<>(notice());
        played.set(i, bad);
        assertThat(flags(agreed(played))).as("%s", bad).containsExactly(Flag.NOTICE_NOT_WHOLE);
        played.add(notice().get(i)); // said again, and whole
        assertThat(flags(agreed(played))).as("%s", bad).isEmpty();
      }
    }
    assertThat(flags(agreed(List.of()))).containsExactly(Flag.NOTICE_NOT_WHOLE);
  }

  private static EndedCall agreed(List<Played> played) {
    return with(good(), "choices", List.of(choice(Choice.AGREED, '1', played)));
  }

  @Test
  @Requirement("Q10")
  void whatWasSentMustBeWhatWasApproved() {
    List<Played> other = new ArrayList<>(notice());
    other.set(1, with(other.get(1), "promptSha256", "bb".repeat(32)));
    assertThat(flags(agreed(other))).contains(Flag.NOTICE_NOT_AS_APPROVED);

    List<Played> altered = new ArrayList<>(notice());
    altered.set(0, with(altered.get(0), "sentSha256", "cc".repeat(32)));
    assertThat(flags(agreed(altered))).containsExactly(Flag.NOTICE_NOT_AS_APPROVED);

    List<Played> swapped = new ArrayList<>(notice());
    swapped.add(with(notice().get(0), "type", SegmentType.THANKS));
    assertThat(flags(agreed(swapped))).containsExactly(Flag.NOTICE_NOT_AS_APPROVED);

    // Cut by a key, its bytes are fewer: nothing to compare.
    List<Played> cut = new ArrayList<>(notice());
    cut.add(with(with(notice().get(0), "sentSha256", "dd".repeat(32)), "sent", 3));
    assertThat(flags(agreed(cut))).isEmpty();
  }

  @Test
  void whatCannotBeComparedIsSaid() {
    assertThat(flags(with(good(), "sounds", Map.of()))).containsExactly(Flag.NOTICE_UNVERIFIED);
    assertThat(flags(with(good(), "script", Optional.empty())))
        .containsExactly(Flag.NOTICE_UNVERIFIED);
  }

  @ParameterizedTest
  @CsvSource({"0, false", "2000, false", "2001, true", "-1, true"})
  @Requirement("R36")
  void whoCallsIsSaidWithinTwoSeconds(long millis, boolean late) {
    EndedCall call = with(good(), "firstSound", Optional.of(Duration.ofMillis(millis)));
    assertThat(flags(call).contains(Flag.IDENTITY_LATE)).isEqualTo(late);
  }

  @Test
  @Requirement("A-27")
  void whoCallsIsSaidFirst() {
    List<Played> reversed = notice().reversed();
    assertThat(flags(agreed(reversed))).containsExactly(Flag.IDENTITY_LATE);
    assertThat(flags(with(good(), "firstSound", Optional.empty()))).isEmpty();
  }

  @Test
  @Requirement("Q05")
  void aRecordingBeginsAfterAYes() {
    assertThat(flags(recorded("startedAt", KEY))).isEmpty();
    assertThat(flags(recorded("startedAt", KEY.minusNanos(1_000))))
        .containsExactly(Flag.RECORDED_BEFORE_CONSENT);
    EndedCall refused =
        with(
            with(good(), "choices", List.of(choice(Choice.REFUSED, '0', notice()))),
            "outcome",
            Outcome.REFUSED);
    assertThat(flags(refused)).containsExactly(Flag.RECORDED_BEFORE_CONSENT);
    assertThat(flags(with(refused, "recording", Optional.empty()))).isEmpty();
  }

  @Test
  @Requirement("E-04")
  void keyChoiceAndOutcomeTellOneStory() {
    assertThat(flags(with(good(), "choices", List.of(choice(Choice.AGREED, '0', notice())))))
        .containsExactly(Flag.EVIDENCE_DISAGREES);
    assertThat(flags(with(good(), "choices", List.of(choice(Choice.AGREED, null, notice())))))
        .containsExactly(Flag.EVIDENCE_DISAGREES);
    assertThat(flags(unrecorded(Outcome.REFUSED, choice(Choice.REFUSED, '1', notice()))))
        .containsExactly(Flag.EVIDENCE_DISAGREES);
    assertThat(flags(unrecorded(Outcome.REFUSED, choice(Choice.REFUSED, '0', notice())))).isEmpty();
    assertThat(
            flags(unrecorded(Outcome.REFUSED, choice(Choice.HANGUP_BEFORE_CHOICE, null, notice()))))
        .containsExactly(Flag.EVIDENCE_DISAGREES);
    assertThat(
            flags(unrecorded(Outcome.REFUSED_TIMEOUT, choice(Choice.INVALID_KEYS, null, notice()))))
        .isEmpty();
  }

  private static EndedCall unrecorded(Outcome outcome, ConsentEvidence choice) {
    return with(
        with(with(good(), "recording", Optional.empty()), "outcome", outcome),
        "choices",
        List.of(choice));
  }

  @Test
  @Requirement("C-23")
  void aYesHasARecordingThatIsWhole() {
    assertThat(flags(with(good(), "recording", Optional.empty())))
        .containsExactly(Flag.RECORDING_MISSING);
    assertThat(flags(recorded("state", SealedSound.State.LOST)))
        .containsExactly(Flag.RECORDING_MISSING);
    assertThat(flags(recorded("state", SealedSound.State.INCOMPLETE)))
        .containsExactly(Flag.RECORDING_INCOMPLETE);
    assertThat(flags(recorded("state", SealedSound.State.DAMAGED)))
        .containsExactly(Flag.RECORDING_DAMAGED);
    assertThat(flags(recorded("lostSeconds", 1L))).containsExactly(Flag.SECONDS_LOST);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 1999, 18001, true",
    "0, 2000, 18000, false",
    "1, 1999, 18001, true",
    "1, 2000, 18000, false",
    "0, 0, 1999, false"
  })
  void oneSideAloneIsHeard(int id, long soundMs, long missingMs, boolean flagged) {
    SealedSound.Leg bad = with(with(leg(id), "soundMs", soundMs), "missingMs", missingMs);
    EndedCall call = recorded("legs", List.of(id == 0 ? bad : leg(0), id == 1 ? bad : leg(1)));
    assertThat(flags(call).contains(Flag.ONE_WAY_SOUND)).isEqualTo(flagged);
  }

  @Test
  void nothingFromEitherSideIsNotOneWay() {
    SealedSound.Leg none = with(with(leg(0), "soundMs", 0L), "missingMs", 20_000L);
    EndedCall call = recorded("legs", List.of(none, with(none, "leg", 1)));
    assertThat(flags(call)).doesNotContain(Flag.ONE_WAY_SOUND);
  }

  @ParameterizedTest
  @CsvSource({"0, 1000, false", "0, 1001, true", "1, 1001, true"})
  void tooManySamplesAtTheEdgeAreClipped(int id, long ppm, boolean flagged) {
    assertThat(flags(leg(id, "clippedPpm", ppm)).contains(Flag.CLIPPED)).isEqualTo(flagged);
  }

  @ParameterizedTest
  @CsvSource({
    "1, voiceMs, 0, true",
    "1, voiceMs, 100, false",
    "1, silenceMs, 15000, false",
    "1, silenceMs, 15001, true",
    "0, voiceMs, 0, false",
    "0, silenceMs, 20000, false"
  })
  void ourSideIsNeverSilent(int id, String component, long value, boolean flagged) {
    assertThat(flags(leg(id, component, value)).contains(Flag.SILENT)).isEqualTo(flagged);
  }

  @ParameterizedTest
  @CsvSource({"16, true", "17, false"})
  void aLineWithoutAnyNoiseIsDead(int peak, boolean flagged) {
    assertThat(flags(leg(0, "peak", peak)).contains(Flag.SILENT)).isEqualTo(flagged);
  }

  @Test
  void whoHangsUpDuringTheNoticeIsCounted() {
    ConsentEvidence early =
        choice(Choice.HANGUP_BEFORE_CHOICE, null, List.of(with(notice().get(0), "sent", 20)));
    assertThat(flags(unrecorded(Outcome.HUNG_UP, early))).containsExactly(Flag.HUNG_UP_EARLY);
    ConsentEvidence after = choice(Choice.HANGUP_BEFORE_CHOICE, null, notice());
    assertThat(flags(unrecorded(Outcome.HUNG_UP, after))).isEmpty();
  }

  @Test
  void whoHangsUpRightAfterTheYesIsCounted() {
    assertThat(flags(recorded("seconds", 1L))).containsExactly(Flag.HUNG_UP_EARLY);
    assertThat(flags(recorded("seconds", 2L))).isEmpty();
  }

  @Test
  void aSalvagedRecordingIsNotMeasured() {
    EndedCall call =
        with(
            good(),
            "recording",
            Optional.of(
                with(with(sound(), "legs", List.of()), "state", SealedSound.State.INCOMPLETE)));
    assertThat(flags(call)).containsExactly(Flag.RECORDING_INCOMPLETE);
  }

  @ParameterizedTest
  @EnumSource
  void everyFlagIsSaidInBothLanguages(Flag flag) {
    assertThat(flag.text(Locale.ENGLISH)).isNotBlank();
    assertThat(flag.text(Locale.CHINA)).isNotBlank().isNotEqualTo(flag.text(Locale.ENGLISH));
  }
}
