package dev.assent.compliance.store.review;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.consent.ConsentEvidence;
import dev.assent.compliance.consent.DncState;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.consent.OptOut;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.review.Answer;
import dev.assent.compliance.review.Finding;
import dev.assent.compliance.review.Flag;
import dev.assent.compliance.review.Sample;
import dev.assent.compliance.review.Scorecard;
import dev.assent.compliance.review.Seconds;
import dev.assent.compliance.review.Verdict;
import dev.assent.compliance.store.Evidence;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.Tables;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls that are over are looked at once; QA people take, note and score their recordings. */
@Timeout(120)
class ReviewsTest {
  private static final Finding CLIPPED = new Finding(Flag.CLIPPED, "leg 0: 5000 ppm");

  /** An answered, agreed and recorded call to that contact. Returns the attempt. */
  private static UUID call(TestHome home, int contact) {
    UUID attempt = home.redeem(home.contact(contact)).attemptId();
    home.tick(Duration.ofSeconds(20));
    home.store().consents().agreed(attempt, Evidence.agreed(attempt, home.now.get()));
    home.store()
        .attempts()
        .ended(
            attempt,
            Outcome.AGREED,
            Map.of("answeredAt", home.now.get().toString(), "connectMs", "250"));
    return attempt;
  }

  private static UUID recordingOf(UUID attempt) {
    return new UUID(0x4EC, attempt.getLeastSignificantBits());
  }

  private static Reviews.Checked found(
      Reviews.Over call, boolean sampled, long voiceMs, Finding... findings) {
    return new Reviews.Checked(
        call,
        recordingOf(call.attemptId()),
        20,
        voiceMs,
        "5c".repeat(32),
        List.of(findings),
        sampled,
        sampled ? "quinn" : null);
  }

  private static UUID checked(
      TestHome home, int contact, boolean sampled, long voice, Finding... f) {
    UUID attempt = call(home, contact);
    Reviews reviews = home.store().reviews();
    reviews.checked(List.of(found(reviews.over(List.of(attempt)).getFirst(), sampled, voice, f)));
    return recordingOf(attempt);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("R46")
  void aCallThatIsOverIsLookedAtOnce(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      home.register(3);
      List<UUID> told = new ArrayList<>();
      store.attempts().onAnsweredEnded(told::add);
      UUID attempt = call(home, 0);
      UUID open = home.redeem(home.contact(1)).attemptId();
      UUID unanswered = home.redeem(home.contact(2)).attemptId();
      store.attempts().ended(unanswered, Outcome.NO_ANSWER, Map.of());
      store.attempts().ended(attempt, Outcome.AGREED, Map.of("answeredAt", "2026-03-02T04:00:00Z"));
      assertThat(told).containsExactly(attempt);

      assertThat(store.reviews().unchecked(10)).containsExactly(attempt);
      List<Reviews.Over> over = store.reviews().over(List.of(attempt, open));
      assertThat(over).hasSize(1);
      assertThat(over.getFirst().firstSound()).contains(Duration.ofMillis(250));
      assertThat(over.getFirst().choices())
          .extracting(ConsentEvidence::choice)
          .containsExactly(ConsentEvidence.Choice.AGREED);

      store.reviews().checked(List.of(found(over.getFirst(), true, 900, CLIPPED)));
      store.reviews().checked(List.of(found(over.getFirst(), false, 0)));
      assertThat(store.reviews().unchecked(10)).isEmpty();
      assertThat(store.reviews().over(List.of(attempt))).isEmpty();
      assertThat(store.reviews().counts(TestHome.CAMPAIGN))
          .isEqualTo(new Reviews.Counts(1, Map.of(Flag.CLIPPED, 1L)));
      assertThat(entries(home, EntryType.CALL_CHECKED)).hasSize(1);
    }
  }

  private static List<JournalEntry> entries(TestHome home, EntryType type) {
    List<JournalEntry> all = new ArrayList<>();
    home.journal()
        .forEach(
            position -> {
              if (position.entry().type() == type) {
                all.add(position.entry());
              }
            });
    return all;
  }

  @ParameterizedTest
  @EnumSource
  void whatSomebodySpeaksInAndNobodyHeardComesFirst(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      home.open();
      home.register(6);
      UUID silent = checked(home, 0, false, 0);
      UUID drawn = checked(home, 1, true, 0);
      UUID speaks = checked(home, 2, false, 800);
      UUID flagged = checked(home, 3, false, 800, CLIPPED);
      UUID drawnSpeaks = checked(home, 4, true, 800);
      ReviewDesk desk = home.store().reviewDesk();
      assertThat(queue(desk, ReviewFilter.ALL))
          .containsExactly(flagged, drawnSpeaks, speaks, drawn, silent);

      desk.heard(flagged, Seconds.parse("0-5"), "quinn");
      desk.score(drawnSpeaks, new Scorecard(Map.of(), "", Verdict.PASS), "quinn");
      assertThat(queue(desk, ReviewFilter.ALL))
          .containsExactly(speaks, drawn, flagged, silent, drawnSpeaks);

      // Page by page it is the same list.
      List<UUID> paged = new ArrayList<>();
      Optional<ReviewFilter> next = Optional.of(ReviewFilter.ALL);
      while (next.isPresent()) {
        ReviewDesk.Page page = desk.queue(next.get(), 2);
        page.items().forEach(item -> paged.add(item.recordingId()));
        next = page.next().map(next.get()::after);
      }
      assertThat(paged).containsExactly(speaks, drawn, flagged, silent, drawnSpeaks);

      assertThat(desk.totals(ReviewFilter.ALL)).isEqualTo(new ReviewDesk.Totals(5, 2));
      assertThat(queue(desk, ReviewFilter.ALL.with(Flag.CLIPPED))).containsExactly(flagged);
      assertThat(queue(desk, ReviewFilter.ALL.with(Flag.SILENT))).isEmpty();
      assertThat(queue(desk, assigned("quinn"))).containsExactly(drawn, drawnSpeaks);
      assertThat(queue(desk, assigned(""))).containsExactly(speaks, flagged, silent);
      assertThatThrownBy(() -> desk.queue(ReviewFilter.ALL.after("0_x"), 5))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static ReviewFilter assigned(String name) {
    return new ReviewFilter(
        Optional.of(TestHome.CAMPAIGN),
        Optional.of(Outcome.AGREED),
        Optional.of(TestHome.START),
        Optional.of(TestHome.START.plus(Duration.ofDays(1))),
        Optional.empty(),
        Optional.of(name),
        Optional.empty(),
        Optional.empty());
  }

  private static List<UUID> queue(ReviewDesk desk, ReviewFilter filter) {
    return desk.queue(filter, 100).items().stream().map(ReviewItem::recordingId).toList();
  }

  @ParameterizedTest
  @EnumSource
  void ofTwoWhoTakeOneIsTold(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      home.open();
      home.register(1);
      UUID recording = checked(home, 0, true, 800);
      ReviewDesk desk = home.store().reviewDesk();
      // Drawn for quinn, and still anybody's until it is taken.
      assertThat(desk.take(recording, "rita").assignee()).isEqualTo("rita");
      assertThat(desk.take(recording, "rita").state()).isEqualTo(ReviewItem.State.TAKEN);
      assertThatThrownBy(() -> desk.take(recording, "quinn"))
          .isInstanceOf(NotAllowed.class)
          .hasMessageContaining("rita");
      assertThatThrownBy(() -> desk.release(recording, "quinn")).isInstanceOf(NotAllowed.class);
      assertThatThrownBy(
              () -> desk.score(recording, new Scorecard(Map.of(), "", Verdict.PASS), "quinn"))
          .isInstanceOf(NotAllowed.class);
      assertThat(desk.release(recording, "rita").assignee()).isNull();
      assertThat(desk.take(recording, "quinn").assignee()).isEqualTo("quinn");
      assertThat(entries(home, EntryType.REVIEW_ASSIGNED)).hasSize(3);
      assertThatThrownBy(() -> desk.take(new UUID(9, 9), "quinn"))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatSomebodyWritesIsReadOnlyWithThePersonsKey(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      home.open();
      home.register(1);
      UUID recording = checked(home, 0, true, 800);
      ReviewDesk desk = home.store().reviewDesk();
      desk.note(recording, 7, "says that Mr Wu lives there", "quinn");
      desk.note(recording, 3, "很客气", "quinn");
      desk.score(
          recording,
          new Scorecard(
              Map.of("greets", Answer.YES, "explains", Answer.NO, "minor", Answer.NA),
              "asks for Mr Wu",
              Verdict.FAIL),
          "quinn");
      assertThat(desk.notes(recording))
          .extracting(ReviewDesk.Note::second, ReviewDesk.Note::text)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(3, "很客气"),
              org.assertj.core.groups.Tuple.tuple(7, "says that Mr Wu lives there"));
      ReviewDesk.Scored scored = desk.scored(recording).orElseThrow();
      assertThat(scored.score()).isEqualTo(50);
      assertThat(scored.card().comment()).isEqualTo("asks for Mr Wu");
      assertThat(scored.card().answers()).containsEntry("minor", Answer.NA);
      assertThat(desk.find(recording).orElseThrow().verdict()).isEqualTo(Verdict.FAIL);
      assertThat(entries(home, EntryType.REVIEW_NOTED))
          .allMatch(entry -> !entry.operational().orElseThrow().contains("Wu"))
          .allMatch(entry -> entry.subject().n() > 0);

      assertThat(desk.find(recording).orElseThrow().number()).contains("****");
      assertThat(desk.reveal(recording, ReviewDesk.Field.NUMBER, "quinn"))
          .contains(TestHome.number(0).e164());
      assertThat(desk.reveal(recording, ReviewDesk.Field.NAME, "quinn")).contains("Person 0");
      assertThat(entries(home, EntryType.PLAIN_REVEALED)).hasSize(2);

      // The key of the call goes: with it the number, the notes and the comment.
      home.keys.destroy(callKeys(home));
      assertThat(desk.find(recording).orElseThrow().number()).isEmpty();
      assertThat(desk.notes(recording)).extracting(ReviewDesk.Note::text).containsExactly("", "");
      assertThat(desk.scored(recording).orElseThrow().card().comment()).isEmpty();
      assertThat(desk.reveal(recording, ReviewDesk.Field.NUMBER, "quinn")).isEmpty();
      assertThatThrownBy(() -> desk.note(recording, 1, "more", "quinn"))
          .isInstanceOf(NotAllowed.class);
    }
  }

  private static List<Long> callKeys(TestHome home) throws Exception {
    return Tables.longs(home.settings, "SELECT call_key FROM person WHERE call_key IS NOT NULL");
  }

  @ParameterizedTest
  @EnumSource
  void secondsHeardAreCountedOnceWhoeverHeardThem(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      home.open();
      home.register(1);
      UUID recording = checked(home, 0, true, 800);
      ReviewDesk desk = home.store().reviewDesk();
      desk.heard(recording, Seconds.parse("0-5,10-12"), "quinn");
      desk.heard(recording, Seconds.parse("3-8"), "quinn");
      desk.heard(recording, Seconds.parse("7-9"), "rita");
      desk.heard(recording, Seconds.NONE, "rita");
      assertThat(desk.heard(recording).text()).isEqualTo("0-9,10-12");
      assertThat(desk.find(recording).orElseThrow().heardSeconds()).isEqualTo(11);
    }
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("R46")
  void theSampleIsDrawnByASeedThatStandsInTheJournal(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      home.open();
      Reviews reviews = home.store().reviews();
      Sample sample = reviews.sample(TestHome.CAMPAIGN, 10);
      assertThat(reviews.sample(TestHome.CAMPAIGN, 10)).isEqualTo(sample);
      Sample other = reviews.sample(TestHome.CAMPAIGN, 30);
      assertThat(other.seed()).isNotEqualTo(sample.seed());
      assertThat(entries(home, EntryType.REVIEW_SEEDED))
          .extracting(entry -> entry.operational().orElseThrow())
          .satisfiesExactly(
              first -> assertThat(first).contains(sample.seed()),
              second -> assertThat(second).contains(other.seed()));

      long drawn = 0;
      for (int i = 0; i < 20_000; i++) {
        drawn += other.draws(new UUID(i, ~i)) ? 1 : 0;
      }
      assertThat(drawn).isBetween(5_700L, 6_300L);
      assertThat(new Sample("s", 0).draws(new UUID(1, 1))).isFalse();
      assertThat(new Sample("s", 100).draws(new UUID(1, 1))).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("R40")
  void whoIsHeardToRefuseIsListedByEveryNumber(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Store store = home.open();
      home.register(3);
      UUID attempt = call(home, 0);
      store.persons().merge(TestHome.number(0), TestHome.number(1), "anna");
      List<Set<UUID>> told = new ArrayList<>();
      store.refusals().onRefusal(told::add);
      OptOut word = new OptOut(Manner.SPEECH, home.now.get(), attempt, null, null);

      assertThat(store.refusals().numbersOf(attempt)).isEqualTo(2);
      assertThat(store.refusals().optOutHeard(attempt, word, "quinn"))
          .isEqualTo(store.refusals().optOutHeard(attempt, word, "rita"));
      assertThat(entries(home, EntryType.OPT_OUT)).hasSize(2);
      for (int i = 0; i < 2; i++) {
        assertThat(store.refusals().why(TestHome.number(i)))
            .filteredOn(listing -> !listing.byAnotherNumber())
            .singleElement()
            .satisfies(listing -> assertThat(listing.actor()).isEqualTo("quinn"))
            .satisfies(listing -> assertThat(listing.source()).isEqualTo("recording"));
        assertThat(home.facts(home.contact(i)).dnc()).isNotEqualTo(new DncState.NotListed());
      }
      assertThat(store.refusals().why(TestHome.number(2))).isEmpty();
      // Whoever rings one of them now is told, so that it is cancelled.
      assertThat(told).hasSize(2).allMatch(persons -> persons.size() == 2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRebuiltDatabaseKnowsWhatWasReviewed(TestDatabase database) throws Exception {
    TestHome home = TestHome.on(database);
    home.open();
    home.register(3);
    home.store().reviews().sample(TestHome.CAMPAIGN, 10);
    UUID first = checked(home, 0, true, 800, CLIPPED);
    UUID second = checked(home, 1, false, 800);
    ReviewDesk desk = home.store().reviewDesk();
    desk.take(first, "quinn");
    desk.heard(first, Seconds.parse("0-5"), "quinn");
    desk.heard(first, Seconds.parse("7-9"), "quinn");
    desk.note(first, 2, "a note", "quinn");
    desk.score(first, new Scorecard(Map.of("greets", Answer.YES), "", Verdict.PASS), "quinn");
    desk.take(second, "rita");
    home.close();
    Map<String, List<String>> lost = Tables.facts(home.settings);

    home.settings = database.fresh();
    assertThat(home.open().opening().rebuilt()).isTrue();
    home.close();
    assertThat(Tables.facts(home.settings)).isEqualTo(lost);
  }
}
