package dev.assent.dialer.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Found;
import dev.assent.compliance.Outcome;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.review.Finding;
import dev.assent.compliance.review.Flag;
import dev.assent.compliance.review.Seconds;
import dev.assent.compliance.script.Checkpoint;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.store.review.ReviewDesk;
import dev.assent.compliance.store.review.ReviewItem;
import dev.assent.dialer.Language;
import dev.assent.dialer.Messages;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What QA pages are shown, as JSON: numbers masked, codes with their words in both languages. */
final class QualityItems {
  /** Of scripts that name no checkpoints. */
  private static final List<Checkpoint> USUAL =
      Stream.of("understood", "courteous", "true-words", "no-sensitive-data", "wish-respected")
          .map(id -> new Checkpoint(id, ""))
          .toList();

  private final LawParts law;

  QualityItems(LawParts law) {
    this.law = law;
  }

  static ObjectNode node() {
    return JsonNodeFactory.instance.objectNode();
  }

  ObjectNode of(ReviewItem item) {
    ObjectNode node =
        node()
            .put("recording", item.recordingId().toString())
            .put("attempt", item.attemptId().toString())
            .put("campaign", campaign(item))
            .put("outcome", item.outcome().name())
            .put("startedAt", item.startedAt().toString())
            .put("zone", QualityFilter.ZONE.getId())
            .put("seconds", item.seconds())
            .put("customerSpeechMs", item.voiceMs())
            .put("maskedNumber", item.number())
            .put("callerNumber", caller(item.callerNumber()))
            .put("sampled", item.sampled())
            .put("state", item.state().name())
            .put("heardSeconds", item.heardSeconds());
    ArrayNode flags = node.putArray("flags");
    item.findings().forEach(finding -> flags.add(of(finding)));
    if (item.assignee() != null) {
      node.put("assignee", item.assignee());
    }
    if (item.score() != null) {
      node.put("score", item.score());
    }
    if (item.verdict() != null) {
      node.put("verdict", item.verdict().name());
    }
    script(item)
        .ifPresent(
            script ->
                node.putObject("script")
                    .put("id", script.id())
                    .put("version", script.version())
                    .put("locale", script.locale()));
    return node;
  }

  private static ObjectNode of(Finding finding) {
    ObjectNode node = node().put("code", finding.flag().name()).put("detail", finding.detail());
    node.putObject("said")
        .put("en", finding.flag().text(Locale.ENGLISH))
        .put("zh", finding.flag().text(Locale.CHINESE));
    return node;
  }

  private static String caller(@org.jspecify.annotations.Nullable String number) {
    return number == null ? "" : PhoneNumber.ofE164(number).toString();
  }

  private String campaign(ReviewItem item) {
    return law.store().registers().campaign(item.campaignId())
            instanceof Found.Present(Campaign found)
        ? found.name()
        : item.campaignId().toString();
  }

  private Optional<Script> script(ReviewItem item) {
    return law.store().registers().script(item.scriptHash()) instanceof Found.Present(Script found)
        ? Optional.of(found)
        : Optional.empty();
  }

  /** What filters can be set to. */
  void filters(ObjectNode answer) {
    ArrayNode campaigns = answer.putArray("campaigns");
    law.store().registers().campaigns().stream()
        .map(Campaign::name)
        .sorted()
        .forEach(campaigns::add);
    ArrayNode outcomes = answer.putArray("outcomes");
    Stream.of(Outcome.AGREED, Outcome.OPTED_OUT, Outcome.REC_FAIL, Outcome.UNKNOWN)
        .map(Outcome::name)
        .forEach(outcomes::add);
    ArrayNode flags = answer.putArray("flags");
    Arrays.stream(Flag.values()).map(Flag::name).forEach(flags::add);
  }

  /** Those of the script that was played; the usual ones when it names none. */
  List<Checkpoint> checkpoints(ReviewItem item) {
    return script(item).map(Script::checkpoints).filter(points -> !points.isEmpty()).orElse(USUAL);
  }

  /** As the script says it; the usual ones in both languages. */
  JsonNode text(Checkpoint checkpoint) {
    if (!checkpoint.text().isEmpty()) {
      return TextNode.valueOf(checkpoint.text());
    }
    String key = "checkpoint." + checkpoint.id().replace('-', '_');
    return node()
        .put("en", Messages.in(Language.EN).say(key))
        .put("zh", Messages.in(Language.ZH).say(key));
  }

  static ObjectNode of(ReviewDesk.Note note) {
    return node()
        .put("second", note.second())
        .put("text", note.text())
        .put("by", note.by())
        .put("at", note.at().toString());
  }

  static ObjectNode of(ReviewDesk.Scored scored) {
    ObjectNode node =
        node()
            .put("by", scored.by())
            .put("at", scored.at().toString())
            .put("verdict", scored.card().verdict().name())
            .put("comment", scored.card().comment());
    if (scored.score() != null) {
      node.put("score", scored.score());
    }
    ObjectNode answers = node.putObject("answers");
    scored
        .card()
        .answers()
        .forEach((id, answer) -> answers.put(id, answer.name().toLowerCase(Locale.ROOT)));
    return node;
  }

  static ArrayNode of(Seconds heard) {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    heard.ranges().forEach(range -> all.addArray().add(range.from()).add(range.to()));
    return all;
  }
}
