package dev.assent.compliance.journal;

/**
 * How far a journal's files are on disk and acknowledged.
 *
 * @param segment number of the newest
 * @param bytes of that segment
 * @param entries in all segments
 * @param chain value after the last of them, 32 bytes
 */
public record Acknowledged(int segment, long bytes, long entries, Blob chain) {
  static final Acknowledged NOTHING = new Acknowledged(0, 0, 0, Blob.of(new byte[0]));
}
