package dev.assent.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.media.codec.Codec;
import dev.assent.media.tone.Tones;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys that come as tones in the audio, and those that come both ways. */
@Timeout(60)
class InbandKeysTest {
  @Test
  void withoutTelephoneEventTonesAreKeys() throws Exception {
    try (TestCall call = new TestCall("8", UnaryOperator.identity())) {
      say(call, Tones.digit('1', 100, -10), Tones.silence(100), Tones.digit('9', 60, -12));
      say(call, Tones.silence(200));
      assertThat(call.digits()).isEqualTo("19");
      assertThat(call.keys.getFirst().path()).isEqualTo(Key.Path.INBAND);
      assertThat(call.keys.getFirst().endSeen()).isFalse();
    }
  }

  @Test
  void withTelephoneEventTonesAreOnlySound() throws Exception {
    try (TestCall call = new TestCall()) {
      say(call, Tones.digit('1', 100, -10), Tones.silence(200));
      assertThat(call.digits()).isEmpty();
    }
  }

  @Test
  void aReofferThatDropsTelephoneEventTurnsListeningOn() throws Exception {
    try (TestCall call = new TestCall()) {
      call.leg.reoffer(call.phone.sdp("0", "sendrecv"));
      call.runPeriods(1);
      say(call, Tones.silence(60), Tones.digit('9', 100, -10), Tones.silence(200));
      assertThat(call.digits()).isEqualTo("9");
    }
  }

  @Test
  void aPeerThatSendsBothIsHeardOnce() throws Exception {
    try (TestCall call = new TestCall("0", UnaryOperator.identity())) {
      call.phone.sendEvent(9, false, 160, call.phone.timestamp, true);
      say(call, Tones.digit('9', 60, -10), Tones.silence(400));
      assertThat(call.digits()).isEqualTo("9");
      say(call, Tones.digit('9', 60, -10), Tones.silence(60));
      call.phone.sendEvent(9, true, 480, call.phone.timestamp, false);
      say(call, Tones.silence(400));
      assertThat(call.digits()).isEqualTo("99");
      say(call, Tones.digit('1', 60, -10), Tones.silence(60));
      call.phone.sendEvent(9, true, 480, call.phone.timestamp, false);
      call.runPeriods(1);
      assertThat(call.digits()).as("different digits are different presses").isEqualTo("9919");
    }
  }

  @Test
  void aToneStillInTheWindowIsDeliveredAtHangUp() throws Exception {
    try (TestCall call = new TestCall("0", UnaryOperator.identity())) {
      say(call, Tones.silence(60), Tones.digit('9', 60, -10));
      assertThat(call.digits()).isEmpty(); // 60 ms are held back for packets out of order
      call.leg.linger();
      call.runPeriods(15);
      assertThat(call.digits()).isEqualTo("9");
      assertThat(call.closed).hasSize(1);
    }
  }

  @Test
  void lossAndReorderingNeitherSplitNorJoinPresses() throws Exception {
    long seed = 99;
    Random random = new Random(seed);
    try (TestCall call = new TestCall("0", UnaryOperator.identity())) {
      StringBuilder pressed = new StringBuilder();
      List<byte[]> packets = new ArrayList<>();
      for (int n = 0; n < 200; n++) {
        char digit = "0123456789*#".charAt(random.nextInt(12));
        pressed.append(digit);
        short[] sound = Tones.join(Tones.digit(digit, 120, -10), Tones.silence(140));
        byte[] codes = Tones.encode(Codec.PCMU, sound);
        for (int at = 0; at < codes.length; at += 160) {
          byte[] payload = Arrays.copyOfRange(codes, at, at + 160);
          packets.add(
              call.phone.packet(
                  0, false, call.phone.sequence++ & 0xFFFF, call.phone.timestamp, payload));
          call.phone.timestamp += 160;
        }
      }
      for (int i = 1; i + 2 < packets.size(); i += 2) {
        if (random.nextInt(100) < 20) {
          Collections.swap(packets, i, i + 1);
        }
      }
      for (int i = 0; i < packets.size(); i++) {
        if (i % 13 != 7 || i == 0) { // one of each digit's 13 packets is lost
          call.phone.sendRaw(packets.get(i));
        }
        call.runPeriods(1);
      }
      call.leg.linger();
      call.runPeriods(15);
      assertThat(call.digits()).as("seed %d", seed).isEqualTo(pressed.toString());
    }
  }

  private static void say(TestCall call, short[]... parts) {
    Codec law = call.terms.codec();
    byte[] codes = Tones.encode(law, Tones.join(parts));
    for (int at = 0; at + 160 <= codes.length; at += 160) {
      call.phone.sendAudio(law, Arrays.copyOfRange(codes, at, at + 160));
      call.runPeriods(1);
    }
  }
}
