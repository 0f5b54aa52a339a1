package dev.assent.media.rtp;

import dev.assent.media.prompt.Prompt;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Which packets of a payload went out. Written by the media thread until the segment is reported,
 * immutable from then on.
 */
public final class SentAudio {
  private final ByteBuffer payload;
  private final long[] sent;

  SentAudio(ByteBuffer payload) {
    this.payload = payload;
    this.sent = new long[payload.limit() / Prompt.PACKET / 64 + 1];
  }

  void markSent(int slot) {
    sent[slot >> 6] |= 1L << slot;
  }

  /** SHA-256 of the sent packets' payloads in order, lower-case hex. */
  public String sha256() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int slot = 0; slot < payload.limit() / Prompt.PACKET; slot++) {
        if ((sent[slot >> 6] & 1L << slot) != 0) {
          digest.update(payload.slice(slot * Prompt.PACKET, Prompt.PACKET));
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
