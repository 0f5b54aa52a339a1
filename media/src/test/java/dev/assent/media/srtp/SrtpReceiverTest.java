package dev.assent.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is let in and what is not. */
@Timeout(60)
class SrtpReceiverTest {
  private static final long SEED = 4711;

  private final RandomGenerator random = new Random(SEED);
  private final SrtpScratch scratch = new SrtpScratch();
  private final byte[] out = new byte[2100];

  @ParameterizedTest
  @EnumSource
  void anyChangedBitIsForged(SrtpSuite suite) {
    MasterKey key = MasterKey.draw(suite, random);
    byte[] wire = protect(new SrtpSender(key, scratch), rtp(7, 1, 20));
    for (int bit = 16; bit < 8 * wire.length; bit++) { // the two bytes before decide the layout
      byte[] changed = wire.clone();
      changed[bit / 8] ^= (byte) (1 << (bit % 8));
      SrtpReceiver receiver = new SrtpReceiver(key, scratch);
      assertThat(open(receiver, changed)).as("bit %s", bit).isEqualTo(SrtpReceiver.DROPPED);
      assertThat(receiver.drop()).isEqualTo(SrtpDrop.FORGED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noLengthAndNoNoiseBreaksIt(SrtpSuite suite) {
    System.out.println("seed " + SEED);
    MasterKey key = MasterKey.draw(suite, random);
    SrtpSender sender = new SrtpSender(key, scratch);
    SrtpReceiver receiver = new SrtpReceiver(key, scratch);
    for (int i = 0; i < 20_000; i++) {
      byte[] wire = i % 2 == 0 ? protect(sender, rtp(i, 1, 40)) : protectReport(sender);
      byte[] mutated = Arrays.copyOf(wire, random.nextInt(wire.length + 20));
      for (int n = random.nextInt(4); n > 0 && mutated.length > 0; n--) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(256);
      }
      if (!Arrays.equals(mutated, wire)) {
        assertThat(receiver.openRtp(mutated, mutated.length, out)).isNegative();
        assertThat(receiver.openRtcp(mutated, mutated.length, out)).isNegative();
      }
      int length =
          i % 2 == 0
              ? receiver.openRtp(wire, wire.length, out)
              : receiver.openRtcp(wire, wire.length, out);
      assertThat(length).as("the packet itself, %s", i).isPositive();
    }
    byte[] tooLong = rtp(1, 1, 4000);
    assertThat(receiver.openRtp(tooLong, tooLong.length, out)).isNegative();
    assertThat(receiver.drop()).isEqualTo(SrtpDrop.MALFORMED);
  }

  @Test
  void eachSourceHasItsOwnIndices() {
    MasterKey key = key();
    SrtpReceiver receiver = new SrtpReceiver(key, scratch);
    for (int ssrc = 1; ssrc <= 16; ssrc++) {
      SrtpSender sender = new SrtpSender(key, scratch);
      assertThat(open(receiver, protect(sender, rtp(65_535, ssrc, 20)))).isPositive();
      assertThat(open(receiver, protect(sender, rtp(0, ssrc, 20)))).isPositive();
    }
    assertThat(open(receiver, protect(new SrtpSender(key, scratch), rtp(1, 17, 20)))).isNegative();
    assertThat(receiver.drop()).isEqualTo(SrtpDrop.TOO_MANY_SOURCES);
  }

  @Test
  void whatIsOlderThanTheWindowIsAReplay() {
    MasterKey key = key();
    SrtpSender sender = new SrtpSender(key, scratch);
    SrtpReceiver receiver = new SrtpReceiver(key, scratch);
    byte[][] wires = new byte[200][];
    for (int i = 0; i < wires.length; i++) {
      wires[i] = protect(sender, rtp(65_500 + i, 1, 20));
    }
    assertThat(open(receiver, wires[0])).isPositive();
    assertThat(open(receiver, wires[199])).isPositive();
    assertThat(open(receiver, wires[136])).isPositive();
    assertThat(open(receiver, wires[136])).isNegative();
    assertThat(open(receiver, wires[135])).isNegative();
    assertThat(receiver.drop()).isEqualTo(SrtpDrop.REPLAYED);
  }

  @Test
  void aStreamThatRolledOverBeforeWeListenedIsHeard() {
    MasterKey key = key();
    SrtpSender sender = new SrtpSender(key, scratch);
    protect(sender, rtp(65_535, 1, 20));
    SrtpReceiver receiver = new SrtpReceiver(key, scratch);
    assertThat(open(receiver, protect(sender, rtp(0, 1, 20)))).isPositive();
    assertThat(open(receiver, protect(sender, rtp(1, 1, 20)))).isPositive();
  }

  @Test
  void aNewKeyTakesOverAndTheOldOneFades() {
    SrtpKeys first = new SrtpKeys(key(), key());
    SrtpSession session = SrtpSession.of(first, scratch);
    SrtpSender oldKey = new SrtpSender(first.receiving(), scratch);
    long[] last = {0};
    for (int i = 0; i < 3 * 65_536; i += 30_000) { // three roll-overs by leaps
      last[0] = i;
      assertThat(open(session, protect(oldKey, rtp(i, 1, 20)))).isPositive();
    }
    byte[] underWay = protect(oldKey, rtp((int) last[0] + 1, 1, 20));
    byte[] tooLate = protect(oldKey, rtp((int) last[0] + 2, 1, 20));

    SrtpKeys second = new SrtpKeys(first.sending(), key());
    SrtpSession renewed = session.renewed(second);
    renewed.follow(session);
    SrtpSender newKey = new SrtpSender(second.receiving(), scratch);
    newKey.follow(oldKey); // RFC 3711 §3.3.1: the roll-over counter goes on

    assertThat(open(renewed, underWay)).isPositive();
    assertThat(open(renewed, protect(newKey, rtp((int) last[0] + 3, 1, 20)))).isPositive();
    assertThat(open(renewed, tooLate)).isNegative();
    assertThat(renewed.drop()).isEqualTo(SrtpDrop.FORGED);
  }

  @Test
  void aPeerThatStartsCountingAnewWithItsNewKeyIsHeardToo() {
    SrtpKeys first = new SrtpKeys(key(), key());
    SrtpSession session = SrtpSession.of(first, scratch);
    SrtpSender oldKey = new SrtpSender(first.receiving(), scratch);
    for (int i = 0; i < 3 * 65_536; i += 30_000) {
      assertThat(open(session, protect(oldKey, rtp(i, 1, 20)))).isPositive();
    }
    SrtpKeys second = new SrtpKeys(first.sending(), key());
    SrtpSession renewed = session.renewed(second);
    renewed.follow(session);
    SrtpSender newKey = new SrtpSender(second.receiving(), scratch);
    assertThat(open(renewed, protect(newKey, rtp(5, 1, 20)))).isPositive();
    assertThat(open(renewed, protect(newKey, rtp(6, 1, 20)))).isPositive();
  }

  @ParameterizedTest
  @EnumSource
  void thePeersKeyIdentifierMustBeThere(SrtpSuite suite) {
    byte[] bits = new byte[suite.keyBytes() + suite.saltBytes()];
    random.nextBytes(bits);
    MasterKey plain = MasterKey.of(suite, bits, new byte[0], MasterKey.RTP_LIFETIME);
    byte[] mki = {0, 1};
    MasterKey named = MasterKey.of(suite, bits, mki, MasterKey.RTP_LIFETIME);
    SrtpSender sender = new SrtpSender(plain, scratch);
    SrtpReceiver receiver = new SrtpReceiver(named, scratch);

    byte[] wire = protect(sender, rtp(1, 1, 20));
    assertThat(open(receiver, wire)).isNegative();
    assertThat(receiver.drop()).isEqualTo(SrtpDrop.UNKNOWN_KEY);
    int at = suite == SrtpSuite.AEAD_AES_256_GCM ? wire.length : wire.length - suite.rtpTag();
    assertThat(open(receiver, insert(wire, at, mki))).isPositive();

    byte[] report = protectReport(sender);
    at = suite == SrtpSuite.AEAD_AES_256_GCM ? report.length : report.length - suite.rtcpTag();
    byte[] withMki = insert(report, at, mki);
    assertThat(receiver.openRtcp(withMki, withMki.length, out)).isPositive();
  }

  @Test
  void aKeyProtectsNoMoreThanItsLifetime() {
    byte[] bits = new byte[30];
    random.nextBytes(bits);
    SrtpSuite suite = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
    MasterKey three = MasterKey.of(suite, bits, new byte[0], 3);
    SrtpSender sender = new SrtpSender(three, scratch);
    SrtpReceiver receiver = new SrtpReceiver(three, scratch);
    for (int i = 0; i < 3; i++) {
      assertThat(open(receiver, protect(sender, rtp(i, 1, 20)))).isPositive();
    }
    assertThat(sender.protectRtp(rtp(3, 1, 20), 32, out)).isEqualTo(SrtpSender.EXPIRED);
    MasterKey longer = MasterKey.of(suite, bits, new byte[0], 100);
    SrtpSender over = new SrtpSender(longer, scratch);
    assertThat(open(receiver, protect(over, rtp(4, 1, 20)))).isNegative();
    assertThat(receiver.drop()).isEqualTo(SrtpDrop.EXPIRED);
  }

  @Test
  void noIndexIsUsedTwiceForSending() {
    SrtpSender sender = new SrtpSender(key(), scratch);
    byte[] packet = rtp(9, 1, 20);
    protect(sender, packet);
    assertThatThrownBy(() -> sender.protectRtp(packet, packet.length, out))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void reportsThatAreNotEncryptedAreNotTaken() {
    MasterKey key = key();
    byte[] wire = protectReport(new SrtpSender(key, scratch));
    wire[wire.length - 14] &= 0x7F; // the E flag
    SrtpReceiver receiver = new SrtpReceiver(key, scratch);
    assertThat(receiver.openRtcp(wire, wire.length, out)).isNegative();
    assertThat(receiver.drop()).isEqualTo(SrtpDrop.NOT_ENCRYPTED);
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "0, 1, 1",
    "5, 65535, -1",
    "65535, 0, 65536",
    "65536, 65535, 65535",
    "32767, 65535, 65535",
    "32768, 0, 0",
    "32769, 0, 65536",
    "131071, 3, 131075",
    "0, 32768, 32768",
    "0, 32769, -32767"
  })
  void theIndexOfASequenceNumber(long highest, int sequence, long index) {
    assertThat(ReplayWindow.estimate(highest, sequence)).isEqualTo(index);
  }

  @Test
  void keysAreNotInTheirText() {
    MasterKey key = key();
    assertThat(new SrtpKeys(key, key).toString())
        .isEqualTo(
            "SrtpKeys[sending=MasterKey[AES_CM_128_HMAC_SHA1_80],"
                + " receiving=MasterKey[AES_CM_128_HMAC_SHA1_80]]");
  }

  private MasterKey key() {
    return MasterKey.draw(SrtpSuite.AES_CM_128_HMAC_SHA1_80, random);
  }

  private int open(SrtpReceiver receiver, byte[] wire) {
    return receiver.openRtp(wire, wire.length, out);
  }

  private static int open(SrtpSession session, byte[] wire) {
    return session.openRtp(ByteBuffer.wrap(wire.clone()), wire.length);
  }

  private byte[] protect(SrtpSender sender, byte[] packet) {
    return Arrays.copyOf(out, sender.protectRtp(packet, packet.length, out));
  }

  private byte[] protectReport(SrtpSender sender) {
    byte[] report = new byte[28];
    ByteBuffer.wrap(report).put((byte) 0x80).put((byte) 200).putShort((short) 6).putInt(1);
    return Arrays.copyOf(out, sender.protectRtcp(report, report.length, out));
  }

  private static byte[] insert(byte[] packet, int at, byte[] bytes) {
    byte[] longer = Arrays.copyOf(packet, packet.length + bytes.length);
    System.arraycopy(bytes, 0, longer, at, bytes.length);
    System.arraycopy(packet, at, longer, at + bytes.length, packet.length - at);
    return longer;
  }

  private static byte[] rtp(int sequence, int ssrc, int payload) {
    byte[] packet = new byte[12 + payload];
    ByteBuffer.wrap(packet)
        .put((byte) 0x80)
        .put((byte) 0)
        .putShort((short) sequence)
        .putInt(160 * sequence)
        .putInt(ssrc);
    Arrays.fill(packet, 12, packet.length, (byte) 0x55);
    return packet;
  }
}
