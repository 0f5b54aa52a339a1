package dev.assent.testsip.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.testsip.carrier.RawCaller.Rtp;
import dev.assent.testsip.carrier.media.Law;
import dev.assent.testsip.carrier.media.Noise;
import dev.assent.testsip.carrier.media.PacketEntry;
import dev.assent.testsip.carrier.media.Recorded;
import dev.assent.testsip.carrier.sip.SipMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SoundTest {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String NUMBER = "+8619900000002";
  private static final int LOUD = 0x10;
  private static final int SILENT = 0xFF;

  private static CarrierSettings quick() {
    return CarrierSettings.loopback()
        .withTimes(Duration.ofMillis(500), Duration.ofSeconds(5), Duration.ofMillis(200));
  }

  @Test
  void soundIsTheSameForTheSameNumberSampleBySample() throws Exception {
    try (Carrier carrier = Carrier.start(quick()).plan(NUMBER, "answer");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      SipMessage answer = caller.expectStatus(200);
      caller.ack(answer);
      int[] left = {25};
      List<Rtp> heard = caller.hearUntil(p -> --left[0] == 0);
      caller.bye(answer);
      Noise noise = new Noise(NUMBER, Law.ULAW);
      Rtp first = heard.getFirst();
      assertThat(first.marker()).isTrue();
      for (Rtp packet : heard) {
        long position = packet.timestamp() - first.timestamp();
        assertThat(packet.payloadType()).isZero();
        assertThat(packet.payload()).isEqualTo(noise.audio(position, 160));
      }
      Recorded sent = carrier.sent(caller.callId());
      assertThat(sent.audio()).startsWith(first.payload());
      assertThat(sent.packets()).hasSizeGreaterThanOrEqualTo(25);
    }
  }

  @Test
  void aKeyHasUpdatesAndThreeEndsWithOneTimestamp() throws Exception {
    try (Carrier carrier = Carrier.start(quick()).plan(NUMBER, "answer, wait 60ms, key 9");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      SipMessage answer = caller.expectStatus(200);
      caller.ack(answer);
      int[] ends = {0};
      List<Rtp> heard = caller.hearUntil(p -> p.isEnd() && ++ends[0] == 3);
      List<Rtp> key = heard.stream().filter(Rtp::isKey).toList();
      assertThat(key.stream().map(Rtp::duration).toList())
          .containsExactly(160, 320, 480, 640, 800, 800, 800, 800);
      assertThat(key.stream().map(Rtp::isEnd).toList())
          .containsExactly(false, false, false, false, false, true, true, true);
      assertThat(key.stream().map(Rtp::marker).filter(marker -> marker).count()).isEqualTo(1);
      assertThat(key.getFirst().marker()).isTrue();
      assertThat(key).allMatch(p -> p.timestamp() == key.getFirst().timestamp());
      assertThat(key).allMatch(p -> p.payload()[0] == 9);
      for (int i = 1; i < heard.size(); i++) {
        int step = heard.get(i).sequence() - heard.get(i - 1).sequence();
        assertThat(step & 0xFFFF).isEqualTo(1);
      }
      Rtp soundBefore = heard.get(heard.indexOf(key.getFirst()) - 1);
      assertThat(slots(soundBefore, key.getFirst())).isPositive();
      Rtp after = caller.hearUntil(p -> !p.isKey()).getLast();
      assertThat(slots(key.getFirst(), after)).isGreaterThanOrEqualTo(8);
      CallReport call = carrier.calls().getFirst();
      assertThat(call.keys().getFirst().digits()).isEqualTo("9");
      assertThat(call.keys().getFirst().millisAfterAnswer()).isBetween(60L, 2000L);
    }
  }

  /** A slow machine may leave some out, but never part of one. */
  private static long slots(Rtp from, Rtp to) {
    long units = to.timestamp() - from.timestamp();
    assertThat(units % 160).isZero();
    return units / 160;
  }

  @Test
  void pressesWhenThePromptHasEnded() throws Exception {
    try (Carrier carrier = Carrier.start(quick()).plan(NUMBER, "answer, prompt 2, key 1");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      SipMessage answer = caller.expectStatus(200);
      caller.ack(answer);
      caller.speak(answer, 5, LOUD);
      carrier.awaitCall(LIMIT, c -> c.media().prompts() == 1);
      assertThat(carrier.calls().getFirst().keys()).isEmpty();
      caller.speak(answer, 5, SILENT);
      caller.speak(answer, 5, LOUD);
      CallReport call = carrier.awaitCall(LIMIT, c -> !c.keys().isEmpty());
      assertThat(call.media().prompts()).isEqualTo(2);
      assertThat(call.media().packetsIn()).isEqualTo(15);
      assertThat(call.media().lost()).isZero();
    }
  }

  @Test
  void keyAndByeLeaveTogether() throws Exception {
    try (Carrier carrier =
            Carrier.start(quick()).plan(NUMBER, "answer, await ack, key 9 with-bye");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      caller.ack(caller.expectStatus(200));
      caller.answer(caller.expectRequest("BYE"), 200, "");
      int[] ends = {0};
      List<Rtp> heard = caller.hearUntil(p -> p.isEnd() && ++ends[0] == 3);
      assertThat(heard.stream().filter(Rtp::isKey)).hasSize(8);
      assertThat(carrier.awaitCall(LIMIT, CallReport::ended).endedBy()).isEqualTo(EndedBy.CALLED);
    }
  }

  @Test
  void withoutTelephoneEventTheKeyIsATone() throws Exception {
    try (Carrier carrier =
            Carrier.start(quick()).plan(NUMBER, "answer alaw no-telephone-event, tone 1 , bye");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      SipMessage answer = caller.expectStatus(200);
      assertThat(answer.body()).contains("RTP/AVP 8\r\n").doesNotContain("telephone-event");
      caller.ack(answer);
      List<Rtp> heard = caller.hearUntil(p -> power(p, 697) > 100 && power(p, 1209) > 100);
      assertThat(power(heard.getLast(), 941)).isLessThan(power(heard.getLast(), 697) / 8);
      assertThat(power(heard.getLast(), 1477)).isLessThan(power(heard.getLast(), 1209) / 8);
      caller.answer(caller.expectRequest("BYE"), 200, "");
    }
  }

  /** Strength of one frequency in an A-law packet (Goertzel, as a plain sum). */
  private static double power(Rtp packet, int hertz) {
    double re = 0;
    double im = 0;
    for (int i = 0; i < packet.payload().length; i++) {
      double sample = Law.ALAW.decode(packet.payload()[i]);
      re += sample * Math.cos(2 * Math.PI * hertz * i / 8000);
      im += sample * Math.sin(2 * Math.PI * hertz * i / 8000);
    }
    return Math.hypot(re, im) / packet.payload().length;
  }

  @Test
  void earlyMediaIsHeardBeforeTheAnswer() throws Exception {
    try (Carrier carrier = Carrier.start(quick()).plan(NUMBER, "183 sdp, forever");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      assertThat(caller.expectStatus(183).body()).contains("m=audio");
      assertThat(caller.hearUntil(p -> true).getFirst().payload()).hasSize(160);
      caller.cancel();
      caller.ack(caller.expectStatus(487));
      assertThat(carrier.awaitCall(LIMIT, CallReport::ended).answered()).isFalse();
    }
  }

  @Test
  void movesItsSoundToANewPort() throws Exception {
    try (Carrier carrier = Carrier.start(quick()).plan(NUMBER, "answer, await ack, move");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      SipMessage answer = caller.expectStatus(200);
      caller.ack(answer);
      SipMessage moved = caller.expectRequest("INVITE");
      assertThat(RawCaller.soundAddress(moved)).isNotEqualTo(RawCaller.soundAddress(answer));
      caller.answer(moved, 200, caller.offer("0 101", "sendrecv"));
      caller.expectRequest("ACK");
      caller.speak(answer, 3, LOUD);
      caller.speak(moved, 3, LOUD);
      CallReport call = carrier.awaitCall(LIMIT, c -> c.media().packetsIn() == 6);
      assertThat(call.outcomes()).containsExactly("INVITE move 200");
      caller.bye(answer);
      carrier.awaitCall(LIMIT, CallReport::ended);
    }
  }

  @Test
  void countsLossDoublesAndDisorder() throws Exception {
    try (Carrier carrier = Carrier.start(quick()).plan(NUMBER, "answer");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      SipMessage answer = caller.expectStatus(200);
      caller.ack(answer);
      for (int number : new int[] {65_534, 65_535, 1, 0, 3, 3}) {
        caller.speak(answer, 0, number, new byte[160]);
      }
      CallReport call = carrier.awaitCall(LIMIT, c -> c.media().packetsIn() == 6);
      assertThat(call.media().lost()).isEqualTo(1);
      assertThat(call.media().duplicates()).isEqualTo(1);
      assertThat(call.media().reordered()).isEqualTo(1);
      assertThat(call.media().streams()).isEqualTo(1);
    }
  }

  /** Who hangs up at once leaves no sound: no file is made, and to ask for it is no error. */
  @Test
  void hasNothingOfACallWithoutAPacket(@TempDir Path out) throws Exception {
    try (Carrier carrier =
            Carrier.start(quick().withOut(out)).plan(NUMBER, "answer, await ack, bye");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      caller.ack(caller.expectStatus(200));
      carrier.awaitCall(LIMIT, CallReport::ended);
      assertThat(carrier.received(caller.callId())).isEqualTo(Recorded.NOTHING);
    }
  }

  @Test
  void leavesSoundAndReportsBehind(@TempDir Path out) throws Exception {
    String id;
    try (Carrier carrier = Carrier.start(quick().withOut(out)).plan(NUMBER, "answer, key 1");
        RawCaller caller = new RawCaller(carrier.address(), NUMBER)) {
      caller.invite();
      SipMessage answer = caller.expectStatus(200);
      caller.ack(answer);
      caller.speak(answer, 4, LOUD);
      int[] ends = {0};
      caller.hearUntil(p -> p.isEnd() && ++ends[0] == 3);
      id = carrier.awaitCall(LIMIT, c -> c.media().packetsIn() == 4).id();
      caller.bye(answer);
      carrier.awaitCall(LIMIT, CallReport::ended);
    }
    Recorded received =
        Recorded.read(out.resolve(id + ".received.ul"), out.resolve(id + ".received.csv"));
    assertThat(received.audio()).hasSize(4 * 160).containsOnly(LOUD);
    assertThat(received.packets().stream().map(PacketEntry::offset).toList())
        .containsExactly(0L, 160L, 320L, 480L);
    Recorded sent = Recorded.read(out.resolve(id + ".sent.ul"), out.resolve(id + ".sent.csv"));
    assertThat(sent.packets()).anyMatch(p -> p.payloadType() == 101 && p.length() == 0);
    assertThat(Files.readString(out.resolve(id + ".json")))
        .contains("\"called\":\"" + NUMBER + "\"", "\"endedBy\":\"CALLER\"");
    assertThat(Files.readString(out.resolve("carrier.json")))
        .contains("\"attempted\":1", "\"answered\":1", "\"orphaned\":0", "\"keys\":{\"1\":1}");
  }
}
