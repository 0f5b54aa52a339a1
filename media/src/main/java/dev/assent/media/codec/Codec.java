package dev.assent.media.codec;

import java.util.Optional;

/**
 * The two audio codecs we offer. Both are 8 kHz mono, one byte a sample, static payload types (RFC
 * 3551 §6).
 */
public enum Codec {
  /** µ-law. */
  PCMU(0, (byte) 0xFF),
  /** A-law. */
  PCMA(8, (byte) 0xD5);

  private final int payloadType;
  private final byte silence;

  Codec(int payloadType, byte silence) {
    this.payloadType = payloadType;
    this.silence = silence;
  }

  /** RTP payload type, 0 or 8. */
  public int payloadType() {
    return payloadType;
  }

  /** The code of the smallest positive sample: what silence is sent as and gaps are filled with. */
  public byte silence() {
    return silence;
  }

  /** 16-bit linear value of one code. */
  public short decode(byte code) {
    return this == PCMU ? G711.decodeUlaw(code) : G711.decodeAlaw(code);
  }

  /** Nearest code of a 16-bit linear sample. */
  public byte encode(short sample) {
    return this == PCMU ? G711.encodeUlaw(sample) : G711.encodeAlaw(sample);
  }

  /** The same sound in the other law; identity if {@code from} is this codec. */
  public byte transcode(Codec from, byte code) {
    return from == this ? code : encode(from.decode(code));
  }

  /** The codec of a static payload type, empty for anything that is not 0 or 8. */
  public static Optional<Codec> ofPayloadType(int payloadType) {
    return switch (payloadType) {
      case 0 -> Optional.of(PCMU);
      case 8 -> Optional.of(PCMA);
      default -> Optional.empty();
    };
  }
}
