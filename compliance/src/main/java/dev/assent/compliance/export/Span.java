package dev.assent.compliance.export;

/**
 * A stretch of a call's sound.
 *
 * @param fromMillis from the start of the recording, 0 or more
 * @param toMillis the first millisecond after it
 */
public record Span(long fromMillis, long toMillis) {
  public Span {
    if (fromMillis < 0 || toMillis <= fromMillis) {
      throw new IllegalArgumentException("a span begins before it ends");
    }
  }
}
