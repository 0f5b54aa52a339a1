package dev.assent.media.rtp;

/**
 * One press of a telephone key.
 *
 * @param digit {@code 0–9 * # A–D}
 * @param atNanos monotonic time its packet was read (of the tone: its detection)
 * @param durationMillis how long it was held as far as known when it was delivered
 * @param path how it came
 * @param endSeen the sender had already said that the key is up; a key without is still a key
 */
public record Key(char digit, long atNanos, int durationMillis, Path path, boolean endSeen) {
  /** How a key came. */
  public enum Path {
    RFC4733,
    INBAND
  }
}
