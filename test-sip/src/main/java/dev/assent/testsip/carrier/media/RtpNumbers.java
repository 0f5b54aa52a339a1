package dev.assent.testsip.carrier.media;

import java.nio.ByteBuffer;

/** The numbers a stream begins with, the same for the same seed. A value. */
record RtpNumbers(long ssrc, long firstTimestamp, int firstSequence) {

  static RtpNumbers of(String seed) {
    ByteBuffer random = ByteBuffer.wrap(new Noise("rtp " + seed, Law.ULAW).audio(0, 10));
    return new RtpNumbers(
        random.getInt() & 0xFFFFFFFFL, random.getInt() & 0xFFFFFFFFL, random.getShort() & 0xFFFF);
  }

  long timestamp(long slot) {
    return firstTimestamp + slot * Noise.FRAME;
  }
}
