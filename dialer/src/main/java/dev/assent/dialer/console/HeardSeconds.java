package dev.assent.dialer.console;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.BitSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which seconds of one recording were given to somebody and are not written down yet. What was
 * given counts as heard: a page cannot be believed about it. One thread at a time.
 */
final class HeardSeconds {
  /** So many may be given before they are written down. */
  static final int MOST_UNWRITTEN = 10;

  /** None stays unwritten for longer. */
  static final Duration LONGEST = Duration.ofSeconds(5);

  private final UUID recording;
  private final BitSet unwritten = new BitSet();
  private @Nullable Instant since;

  HeardSeconds(UUID recording) {
    this.recording = recording;
  }

  /** Seconds {@code from} to {@code last}, both counted. */
  void given(int from, int last, Instant now) {
    unwritten.set(from, last + 1);
    if (since == null) {
      since = now;
    }
  }

  boolean isDue(Instant now) {
    return unwritten.cardinality() >= MOST_UNWRITTEN
        || (since != null && Duration.between(since, now).compareTo(LONGEST) >= 0);
  }

  /** Tells the engine; what it did not take stays unwritten. */
  void write(ListeningPerson person) {
    if (unwritten.isEmpty()) {
      return;
    }
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("recording", recording.toString());
    var ranges = body.putArray("ranges");
    for (int from = unwritten.nextSetBit(0); from >= 0; ) {
      int to = unwritten.nextClearBit(from);
      ranges.addArray().add(from).add(to);
      from = unwritten.nextSetBit(to);
    }
    person.ask("qa.heard", body);
    unwritten.clear();
    since = null;
  }
}
