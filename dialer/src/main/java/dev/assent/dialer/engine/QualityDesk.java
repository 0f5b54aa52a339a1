package dev.assent.dialer.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.consent.OptOut;
import dev.assent.compliance.review.Answer;
import dev.assent.compliance.review.Scorecard;
import dev.assent.compliance.review.Seconds;
import dev.assent.compliance.review.Verdict;
import dev.assent.compliance.script.Checkpoint;
import dev.assent.compliance.store.review.ReviewDesk;
import dev.assent.compliance.store.review.ReviewFilter;
import dev.assent.compliance.store.review.ReviewItem;
import dev.assent.compliance.store.suppression.Refused;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.acts.RecordingShareAction;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What pages ask for QA people: each method is one act, its body as the page sent it. Whoever calls
 * has proved who asks and written the access down. Any thread.
 */
final class QualityDesk {
  private static final int PAGE = 50;

  /** How long a revealed field may be shown (R51). */
  private static final Duration SHOWN = Duration.ofSeconds(60);

  private final LawParts law;
  private final Runnable settle;
  private final InstantSource clock;
  private final QualityItems items;

  /**
   * @param settle has calls looked at that are over
   */
  QualityDesk(LawParts law, Runnable settle, InstantSource clock) {
    this.law = law;
    this.settle = settle;
    this.clock = clock;
    this.items = new QualityItems(law);
  }

  private ReviewDesk desk() {
    return law.store().reviewDesk();
  }

  /** Some of the queue, and what its filters can be set to. */
  ObjectNode queue(ObjectNode body, String user) {
    settle.run();
    ReviewFilter filter = QualityFilter.of(body, user, law);
    ReviewDesk.Page page;
    try {
      page = desk().queue(filter, PAGE);
    } catch (IllegalArgumentException e) {
      throw bad("cursor");
    }
    ObjectNode answer = QualityItems.node();
    ArrayNode shown = answer.putArray("items");
    page.items().forEach(item -> shown.add(items.of(item)));
    page.next().ifPresent(next -> answer.put("next", next));
    ReviewDesk.Totals totals = desk().totals(filter);
    answer.put("total", totals.recordings()).put("unheard", totals.unheard());
    items.filters(answer);
    return answer;
  }

  /** Takes a recording, or gives it back with {@code release}. */
  ObjectNode take(ObjectNode body, String user) {
    UUID recording = recording(body);
    return permitted(
        () ->
            QualityItems.node()
                .set(
                    "item",
                    items.of(
                        body.path("release").asBoolean()
                            ? desk().release(recording, user)
                            : desk().take(recording, user))));
  }

  /** Keeps a note at a second. */
  ObjectNode note(ObjectNode body, String user) {
    UUID recording = recording(body);
    int second = body.path("second").asInt(-1);
    String text = body.path("text").asText().strip();
    if (second < 0 || text.isEmpty() || text.length() > ReviewDesk.LONGEST_TEXT) {
      throw bad("text");
    }
    return permitted(
        () -> {
          desk().note(recording, second, text, user);
          ObjectNode answer = QualityItems.node();
          answer.set(
              "note", QualityItems.of(new ReviewDesk.Note(second, text, user, clock.instant())));
          return answer;
        });
  }

  /** Keeps a judgement. */
  ObjectNode score(ObjectNode body, String user) {
    UUID recording = recording(body);
    String comment = body.path("comment").asText();
    Map<String, Answer> answers = new TreeMap<>();
    List<String> known = checkpoints(item(recording)).stream().map(Checkpoint::id).toList();
    for (Map.Entry<String, JsonNode> one : body.path("answers").properties()) {
      if (!known.contains(one.getKey())) {
        throw bad("answers");
      }
      answers.put(one.getKey(), answer(one.getValue().asText()));
    }
    if (comment.length() > ReviewDesk.LONGEST_TEXT) {
      throw bad("comment");
    }
    Scorecard card = new Scorecard(answers, comment, verdict(body.path("verdict").asText()));
    return permitted(
        () -> {
          desk().score(recording, card, user);
          return QualityItems.node().set("item", items.of(item(recording)));
        });
  }

  private static Answer answer(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "yes" -> Answer.YES;
      case "no" -> Answer.NO;
      case "na", "n/a" -> Answer.NA;
      default -> throw bad("answers");
    };
  }

  private static Verdict verdict(String text) {
    try {
      return Verdict.valueOf(text);
    } catch (IllegalArgumentException e) {
      throw bad("verdict");
    }
  }

  /** Everything a page shows of a recording besides its sound. */
  ObjectNode checkpoints(ObjectNode body) {
    UUID recording = recording(body);
    ReviewItem item = item(recording);
    ObjectNode answer = QualityItems.node();
    answer.set("item", items.of(item));
    ArrayNode points = answer.putArray("checkpoints");
    for (Checkpoint checkpoint : checkpoints(item)) {
      points.addObject().put("id", checkpoint.id()).set("text", items.text(checkpoint));
    }
    ArrayNode notes = answer.putArray("notes");
    desk().notes(recording).forEach(note -> notes.add(QualityItems.of(note)));
    desk().scored(recording).ifPresent(scored -> answer.set("score", QualityItems.of(scored)));
    answer.set("heard", QualityItems.of(desk().heard(recording)));
    return answer;
  }

  private List<Checkpoint> checkpoints(ReviewItem item) {
    return items.checkpoints(item);
  }

  /**
   * The person asked not to be called, as somebody heard at that second: durable, of all their
   * numbers, and nobody else has to agree (R40).
   */
  ObjectNode optOut(ObjectNode body, String user) {
    ReviewItem item = item(recording(body));
    int second = body.path("second").asInt(0);
    Instant at = item.startedAt().plusSeconds(Math.clamp(second, 0, 86_400));
    OptOut word =
        new OptOut(
            Manner.SPEECH,
            at.isAfter(clock.instant()) ? clock.instant() : at,
            item.attemptId(),
            null,
            item.scriptHash().isEmpty() ? null : item.scriptHash());
    return switch (law.store().refusals().optOutHeard(item.attemptId(), word, user)) {
      case Refused.Durable(UUID entry) ->
          QualityItems.node()
              .put("durable", true)
              .put("entry", entry.toString())
              .put("numbers", law.store().refusals().numbersOf(item.attemptId()));
      case Refused.Pending _ -> QualityItems.node().put("durable", false);
    };
  }

  /** One field in plain, for a minute. */
  ObjectNode reveal(ObjectNode body, String user) {
    ReviewItem item = item(recording(body));
    UUID recording = item.recordingId();
    String why = RecordingShareAction.why(body);
    if (!user.equals(item.assignee())) {
      throw new UserError(
          Exit.NOT_PERMITTED,
          Message.of("quality.not_taken"),
          null); // another's customer (R51, R54)
    }
    RecordingShares.requireUsable(law, recording, item.attemptId(), why);
    ReviewDesk.Field field;
    try {
      field = ReviewDesk.Field.valueOf(body.path("field").asText().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw bad("field");
    }
    String value =
        desk()
            .reveal(recording, field, user)
            .orElseThrow(
                () -> new UserError(Exit.NOT_PERMITTED, Message.of("quality.not_kept"), null));
    return QualityItems.node()
        .put("value", value)
        .put("until", clock.instant().plus(SHOWN).toString());
  }

  /** These seconds were given out to somebody who listens. */
  ObjectNode heard(ObjectNode body, String user) {
    ReviewItem item = item(recording(body));
    List<Seconds.Range> ranges = new ArrayList<>();
    int end = (int) Math.min(Integer.MAX_VALUE, item.seconds());
    for (JsonNode range : body.path("ranges")) {
      int from = Math.clamp(range.path(0).asInt(), 0, end);
      int to = Math.clamp(range.path(1).asInt(), 0, end);
      if (from < to) {
        ranges.add(new Seconds.Range(from, to));
      }
    }
    desk().heard(item.recordingId(), Seconds.of(ranges), user);
    return QualityItems.node();
  }

  private ReviewItem item(UUID recording) {
    Optional<ReviewItem> known = desk().find(recording);
    if (known.isEmpty()) {
      settle.run();
      known = desk().find(recording);
    }
    return known.orElseThrow(
        () ->
            new UserError(
                Exit.USAGE, Message.of("recording.unknown", recording), "assent recordings list"));
  }

  private UUID recording(ObjectNode body) {
    try {
      return UUID.fromString(body.path("recording").asText());
    } catch (IllegalArgumentException e) {
      throw bad("recording");
    }
  }

  private interface Permitted {
    JsonNode run() throws NotAllowed;
  }

  private static ObjectNode permitted(Permitted act) {
    try {
      return (ObjectNode) act.run();
    } catch (NotAllowed refused) {
      throw new UserError(
          Exit.NOT_PERMITTED,
          Message.of("quality.refused", String.valueOf(refused.getMessage())),
          null);
    }
  }

  static UserError bad(String field) {
    return new UserError(Exit.USAGE, Message.of("quality.bad_field", field), null);
  }

  static @Nullable String orNull(JsonNode node) {
    return node.isMissingNode() || node.isNull() || node.asText().isBlank() ? null : node.asText();
  }
}
