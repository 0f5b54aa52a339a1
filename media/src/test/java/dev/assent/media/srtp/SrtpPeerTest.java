package dev.assent.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Packet for packet against another implementation, over four roll-overs, both directions. */
@Timeout(240)
class SrtpPeerTest {
  private static final long SEED = 20_261_122;
  private static final int SSRC = 0xCAFE_BABE;
  private static final int FIRST = 60_000;
  private static final int PACKETS = 4 * 65_536 + 10_000;

  private final Random random = new Random(SEED);
  private final SrtpScratch scratch = new SrtpScratch();

  @ParameterizedTest
  @EnumSource
  void ourBytesAreTheirsAndTheyOpenThem(SrtpSuite suite) {
    MasterKey key = MasterKey.draw(suite, random);
    SrtpSender ours = new SrtpSender(key, scratch);
    JitsiPeer theirs = new JitsiPeer(key, SSRC);
    byte[] out = new byte[400];
    for (int i = 0; i < PACKETS; i++) {
      byte[] clear = packet(FIRST + i);
      byte[] wire = Arrays.copyOf(out, ours.protectRtp(clear, clear.length, out));
      assertThat(Arrays.equals(wire, theirs.protectRtp(clear))).as("packet %s", i).isTrue();
      if (i == 0 || random.nextInt(10) != 0) {
        assertThat(Arrays.equals(clear, theirs.openRtp(wire))).as("packet %s", i).isTrue();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatTheyProtectIsOpenedThroughLossAndReordering(SrtpSuite suite) {
    MasterKey key = MasterKey.draw(suite, random);
    SrtpReceiver ours = new SrtpReceiver(key, scratch);
    JitsiPeer theirs = new JitsiPeer(key, SSRC);
    byte[] out = new byte[400];
    int opened = 0;
    List<byte[][]> underWay = new ArrayList<>(); // clear and protected
    for (int i = 0; i < PACKETS; i++) {
      byte[] clear = packet(FIRST + i);
      byte[] wire = theirs.protectRtp(clear);
      if (random.nextInt(10) != 0) {
        underWay.add(new byte[][] {clear, wire});
      }
      if (underWay.size() == 30) {
        Collections.shuffle(underWay, random);
        for (byte[][] next : underWay) {
          int length = ours.openRtp(next[1], next[1].length, out);
          assertThat(length).as("packet %s", i).isEqualTo(next[0].length);
          assertThat(Arrays.equals(out, 0, length, next[0], 0, length)).isTrue();
          assertThat(ours.openRtp(next[1], next[1].length, out)).isEqualTo(SrtpReceiver.DROPPED);
          assertThat(ours.drop()).isEqualTo(SrtpDrop.REPLAYED);
          opened++;
        }
        underWay.clear();
        if (opened == 90_000) {
          i += 20_000; // a long silence of the network
        }
      }
    }
    assertThat(opened).isGreaterThan(200_000);
  }

  @ParameterizedTest
  @EnumSource
  void reportsOfBothSides(SrtpSuite suite) {
    MasterKey key = MasterKey.draw(suite, random);
    SrtpSender sender = new SrtpSender(key, scratch);
    SrtpReceiver receiver = new SrtpReceiver(key, scratch);
    JitsiPeer theirs = new JitsiPeer(key, SSRC);
    byte[] out = new byte[400];
    for (int i = 0; i < 5_000; i++) {
      byte[] clear = report();
      byte[] wire = Arrays.copyOf(out, sender.protectRtcp(clear, clear.length, out));
      assertThat(theirs.openRtcp(wire)).isEqualTo(clear);
      byte[] answer = theirs.protectRtcp(clear);
      if (random.nextInt(5) != 0) {
        int length = receiver.openRtcp(answer, answer.length, out);
        assertThat(Arrays.copyOf(out, Math.max(0, length))).isEqualTo(clear);
        assertThat(receiver.openRtcp(answer, answer.length, out)).isEqualTo(SrtpReceiver.DROPPED);
        assertThat(receiver.drop()).isEqualTo(SrtpDrop.REPLAYED);
      }
    }
  }

  /** RTP with or without CSRCs and extension. */
  private byte[] packet(int sequence) {
    int csrcs = random.nextInt(10) == 0 ? random.nextInt(16) : 0;
    boolean extended = random.nextInt(10) == 0;
    int words = random.nextInt(4);
    int header = 12 + 4 * csrcs + (extended ? 4 + 4 * words : 0);
    byte[] bits = new byte[header + random.nextInt(60)];
    random.nextBytes(bits);
    ByteBuffer packet = ByteBuffer.wrap(bits);
    packet.put(0, (byte) (0x80 | (extended ? 0x10 : 0) | csrcs)).put(1, (byte) 0);
    packet.putShort(2, (short) sequence).putInt(8, SSRC);
    if (extended) {
      packet.putShort(12 + 4 * csrcs, (short) 0xABCD).putShort(14 + 4 * csrcs, (short) words);
    }
    return bits;
  }

  private byte[] report() {
    int words = 6 + random.nextInt(7);
    byte[] bits = new byte[4 + 4 * words];
    random.nextBytes(bits);
    ByteBuffer.wrap(bits).put(0, (byte) 0x80).put(1, (byte) 200).putShort(2, (short) words);
    ByteBuffer.wrap(bits).putInt(4, SSRC);
    return bits;
  }
}
