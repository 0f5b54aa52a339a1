package dev.assent.media.rtp;

import dev.assent.media.codec.Codec;
import dev.assent.media.prompt.Prompt;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Which packets of a payload went out. Written by the media thread until the segment is reported,
 * immutable from then on.
 */
public final class SentAudio {
  private final Prompt prompt;
  private final Codec codec;
  private final long[] sent;

  SentAudio(Prompt prompt, Codec codec) {
    this.prompt = prompt;
    this.codec = codec;
    this.sent = new long[prompt.slots() / 64 + 1];
  }

  /**
   * Of a prompt that was cut, or not, by whoever stands for the network.
   *
   * @param packets how many went out, from the first on
   */
  public static SentAudio firstOf(Prompt prompt, Codec codec, int packets) {
    SentAudio audio = new SentAudio(prompt, codec);
    for (int slot = 0; slot < packets; slot++) {
      audio.markSent(slot);
    }
    return audio;
  }

  void markSent(int slot) {
    sent[slot >> 6] |= 1L << slot;
  }

  /** SHA-256 of the sent packets' payloads in order, lower-case hex. */
  public String sha256() {
    if (Arrays.stream(sent).mapToInt(Long::bitCount).sum() == prompt.slots()) {
      return prompt.payloadSha256(codec); // the same bytes: hashed once for all calls
    }
    ByteBuffer payload = prompt.payload(codec);
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
