package dev.assent.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Reports both ways (RFC 3550 §6). */
@Timeout(30)
class RtcpTest {
  @Test
  void reportsGoOutAboutEveryFiveSeconds() throws Exception {
    try (TestCall call = new TestCall()) {
      List<byte[]> reports = new ArrayList<>();
      for (int i = 0; i < 3000; i++) { // a minute
        call.runWithSilence(1);
        reports.addAll(Phone.receivedRaw(call.phone.rtcp));
      }
      assertThat(reports).hasSizeBetween(8, 18);
      ByteBuffer report = ByteBuffer.wrap(reports.get(2));
      assertThat(report.get(0) & 0xFF).isEqualTo(0x81); // version 2, one report block
      assertThat(report.get(1) & 0xFF).isEqualTo(200);
      assertThat(report.getShort(2)).isEqualTo((short) 12);
      long ntpSeconds = report.getInt(8) & 0xFFFFFFFFL;
      assertThat(ntpSeconds - 2_208_988_800L).isEqualTo(TestCall.WALL.getEpochSecond());
      assertThat(report.getInt(24)).isEqualTo(report.getInt(20) * 160); // octets of packets
      assertThat(report.getInt(28)).isEqualTo(0x1234);
      assertThat(report.getInt(32)).as("nothing lost").isZero();
      assertThat(report.get(53) & 0xFF).as("SDES follows").isEqualTo(202);
      String all = new String(reports.get(2), StandardCharsets.ISO_8859_1);
      assertThat(all).doesNotContain("@", System.getProperty("user.name"));
    }
  }

  @Test
  void lossIsReported() throws Exception {
    try (TestCall call = new TestCall()) {
      List<byte[]> reports = new ArrayList<>();
      for (int i = 0; reports.isEmpty(); i++) {
        if (i % 4 == 3) {
          call.phone.sequence++;
          call.phone.timestamp += 160;
          call.runPeriods(1);
        } else {
          call.runWithSilence(1);
        }
        reports.addAll(Phone.receivedRaw(call.phone.rtcp));
      }
      int block = ByteBuffer.wrap(reports.getFirst()).getInt(32);
      assertThat(block >>> 24).as("fraction of 256").isBetween(56, 68);
      assertThat(block & 0xFFFFFF).isPositive();
    }
  }

  @Test
  void byeIsSentAtTheEnd() throws Exception {
    try (TestCall call = new TestCall()) {
      call.runPeriods(3);
      Phone.receivedRaw(call.phone.rtcp);
      call.leg.close();
      call.leg.close();
      call.runPeriods(2);
      List<byte[]> last = Phone.receivedRaw(call.phone.rtcp);
      assertThat(last).hasSize(1);
      ByteBuffer report = ByteBuffer.wrap(last.getFirst());
      assertThat(report.get(report.limit() - 7) & 0xFF).isEqualTo(203);
      assertThat(call.closed).hasSize(1);
    }
  }

  @Test
  void thePeersViewOfOurSoundIsReported() throws Exception {
    try (TestCall call = new TestCall()) {
      call.runPeriods(1);
      int ourSsrc = call.phone.received().getFirst().ssrc();
      ByteBuffer report = ByteBuffer.allocate(64);
      report.put((byte) 0x82).put((byte) 201).putShort((short) 13).putInt(0x1234);
      report.putInt(0x7777).putInt(0x01000001).putInt(1).putInt(1).putInt(0).putInt(0);
      report.putInt(ourSsrc).putInt(0x40FFFFFE).putInt(1).putInt(80);
      report.putInt(0).putInt(0);
      report.put((byte) 0x81).put((byte) 203).putShort((short) 1).putInt(0x1234);
      Phone.send(
          call.phone.rtcp,
          report.array(),
          new InetSocketAddress(call.port.local().getAddress(), call.port.local().getPort() + 1));
      call.runPeriods(12);
      call.leg.close();
      call.runPeriods(2);
      MediaReport end = call.closed.getFirst();
      assertThat(end.peerView()).isEqualTo(new MediaReport.PeerView(64, -2, 10, -1));
      assertThat(end.peerSaidBye()).isTrue();
    }
  }

  @Test
  void aPeerWithoutRtcpDisturbsNothing() throws Exception {
    try (TestCall call = new TestCall()) {
      call.phone.rtcp.close();
      call.leg.play(List.of(TestCall.prompt("message", 700)), 1);
      call.runWithSilence(710);
      assertThat(call.segments.getFirst().complete()).isTrue();
    }
  }
}
