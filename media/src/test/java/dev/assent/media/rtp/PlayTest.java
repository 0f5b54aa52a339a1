package dev.assent.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.media.codec.Codec;
import dev.assent.media.prompt.Prompt;
import dev.assent.media.sdp.Reoffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What leaves on the wire while a call plays, and what is claimed of it. */
@Timeout(30)
class PlayTest {
  @Test
  void silenceGoesOutEachPeriodWhenNothingPlays() throws Exception {
    try (TestCall call = new TestCall()) {
      call.runPeriods(3);

      List<Phone.Received> packets = call.phone.received();
      assertThat(packets).hasSize(3);
      for (Phone.Received packet : packets) {
        assertThat(packet.payload()).hasSize(160).containsOnly(0xFF);
      }
      assertThat(packets.get(2).timestamp() - packets.get(0).timestamp()).isEqualTo(320);
      assertThat((packets.get(2).sequence() - packets.get(0).sequence()) & 0xFFFF).isEqualTo(2);
    }
  }

  @Test
  void segmentsFollowEachOtherWithoutAGapAndAreReported() throws Exception {
    try (TestCall call = new TestCall()) {
      Prompt first = TestCall.prompt("identity", 5);
      Prompt second = TestCall.prompt("purpose", 3);
      call.leg.play(List.of(first, second), 7);
      call.runPeriods(10);

      List<Phone.Received> packets = call.phone.received();
      int start = 0;
      while (packets.get(start).payload()[1] == (byte) 0xFF) {
        start++;
      }
      byte[] heard = new byte[8 * 160];
      for (int i = 0; i < 8; i++) {
        System.arraycopy(packets.get(start + i).payload(), 0, heard, i * 160, 160);
      }
      byte[] expected = new byte[8 * 160];
      first.payload(Codec.PCMU).get(expected, 0, 5 * 160);
      second.payload(Codec.PCMU).get(expected, 5 * 160, 3 * 160);
      assertThat(heard).isEqualTo(expected);

      assertThat(call.segments).hasSize(2);
      SegmentReport report = call.segments.get(0);
      assertThat(report.playId()).isEqualTo(7);
      assertThat(report.promptId()).isEqualTo("identity");
      assertThat(report.complete()).isTrue();
      assertThat(report.slots()).isEqualTo(5);
      assertThat(report.lastPacketNanos() - report.firstPacketNanos()).isEqualTo(80_000_000);
      assertThat(report.sha256()).isEqualTo(first.payloadSha256(Codec.PCMU));
      assertThat(call.segments.get(1).index()).isEqualTo(1);
      assertThat(call.segments.get(1).firstPacketNanos() - report.lastPacketNanos())
          .isEqualTo(20_000_000);
    }
  }

  @Test
  void aSegmentCutOffIsReportedAsItStands() throws Exception {
    try (TestCall call = new TestCall()) {
      Prompt prompt = TestCall.prompt("disclosure", 10);
      call.leg.play(List.of(prompt, TestCall.prompt("choice", 4)), 1);
      call.runPeriods(4);
      call.leg.stop();
      call.runPeriods(2);

      assertThat(call.segments).hasSize(1); // the one never begun is not reported
      SegmentReport cut = call.segments.getFirst();
      assertThat(cut.complete()).isFalse();
      assertThat(cut.sent()).isBetween(1, 5);
      byte[] sent = new byte[cut.sent() * 160];
      prompt.payload(Codec.PCMU).get(sent);
      assertThat(cut.sha256())
          .isEqualTo(sha256(sent))
          .isNotEqualTo(prompt.payloadSha256(Codec.PCMU));
    }
  }

  @Test
  void aSlotMoreThanAPeriodLateSendsNothingAndTheWordsWait() throws Exception {
    try (TestCall call = new TestCall()) {
      call.leg.play(List.of(TestCall.prompt("identity", 10)), 1);
      call.runPeriods(3);
      List<Phone.Received> before = call.phone.received();
      call.clock.advance(70_000_000); // the thread stalls
      call.runPeriods(12);

      SegmentReport report = call.segments.getFirst();
      long silent = call.engine.stats().slotsSkipped();
      assertThat(silent).isBetween(2L, 4L);
      assertThat(report.sent()).isEqualTo(10);
      assertThat(report.complete()).isTrue();
      Phone.Received last = before.getLast();
      Phone.Received next = call.phone.received().getFirst();
      assertThat((next.sequence() - last.sequence()) & 0xFFFF).isEqualTo(1);
      assertThat((next.timestamp() - last.timestamp()) / 160).isEqualTo((int) silent + 1);
    }
  }

  @Test
  void whileThePeerHoldsNothingIsSentAndTheSegmentIsNotComplete() throws Exception {
    try (TestCall call = new TestCall()) {
      call.leg.play(List.of(TestCall.prompt("disclosure", 10)), 1);
      call.runPeriods(3);
      assertThat(call.leg.reoffer(call.phone.sdp("0 96", "sendonly")))
          .isInstanceOf(Reoffer.Answered.class);
      call.runPeriods(1);
      call.phone.received();
      call.runPeriods(4);
      assertThat(call.phone.received()).isEmpty();
      call.leg.reoffer(call.phone.sdp("0 96", "sendrecv"));
      call.runPeriods(5);

      assertThat(call.phone.received()).isNotEmpty();
      assertThat(call.segments.getFirst().complete()).isFalse();
      assertThat(call.segments.getFirst().skipped()).isBetween(3, 6);
    }
  }

  @Test
  void anotherLawInMidSegmentEndsItIncomplete() throws Exception {
    try (TestCall call = new TestCall()) {
      call.leg.play(List.of(TestCall.prompt("disclosure", 10), TestCall.prompt("choice", 2)), 1);
      call.runPeriods(4);
      call.leg.reoffer(call.phone.sdp("8 96", "sendrecv"));
      call.runPeriods(5);

      assertThat(call.segments).hasSize(2);
      assertThat(call.segments.get(0).complete()).isFalse();
      assertThat(call.segments.get(1).complete()).isTrue();
      assertThat(call.segments.get(1).codec()).isEqualTo(Codec.PCMA);
      assertThat(call.phone.received().getLast().payloadType()).isEqualTo(8);
    }
  }

  @Test
  void anIcmpErrorSpoilsTheSegmentAndNothingElse() throws Exception {
    try (TestCall call = new TestCall()) {
      call.runWithSilence(3); // the source is fixed and the socket connected
      call.leg.play(List.of(TestCall.prompt("disclosure", 6)), 1);
      call.runPeriods(2);
      call.phone.rtp.close();
      call.runPeriods(8);

      SegmentReport report = call.segments.getFirst();
      assertThat(report.icmpErrors()).isPositive();
      assertThat(report.complete()).isFalse();
      assertThat(call.engine.stats().icmpErrors()).isPositive();
      assertThat(call.closed).isEmpty();
    }
  }

  @Test
  void theLastPacketIsFilledUpWithSilence() {
    Prompt odd = TestCall.promptOfSamples("odd", 200);
    assertThat(odd.slots()).isEqualTo(2);
    byte[] all = new byte[320];
    odd.payload(Codec.PCMU).get(all);
    assertThat(Arrays.copyOfRange(all, 200, 320)).containsOnly(0xFF);
    odd.payload(Codec.PCMA).get(all);
    assertThat(Arrays.copyOfRange(all, 200, 320)).containsOnly(0xD5);
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
