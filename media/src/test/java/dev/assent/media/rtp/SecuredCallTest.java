package dev.assent.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.media.codec.Codec;
import dev.assent.media.sdp.Reoffer;
import dev.assent.media.sdp.SrtpPolicy;
import dev.assent.media.srtp.JitsiPeer;
import dev.assent.media.srtp.MasterKey;
import dev.assent.media.srtp.SrtpSuite;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A protected call on real sockets; the phone protects with another program's SRTP. */
@Timeout(60)
class SecuredCallTest {
  private static final SrtpSuite SUITE = SrtpSuite.AES_CM_128_HMAC_SHA1_80;
  private static final int PHONE = 0x1234;

  private final Random random = new Random(99);

  @ParameterizedTest
  @EnumSource
  void soundAndKeysFlowBothWays(SrtpSuite suite) throws Exception {
    try (Secured call = new Secured(suite)) {
      call.media.leg.play(List.of(TestCall.prompt("identity", 5)), 1);
      for (int i = 0; i < 6; i++) {
        call.sendSilence();
        call.media.runPeriods(1);
      }
      List<byte[]> wires = Phone.receivedRaw(call.media.phone.rtp);
      assertThat(wires).hasSizeGreaterThanOrEqualTo(5);
      int ssrc = ByteBuffer.wrap(wires.getFirst()).getInt(8);
      JitsiPeer ours = new JitsiPeer(call.ours, ssrc);
      List<byte[]> clear = wires.stream().map(ours::openRtp).toList();
      assertThat(clear).allMatch(p -> p.length == 172);
      assertThat(call.media.segments.getFirst().complete()).isTrue();
      byte[] words = new byte[160];
      TestCall.prompt("identity", 5).payload(Codec.PCMU).get(0, words);
      assertThat(clear.stream().filter(p -> Arrays.equals(p, 12, 172, words, 0, 160))).hasSize(1);
      assertThat(wires.stream().filter(p -> Arrays.equals(p, 12, 172, words, 0, 160))).isEmpty();

      call.press(9);
      assertThat(call.media.digits()).isEqualTo("9");
      assertThat(call.end().packetsReceived()).isEqualTo(9);
      assertThat(call.end().srtpDropped()).isZero();
    }
  }

  @Test
  void whatIsNotProtectedOrWasHeardBeforeIsDropped() throws Exception {
    try (Secured call = new Secured(SUITE)) {
      byte[] first = call.sendSilence();
      call.media.runPeriods(1);
      call.media.phone.sendRaw(first); // replayed
      byte[] forged = call.protect(call.clear(0, new byte[160]));
      forged[20] ^= 1;
      call.media.phone.sendRaw(forged);
      call.media.phone.sendEvent(9, true, 800, 77, true); // a key in the clear
      call.media.phone.sendRaw(new byte[] {(byte) 0x80, 0, 1});
      call.media.runPeriods(2);
      assertThat(call.media.digits()).isEmpty();
      assertThat(call.end().srtpDropped()).isEqualTo(4);
      assertThat(call.end().packetsReceived()).isEqualTo(1);
      assertThat(call.media.engine.stats().srtpDropped()).isEqualTo(4);
    }
  }

  @Test
  void reportsAreProtectedBothWays() throws Exception {
    try (Secured call = new Secured(SUITE)) {
      List<byte[]> reports = new ArrayList<>();
      List<byte[]> packets = new ArrayList<>();
      for (int i = 0; i < 600 && reports.isEmpty(); i++) {
        call.sendSilence();
        call.media.runPeriods(1);
        reports.addAll(Phone.receivedRaw(call.media.phone.rtcp));
        packets.addAll(Phone.receivedRaw(call.media.phone.rtp));
      }
      int ssrc = ByteBuffer.wrap(packets.getFirst()).getInt(8);
      byte[] report = new JitsiPeer(call.ours, ssrc).openRtcp(reports.getFirst());
      assertThat(report.length).isGreaterThan(52);
      assertThat(report[1] & 0xFF).isEqualTo(200);
      assertThat(ByteBuffer.wrap(report).getInt(28)).isEqualTo(PHONE);

      ByteBuffer bye = ByteBuffer.allocate(16);
      bye.put((byte) 0x80).put((byte) 201).putShort((short) 1).putInt(PHONE);
      bye.put((byte) 0x81).put((byte) 203).putShort((short) 1).putInt(PHONE);
      InetSocketAddress rtp = call.media.port.local();
      InetSocketAddress rtcp = new InetSocketAddress(rtp.getAddress(), rtp.getPort() + 1);
      Phone.send(call.media.phone.rtcp, bye.array(), rtcp); // in the clear: not believed
      Phone.send(call.media.phone.rtcp, call.theirs.protectRtcp(bye.array()), rtcp);
      call.media.runPeriods(12);
      assertThat(call.end().srtpDropped()).isEqualTo(1);
      assertThat(call.end().peerSaidBye()).isTrue();
    }
  }

  @Test
  void aReofferBringsANewKeyInTheMiddleOfTheSound() throws Exception {
    try (Secured call = new Secured(SUITE)) {
      call.sendSilence();
      call.media.runPeriods(1);
      byte[] underWay = call.protect(call.clear(0, new byte[160]));
      MasterKey next = MasterKey.draw(SUITE, random);
      Reoffer reoffer = call.media.leg.reoffer(call.sdp("RTP/SAVP", next));
      assertThat(reoffer).isInstanceOf(Reoffer.Answered.class);
      call.media.runPeriods(1);
      call.media.phone.sendRaw(underWay);
      call.media.runPeriods(1);
      call.theirs = new JitsiPeer(next, PHONE);
      call.press(1);
      assertThat(call.media.digits()).isEqualTo("1");
      assertThat(call.end().srtpDropped()).isZero();

      assertThat(call.media.leg.reoffer(call.media.phone.sdp("0 96", "sendrecv")))
          .isInstanceOf(Reoffer.Refused.class);
    }
  }

  @Test
  void aCallThatComesInIsProtectedToo() throws Exception {
    try (Secured call = new Secured(SUITE);
        MediaPort port = call.media.engine.reserve()) {
      byte[] plain = call.media.phone.sdp("0 96", "sendrecv");
      assertThat(port.answer(plain, SrtpPolicy.MANDATORY)).isInstanceOf(Reoffer.Refused.class);
      Reoffer answer = port.answer(call.sdp("RTP/SAVP", call.answered), SrtpPolicy.MANDATORY);
      assertThat(((Reoffer.Answered) answer).terms().srtp()).isPresent();
    }
  }

  @Test
  void aStrangerWithoutTheKeyCannotTakeTheCallOver() throws Exception {
    try (Secured call = new Secured(SUITE);
        Phone stranger = new Phone(call.media.port.local())) {
      stranger.sendSilence(Codec.PCMU); // from the peer's address, but another port and no key
      call.media.runPeriods(2);
      assertThat(stranger.received()).isEmpty();
      call.sendSilence();
      call.media.runPeriods(2);
      assertThat(Phone.receivedRaw(call.media.phone.rtp)).isNotEmpty();
      assertThat(stranger.received()).isEmpty();
    }
  }

  /** A call whose phone answered the mandatory offer by one suite. */
  private final class Secured implements AutoCloseable {
    final MasterKey answered;
    final TestCall media;
    final MasterKey ours;
    JitsiPeer theirs;

    Secured(SrtpSuite suite) throws Exception {
      this.answered = MasterKey.draw(suite, random);
      this.theirs = new JitsiPeer(answered, PHONE);
      this.media = new TestCall(SrtpPolicy.MANDATORY, phone -> sdp(phone, "RTP/SAVP", answered));
      Matcher line =
          Pattern.compile("a=crypto:\\d " + suite + " inline:(\\S+)")
              .matcher(new String(media.offer, StandardCharsets.US_ASCII));
      assertThat(line.find()).isTrue();
      byte[] bits = Base64.getDecoder().decode(line.group(1));
      ours = MasterKey.of(suite, bits, new byte[0], MasterKey.RTP_LIFETIME);
    }

    byte[] sdp(String profile, MasterKey key) {
      return sdp(media.phone, profile, key);
    }

    private byte[] sdp(Phone phone, String profile, MasterKey key) {
      String crypto =
          "a=crypto:%d %s inline:%s\r\n"
              .formatted(
                  1 + List.of(SrtpSuite.values()).indexOf(key.suite()),
                  key.suite(),
                  Base64.getEncoder().encodeToString(key.keyAndSalt()));
      String plain = new String(phone.sdp("0 96", "sendrecv"), StandardCharsets.US_ASCII);
      return (plain.replace("RTP/AVP", profile) + crypto).getBytes(StandardCharsets.US_ASCII);
    }

    byte[] clear(int type, byte[] payload) {
      return media.phone.packet(
          type, false, media.phone.sequence++, media.phone.timestamp, payload);
    }

    byte[] protect(byte[] packet) {
      return theirs.protectRtp(packet);
    }

    byte[] sendSilence() {
      byte[] payload = new byte[160];
      Arrays.fill(payload, Codec.PCMU.silence());
      byte[] wire = protect(clear(0, payload));
      media.phone.timestamp += 160;
      media.phone.sendRaw(wire);
      return wire;
    }

    /** An event of three packets, as much as shows that the payload arrived in the clear. */
    void press(int key) {
      for (int i = 1; i <= 3; i++) {
        media.phone.sendRaw(protect(clear(101, Phone.event(key, i == 3, 160 * i))));
        media.runPeriods(1);
      }
    }

    MediaReport end() {
      if (media.closed.isEmpty()) {
        media.leg.close();
        media.runPeriods(2);
      }
      return media.closed.getFirst();
    }

    @Override
    public void close() {
      media.close();
    }
  }
}
