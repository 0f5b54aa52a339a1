package dev.assent.dialer.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/**
 * Something a person should know of now.
 *
 * @param about which one: a campaign, a trunk, an id; nothing of a person
 * @param text what is wrong, one line
 * @param over it was so, and is no longer
 */
public record Alert(Kind kind, String about, String text, boolean over, Instant at) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What it is about. Stable: whoever is told sorts by it. */
  public enum Kind {
    /** A campaign stopped itself. */
    BRAKE,
    /** A campaign's calls are not as its file expects. */
    THRESHOLD,
    HOLD,
    TRUNK_DOWN,
    /** Recordings cannot be made: disk, keys. */
    RECORDER,
    /** A call was agreed to and cannot be heard. */
    RECORDING_MISSING,
    /** A carrier's records have calls that were not made here, or lack some that were. */
    CARRIER_RECORDS,
    /** The answer to a person's request is late. */
    OVERDUE,
    /** The journal itself cannot be written: nobody is called. */
    JOURNAL,
    /** The database has no room on its disk, or could not be written: nobody is called. */
    DATABASE,
    /** The journal's second copy is not written. */
    MIRROR,
    /** Outcomes of calls wait for whoever should take them. */
    OUTCOMES_WAIT,
    /** An engine among others stopped dialling: it lost the database, or another took over. */
    NODE,
    /** The engine waits for somebody to unlock it. */
    LOCKED,
    /** Asked for by {@code doctor --alert}. */
    TEST
  }

  /** One JSON object, in UTF-8. */
  byte[] json(UUID home) {
    ObjectNode said = JSON.createObjectNode();
    said.put("version", 1);
    said.put("home", home.toString());
    said.put("kind", kind.name());
    said.put("about", about);
    said.put("text", text);
    said.put("over", over);
    said.put("at", at.toString());
    return said.toString().getBytes(StandardCharsets.UTF_8);
  }
}
