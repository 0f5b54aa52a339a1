package dev.assent.media.rtp;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.random.RandomGenerator;

/** The random beginnings of a call's streams (RFC 3550 §5.1, RFC 7022). */
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
record LegSeeds(int ssrc, int sequence, int timestamp, byte[] cname) {
  static LegSeeds draw(RandomGenerator random) {
    byte[] bits = new byte[12];
    random.nextBytes(bits);
    byte[] cname = HexFormat.of().formatHex(bits).getBytes(StandardCharsets.US_ASCII);
    // From the lower half: a peer that misses the first packets under SRTP then still knows that
    // the
    // numbers have not rolled over (RFC 3711 §3.3.1).
    return new LegSeeds(random.nextInt(), random.nextInt(1 << 15), random.nextInt(), cname);
  }
}
