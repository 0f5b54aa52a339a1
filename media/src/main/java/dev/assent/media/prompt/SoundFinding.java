package dev.assent.media.prompt;

/**
 * Something a listener should know before approving a sound.
 *
 * @param detail with figures, for people
 */
public record SoundFinding(Kind kind, String detail) {
  public enum Kind {
    /** Runs of samples at full scale: the recording was too loud. */
    CLIPPED,
    /** Nothing is said before the first word for too long. */
    SILENCE_AT_START,
    /** Nothing is said after the last word for too long. */
    SILENCE_AT_END,
    /** The recording's zero line is off; it was moved back. */
    DC_OFFSET,
    /** So quiet that the noise would be raised with the voice. */
    TOO_QUIET,
    /** Shorter than anybody says these words. */
    TOO_SHORT_FOR_TEXT,
    /** Longer than anybody needs for these words. */
    TOO_LONG_FOR_TEXT
  }
}
