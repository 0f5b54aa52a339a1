package dev.assent.compliance.journal;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * One committed fact. The leaf part (type, time, ids, counter) is never erased; each payload has
 * its own fate.
 *
 * @param id random; the same in outbox, journal and database
 * @param at when it happened, kept to the microsecond
 * @param actor the user or the part of the program that acted
 * @param subject the number it is about, or {@link Subject#NONE}
 * @param about the attempt, campaign, hold, batch … it is about; all zero for none
 * @param person sealed under a key of the person
 * @param refusal JSON, a number only as blind index
 * @param operational JSON without personal data
 */
public record JournalEntry(
    UUID id,
    EntryType type,
    Instant at,
    String actor,
    Subject subject,
    UUID about,
    Optional<Sealed> person,
    Optional<String> refusal,
    Optional<String> operational) {

  /** Stands for "no id" in the format. */
  public static final UUID NO_ID = new UUID(0, 0);

  /** All payloads together; a character may take three bytes, a frame holds a megabyte. */
  private static final int MAX_CHARS = 300_000;

  /**
   * The number an entry is about.
   *
   * @param number random id of the number's row
   * @param person random id of the person
   * @param n the row's counter, from 1; 0 only in {@link #NONE} and in a refusal that is pending
   */
  public record Subject(UUID number, UUID person, long n) {
    public static final Subject NONE = new Subject(NO_ID, NO_ID, 0);
  }

  /** Bytes sealed under the key in a row of the key ledger. */
  public record Sealed(long keyRow, Blob bytes) {}

  public JournalEntry {
    Objects.requireNonNull(id);
    at = Micros.truncate(at);
    int bytes =
        actor.length()
            + person.map(secret -> secret.bytes().length()).orElse(0)
            + refusal.map(String::length).orElse(0)
            + operational.map(String::length).orElse(0);
    if (bytes > MAX_CHARS) {
      throw new IllegalArgumentException(type + ": entry too large, " + bytes + " of " + MAX_CHARS);
    }
  }

  /** An entry about no number with an operational payload only. */
  public static JournalEntry operational(
      UUID id, EntryType type, Instant at, String actor, UUID about, String json) {
    return new JournalEntry(
        id,
        type,
        at,
        actor,
        Subject.NONE,
        about,
        Optional.empty(),
        Optional.empty(),
        Optional.of(json));
  }
}
