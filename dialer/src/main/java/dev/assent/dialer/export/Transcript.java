package dev.assent.dialer.export;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.recorder.container.AudioSecond;
import dev.assent.recorder.container.Leg;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.Mark;
import dev.assent.recorder.container.Verdict;
import dev.assent.recorder.replay.Gap;
import dev.assent.recorder.replay.Replay;
import dev.assent.recorder.replay.TimedMark;
import java.util.HexFormat;
import java.util.List;

/**
 * What happened in a call, as JSON: what was sealed with the sound, what is missing or silenced of
 * it, and what the journal says. No word that was spoken: nobody here writes those down.
 */
final class Transcript {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Transcript() {}

  /**
   * @throws MalformedRecording if a second or the index does not open
   */
  static ObjectNode of(ExportedCall call, Silences silences) throws MalformedRecording {
    Replay replay = call.replay();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("format", "assent-call-transcript").put("version", 1);
    node.put("export", call.order().path("export").asText());
    node.put("call", call.order().path("attempt").asText());
    node.put("startedAt", replay.startedAt().toString()).put("seconds", replay.seconds());
    ArrayNode legs = node.putArray("legs");
    for (Leg leg : replay.header().legs()) {
      legs.addObject().put("leg", leg.id()).put("role", leg.role().name());
    }
    ArrayNode recordings = node.putArray("recordings");
    for (SealedSource source : call.sources()) {
      recordings
          .addObject()
          .put("recording", source.recording().toString())
          .put("verdict", verdict(source))
          .put("seconds", seconds(source))
          .put("heldAgainstJournal", source.verification().heldAgainstJournal())
          .put("fileSha256", source.sha256())
          .put(
              "headerSha256",
              source
                  .verification()
                  .header()
                  .map(header -> HexFormat.of().formatHex(header.sha256()))
                  .orElse(""));
    }
    ArrayNode events = node.putArray("events");
    for (TimedMark timed : replay.timeline()) {
      Mark mark = timed.mark();
      ObjectNode event = events.addObject();
      event.put("second", Math.round(timed.second() * 1000) / 1000.0);
      event.put("at", mark.at().toString()).put("kind", mark.kind().name());
      event.put("leg", role(replay.header().legs(), mark.legId())).put("detail", mark.detail());
    }
    ArrayNode gaps = node.putArray("gaps");
    for (Gap gap : replay.gaps()) {
      gaps.addObject()
          .put("leg", role(replay.header().legs(), gap.legId()))
          .put("fromSecond", gap.fromSecond())
          .put("toSecond", gap.toSecond())
          .put("lost", gap.lost());
    }
    ArrayNode silenced = node.putArray("silenced");
    for (Silences.Silence silence : silences.all()) {
      silenced
          .addObject()
          .put("fromSecond", (double) silence.from() / AudioSecond.RATE)
          .put("toSecond", (double) silence.to() / AudioSecond.RATE)
          .put("why", silence.why());
    }
    node.set("journal", call.facts());
    return node;
  }

  /** COMPLETE, INCOMPLETE or DAMAGED. */
  static String verdict(SealedSource source) {
    return switch (source.verification().verdict()) {
      case Verdict.Complete _ -> "COMPLETE";
      case Verdict.Incomplete _ -> "INCOMPLETE";
      case Verdict.Damaged _ -> "DAMAGED";
    };
  }

  /** Of sound that was verified. */
  static long seconds(SealedSource source) {
    return switch (source.verification().verdict()) {
      case Verdict.Complete(int seconds) -> seconds;
      case Verdict.Incomplete(int seconds) -> seconds;
      case Verdict.Damaged _ -> 0;
    };
  }

  private static String role(List<Leg> legs, int id) {
    return legs.stream()
        .filter(leg -> leg.id() == id)
        .map(leg -> leg.role().name())
        .findFirst()
        .orElse("");
  }

  static String json(ObjectNode node) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(node) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree always has a text", e);
    }
  }
}
