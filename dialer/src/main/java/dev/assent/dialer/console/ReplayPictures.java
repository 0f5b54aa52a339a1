package dev.assent.dialer.console;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.Mark;
import dev.assent.recorder.container.MarkKind;
import dev.assent.recorder.container.Verdict;
import dev.assent.recorder.replay.Gap;
import dev.assent.recorder.replay.TimedMark;
import dev.assent.recorder.replay.Waveform;
import java.nio.ByteBuffer;
import java.time.Instant;

/** What a page shows of a recording besides its sound. */
final class ReplayPictures {
  private ReplayPictures() {}

  /** Length, and the watermark that stands over the picture. */
  static ObjectNode opened(OpenReplay open, String user, Instant now) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("seconds", open.replay.seconds());
    node.putObject("watermark")
        .put("user", user)
        .put("at", now.toString())
        .put("why", open.access.why());
    return node;
  }

  /** What the file turned out to be, and which seconds of it do not open. */
  static WebAnswer verdict(OpenReplay open, Verdict verdict) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("seconds", open.replay.seconds());
    ArrayNode damaged = node.putArray("damaged");
    switch (verdict) {
      case Verdict.Complete _ -> node.put("code", "COMPLETE");
      case Verdict.Incomplete _ -> node.put("code", "INCOMPLETE");
      case Verdict.Damaged(String why) -> {
        node.put("code", "DAMAGED").put("said", why);
        for (int second = 0; second < open.replay.seconds(); second++) {
          if (!opens(open, second)) {
            damaged.add(second);
          }
        }
      }
    }
    return WebAnswer.json(200, node);
  }

  /** Marks and gaps, as far as they open. Keys that people pressed stay masked (B-22). */
  static WebAnswer marks(OpenReplay open) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode marks = node.putArray("marks");
    ArrayNode gaps = node.putArray("gaps");
    try {
      for (TimedMark timed : open.replay.timeline()) {
        marks.add(mark(timed));
      }
      for (Gap gap : open.replay.gaps()) {
        gaps.add(gap(gap));
      }
    } catch (MalformedRecording e) {
      node.put("cut", true); // the verdict says why
    }
    return WebAnswer.json(200, node);
  }

  private static boolean opens(OpenReplay open, int second) {
    try {
      open.wav.pcm(second);
      return true;
    } catch (MalformedRecording _) {
      return false;
    }
  }

  private static ObjectNode mark(TimedMark timed) {
    Mark mark = timed.mark();
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("second", timed.second()).put("kind", mark.kind().name());
    node.put("detail", mark.kind() == MarkKind.KEY ? "" : mark.detail());
    return leg(node, mark.legId());
  }

  private static ObjectNode gap(Gap gap) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("from", gap.fromSecond()).put("to", gap.toSecond()).put("lost", gap.lost());
    return leg(node, gap.legId());
  }

  private static ObjectNode leg(ObjectNode node, int legId) {
    return legId == Mark.NO_LEG ? node.putNull("leg") : node.put("leg", legId);
  }

  /**
   * {@code ?from=&to=&buckets=}, leg after leg, of each bucket its smallest and largest sound.
   *
   * @throws IllegalArgumentException if there is no such stretch
   */
  static WebAnswer waveform(OpenReplay open, WebRequest request) throws MalformedRecording {
    Waveform waveform =
        open.replay.waveform(
            number(request, "from"), number(request, "to"), number(request, "buckets"));
    ByteBuffer bytes = ByteBuffer.allocate(waveform.legs().size() * 2 * number(request, "buckets"));
    for (Waveform.LegPeaks leg : waveform.legs()) {
      for (int i = 0; i < leg.min().length; i++) {
        bytes.put(leg.min()[i]).put(leg.max()[i]);
      }
    }
    return WebAnswer.of(200, "application/octet-stream", bytes.array());
  }

  private static int number(WebRequest request, String name) {
    return Integer.parseInt(request.query().getOrDefault(name, ""));
  }
}
