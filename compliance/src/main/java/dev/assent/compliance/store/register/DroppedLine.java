package dev.assent.compliance.store.register;

import dev.assent.compliance.Hold;
import dev.assent.compliance.store.seal.Sha256;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A line of a file of refusals that was dropped into the inbox.
 *
 * @param sha256 of its file, lower hex
 * @param line from 1
 */
public record DroppedLine(String sha256, long line) {

  /** Always the same for the same line of the same content. */
  public UUID id() {
    byte[] name = (sha256 + ":" + line).getBytes(StandardCharsets.US_ASCII);
    ByteBuffer hash = ByteBuffer.wrap(HexFormat.of().parseHex(Sha256.of(name)));
    // RFC 9562, version 8.
    long high = (hash.getLong() & ~0xF000L) | 0x8000L;
    long low = (hash.getLong() & ~(0b11L << 62)) | (0b10L << 62);
    return new UUID(high, low);
  }

  /** That it is while nobody can read it. */
  Hold hold(Instant seenAt) {
    return new Hold(
        id(),
        Hold.Scope.GLOBAL,
        "",
        "a dropped refusal cannot be read: assent dnc inbox list",
        "inbox",
        seenAt);
  }
}
