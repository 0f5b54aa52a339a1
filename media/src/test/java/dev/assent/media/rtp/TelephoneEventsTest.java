package dev.assent.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.media.codec.Codec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RFC 4733 as senders and networks really do it. Digits are those of the call, in order. */
@Timeout(60)
class TelephoneEventsTest {
  @Test
  void aPressIsDeliveredOnceAtItsFirstPacket() throws Exception {
    try (TestCall call = new TestCall()) {
      call.phone.sendEvent(9, false, 160, 5000, true);
      call.runPeriods(1);
      assertThat(call.digits()).isEqualTo("9");
      Key key = call.keys.getFirst();
      assertThat(key.path()).isEqualTo(Key.Path.RFC4733);
      assertThat(key.endSeen()).isFalse();
      assertThat(key.durationMillis()).isEqualTo(20);

      press(call, 9, 5000, 5);
      assertThat(call.digits()).isEqualTo("9");
    }
  }

  @Test
  void onlyOneOfThreeEndPacketsIsEnough() throws Exception {
    try (TestCall call = new TestCall()) {
      call.phone.sendEvent(9, true, 800, 5000, false);
      call.runPeriods(1);
      assertThat(call.digits()).isEqualTo("9");
      assertThat(call.keys.getFirst().endSeen()).isTrue();
      assertThat(call.keys.getFirst().durationMillis()).isEqualTo(100);
    }
  }

  @Test
  void theFirstPacketsAndTheMarkerMayBeLost() throws Exception {
    try (TestCall call = new TestCall()) {
      call.phone.sendEvent(1, false, 480, 5000, false);
      call.runPeriods(1);
      assertThat(call.digits()).isEqualTo("1");
    }
  }

  @Test
  void allEndPacketsMayBeLost() throws Exception {
    try (TestCall call = new TestCall()) {
      call.phone.sendEvent(1, false, 160, 5000, true);
      call.runWithSilence(3);
      call.phone.sendEvent(9, false, 160, 8000, true);
      call.runPeriods(1);
      assertThat(call.digits()).isEqualTo("19");
    }
  }

  @Test
  void theSameDigitTwiceIsTwoTimestamps() throws Exception {
    try (TestCall call = new TestCall()) {
      press(call, 1, 5000, 4);
      press(call, 1, 7000, 4);
      assertThat(call.digits()).isEqualTo("11");
    }
  }

  @Test
  void anUpdateAfterTheEndDoesNotBeginAnew() throws Exception {
    try (TestCall call = new TestCall()) {
      press(call, 1, 5000, 4);
      press(call, 2, 7000, 4);
      call.phone.sendEvent(1, false, 320, 5000, false); // reordered by a long way
      call.runPeriods(1);
      assertThat(call.digits()).isEqualTo("12");
    }
  }

  @Test
  void timestampsMayWrapBetweenPresses() throws Exception {
    try (TestCall call = new TestCall()) {
      press(call, 1, -500, 4);
      press(call, 9, 1200, 4);
      call.phone.sendEvent(1, true, 640, -500, false);
      call.runPeriods(1);
      assertThat(call.digits()).isEqualTo("19");
    }
  }

  @Test
  void aPressSeenOnlyAfterAYoungerOneStillCounts() throws Exception {
    try (TestCall call = new TestCall()) {
      call.phone.sendEvent(1, false, 160, 9000, true);
      call.phone.sendEvent(9, true, 640, 5000, false); // all but this packet of it was lost
      call.runPeriods(1);
      assertThat(call.digits()).isEqualTo("19");
    }
  }

  @Test
  void aLongPressMayWrapItsDuration() throws Exception {
    try (TestCall call = new TestCall()) {
      call.phone.sendEvent(5, false, 0xFF00, 5000, true);
      call.phone.sendEvent(5, false, 160, 5000, false);
      call.phone.sendEvent(5, true, 800, 5000, false);
      call.runPeriods(1);
      assertThat(call.digits()).isEqualTo("5");
    }
  }

  @Test
  void aLongPressMayGoOnInASecondSegment() throws Exception {
    try (TestCall call = new TestCall()) {
      call.phone.sendEvent(5, false, 0xFFFF, 5000, true);
      call.runPeriods(1);
      call.phone.sendEvent(5, false, 160, 5000 + 0xFFFF, false);
      call.phone.sendEvent(5, true, 800, 5000 + 0xFFFF, false);
      call.runPeriods(1);
      assertThat(call.digits()).isEqualTo("5");
    }
  }

  @Test
  void aSecondPressOneSegmentLaterIsTwoIfTheFirstEnded() throws Exception {
    try (TestCall call = new TestCall()) {
      press(call, 5, 5000, 4);
      call.phone.sendEvent(5, false, 160, 5000 + 0xFFFF, false);
      call.runPeriods(1);
      assertThat(call.digits()).isEqualTo("55");
    }
  }

  @Test
  void severalEventsInOnePayload() throws Exception {
    try (TestCall call = new TestCall()) {
      byte[] payload = new byte[8];
      System.arraycopy(Phone.event(1, true, 800), 0, payload, 0, 4);
      System.arraycopy(Phone.event(9, false, 400), 0, payload, 4, 4);
      call.phone.sendRaw(call.phone.packet(101, true, 1, 5000, payload));
      call.phone.sendRaw(call.phone.packet(101, true, 2, 5000, payload));
      // The second goes on by itself, at the time it began.
      call.phone.sendRaw(call.phone.packet(101, false, 3, 5800, Phone.event(9, true, 640)));
      call.runPeriods(1);
      assertThat(call.digits()).isEqualTo("19");
    }
  }

  @Test
  void malformedPayloadsAreCountedAndIgnored() throws Exception {
    try (TestCall call = new TestCall()) {
      call.phone.sendRaw(call.phone.packet(101, true, 1, 5000, new byte[] {9, 0, 1}));
      call.phone.sendRaw(call.phone.packet(101, true, 2, 5000, new byte[] {9, 0, 1, 2, 3}));
      call.phone.sendRaw(call.phone.packet(101, true, 3, 5000, new byte[0]));
      call.runPeriods(1);
      assertThat(call.digits()).isEmpty();
      assertThat(call.engine.stats().malformed()).isEqualTo(3);
    }
  }

  @Test
  void eventsThatAreNoKeysAreIgnored() throws Exception {
    try (TestCall call = new TestCall()) {
      for (int event : new int[] {16, 32, 36, 41, 255}) {
        press(call, event, 5000 + 1000 * event, 3);
      }
      press(call, 15, 900_000, 3);
      press(call, 10, 910_000, 3);
      press(call, 11, 920_000, 3);
      assertThat(call.digits()).isEqualTo("D*#");
    }
  }

  @Test
  void reservedBitAndVolumeMeanNothing() throws Exception {
    try (TestCall call = new TestCall()) {
      call.phone.sendRaw(call.phone.packet(101, true, 1, 5000, new byte[] {9, 0x7F, 0, 80}));
      call.runPeriods(1);
      assertThat(call.digits()).isEqualTo("9");
      assertThat(call.keys.getFirst().endSeen()).isFalse();
    }
  }

  @Test
  void eventsUnderThePeersOwnNumberAreTakenToo() throws Exception {
    try (TestCall call = new TestCall()) {
      call.phone.sendRaw(call.phone.packet(96, true, 1, 5000, Phone.event(9, false, 160)));
      call.runPeriods(1);
      assertThat(call.digits()).isEqualTo("9");
    }
  }

  @Test
  void anotherSsrcIsAnotherStreamOfPresses() throws Exception {
    try (TestCall call = new TestCall()) {
      press(call, 1, 5000, 3);
      call.phone.ssrc = 0x9999;
      press(call, 9, 5000, 3);
      assertThat(call.digits()).isEqualTo("19");
    }
  }

  @Test
  void eventsDoNotDisturbJitterOrLoss() throws Exception {
    try (TestCall call = new TestCall()) {
      for (int i = 0; i < 50; i++) {
        call.runWithSilence(1);
        call.phone.sendEvent(9, false, 160 * i, 5000, i == 0);
      }
      call.leg.close();
      call.runPeriods(2);
      MediaReport report = call.closed.getFirst();
      assertThat(report.jitterMillis()).isLessThan(1);
      assertThat(report.lost()).isZero();
      assertThat(call.digits()).isEqualTo("9");
    }
  }

  @Test
  void aSenderWhoseSequenceNumbersFallBackLosesNoKey() throws Exception {
    try (TestCall call = new TestCall()) {
      call.runWithSilence(40);
      call.phone.sequence -= 20;
      press(call, 9, 5000, 3);
      assertThat(call.digits()).isEqualTo("9");
    }
  }

  @Test
  void aKeyBehindALongQueueIsReadAfterHangUp() throws Exception {
    try (TestCall call = new TestCall()) {
      for (int i = 0; i < 60; i++) {
        call.phone.sendSilence(Codec.PCMU);
      }
      call.phone.sendEvent(9, false, 160, 5000, true);
      call.leg.linger();
      call.runPeriods(15);
      assertThat(call.digits()).isEqualTo("9");
      assertThat(call.closed).hasSize(1);
    }
  }

  @Test
  void onHangUpQueuedKeysAreDeliveredBeforeClosed() throws Exception {
    try (TestCall call = new TestCall()) {
      call.runWithSilence(2);
      call.leg.linger();
      call.phone.sendEvent(9, false, 160, 5000, true);
      call.runPeriods(2);
      assertThat(call.digits()).isEqualTo("9");
      assertThat(call.closed).isEmpty();
      call.runPeriods(8);
      call.phone.sendEvent(0, false, 160, 9000, true); // 220 ms after the hang-up
      call.runPeriods(1);
      assertThat(call.digits()).isEqualTo("90");
      call.runPeriods(4);
      assertThat(call.closed).hasSize(1);
    }
  }

  /** 5 % loss and 20 % of packets exchanged with a neighbour: every digit, once, in order. */
  @Test
  void lossAndReorderingLoseNoKey() throws Exception {
    long seed = 20261121;
    Random random = new Random(seed);
    try (TestCall call = new TestCall()) {
      StringBuilder pressed = new StringBuilder();
      for (int n = 0; n < 300; n++) {
        int event = random.nextInt(10);
        pressed.append(event);
        int start = call.phone.timestamp;
        List<byte[]> packets = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
          packets.add(
              call.phone.packet(
                  101,
                  i == 1,
                  call.phone.sequence++ & 0xFFFF,
                  start,
                  Phone.event(event, false, 160 * i)));
        }
        for (int i = 0; i < 3; i++) {
          packets.add(
              call.phone.packet(
                  101,
                  false,
                  call.phone.sequence++ & 0xFFFF,
                  start,
                  Phone.event(event, true, 960)));
        }
        call.phone.timestamp += 1600;
        for (int i = 0; i + 1 < packets.size(); i++) {
          if (random.nextInt(100) < 20) {
            Collections.swap(packets, i, i + 1);
          }
        }
        for (byte[] packet : packets) {
          if (random.nextInt(100) >= 5) {
            call.phone.sendRaw(packet);
          }
          call.runPeriods(1);
        }
      }
      assertThat(call.digits()).as("seed %d", seed).isEqualTo(pressed.toString());
    }
  }

  private static void press(TestCall call, int event, int start, int updates) {
    for (int i = 1; i <= updates; i++) {
      call.phone.sendEvent(event, false, 160 * i, start, i == 1);
      call.runPeriods(1);
    }
    for (int i = 0; i < 3; i++) {
      call.phone.sendEvent(event, true, 160 * (updates + 1), start, false);
    }
    call.runPeriods(1);
    call.phone.sendSilence(Codec.PCMU);
  }
}
