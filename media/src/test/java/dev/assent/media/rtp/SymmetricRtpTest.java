package dev.assent.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.media.codec.Codec;
import dev.assent.media.sdp.Negotiated.Accepted;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom a call listens to, and what it makes of what comes. */
@Timeout(30)
class SymmetricRtpTest {
  @Test
  void strangersAreDroppedAndCounted() throws Exception {
    try (TestCall call = new TestCall();
        DatagramChannel stranger = at("127.0.0.2")) {
      byte[] nine = call.phone.packet(101, true, 1, 5000, Phone.event(9, true, 800));
      Phone.send(stranger, nine, call.port.local());
      call.runPeriods(1);
      assertThat(call.digits()).isEmpty();
      assertThat(call.engine.stats().strangers()).isEqualTo(1);

      call.runWithSilence(3); // now the kernel drops them
      Phone.send(stranger, nine, call.port.local());
      call.runPeriods(2);
      assertThat(call.digits()).isEmpty();
    }
  }

  @Test
  void aSourceInTheTrunksNetworksIsHeardAndAnswered() throws Exception {
    try (TestCall call =
            new TestCall(
                "0 96", s -> s.withMediaNetworks(List.of(IpNetwork.parse("127.0.0.0/29"))));
        DatagramChannel gateway = at("127.0.0.3");
        DatagramChannel outside = at("127.0.0.9")) {
      byte[] nine = call.phone.packet(101, true, 1, 5000, Phone.event(9, true, 800));
      Phone.send(outside, nine, call.port.local());
      call.runPeriods(1);
      assertThat(call.digits()).isEmpty();
      Phone.send(gateway, nine, call.port.local());
      call.runPeriods(1);
      assertThat(call.digits()).isEqualTo("9");
      Phone.receivedRaw(gateway);
      call.phone.received();
      call.runPeriods(2);
      assertThat(Phone.receivedRaw(gateway)).hasSize(2);
      assertThat(call.phone.received()).isEmpty();
    }
  }

  @Test
  void anotherPortOfTheSdpAddressIsTheSamePeer() throws Exception {
    try (TestCall call = new TestCall();
        DatagramChannel natted = Phone.bound()) {
      Phone.send(
          natted,
          call.phone.packet(101, true, 1, 5000, Phone.event(9, true, 800)),
          call.port.local());
      call.runPeriods(3);
      assertThat(call.digits()).isEqualTo("9");
      assertThat(Phone.receivedRaw(natted)).isNotEmpty();
    }
  }

  @Test
  void theFirstValidPacketFixesTheSourceAndGarbageDoesNot() throws Exception {
    try (TestCall call = new TestCall();
        DatagramChannel other = Phone.bound()) {
      Phone.send(other, new byte[] {1, 2, 3}, call.port.local());
      call.runPeriods(1);
      call.phone.sendEvent(9, true, 800, 5000, true);
      call.runPeriods(2);
      assertThat(call.digits()).isEqualTo("9");
      assertThat(call.engine.stats().malformed()).isEqualTo(1);
    }
  }

  @Test
  void nothingThatWaitedIsLostWhenTheSourceIsFixed() throws Exception {
    try (TestCall call = new TestCall()) {
      for (int i = 0; i < 40; i++) {
        call.phone.sendSilence(Codec.PCMU);
      }
      call.runPeriods(20);
      call.leg.close();
      call.runPeriods(2);
      assertThat(call.closed.getFirst().packetsReceived()).isEqualTo(40);
      assertThat(call.closed.getFirst().lost()).isZero();
    }
  }

  @Test
  void aPeerThatSendsTwiceAPeriodIsReadAsFast() throws Exception {
    try (TestCall call = new TestCall()) {
      call.runWithSilence(9);
      for (int period = 0; period < 50; period++) {
        call.phone.sendSilence(Codec.PCMU);
        call.runWithSilence(1);
      }
      call.runPeriods(1);
      assertThat(call.engine.stats().packetsReceived()).isEqualTo(9 + 2 * 50);
    }
  }

  @Test
  void whatComesInABunchIsReadWithinFourPeriods() throws Exception {
    try (TestCall call = new TestCall()) {
      for (int steady = 9; steady < 13; steady++) {
        long before = call.engine.stats().packetsReceived();
        call.runWithSilence(steady);
        call.phone.sendSilence(Codec.PCMU);
        call.phone.sendSilence(Codec.PCMU);
        call.phone.sendSilence(Codec.PCMU);
        call.runPeriods(4);
        assertThat(call.engine.stats().packetsReceived() - before).isEqualTo(steady + 3);
      }
    }
  }

  @Test
  void anotherAddressInAReofferFreesTheSource() throws Exception {
    try (TestCall call = new TestCall();
        Phone second = new Phone(call.port.local())) {
      call.runWithSilence(3);
      call.leg.reoffer(second.sdp("0 96", "sendrecv"));
      call.runPeriods(1);
      call.phone.received();
      call.runPeriods(2);
      assertThat(second.received()).isNotEmpty();
      assertThat(call.phone.received()).isEmpty();
      second.ssrc = 77;
      second.sendEvent(9, false, 160, 100, true);
      call.runPeriods(1);
      assertThat(call.digits()).isEqualTo("9");
    }
  }

  @Test
  void theSameAddressInAReofferKeepsIt() throws Exception {
    try (TestCall call = new TestCall()) {
      call.runWithSilence(3);
      call.leg.reoffer(call.phone.sdp("0 96", "sendrecv"));
      call.runWithSilence(2);
      call.phone.sendEvent(9, false, 160, 100, true);
      call.runPeriods(1);
      assertThat(call.digits()).isEqualTo("9");
    }
  }

  @Test
  void aSourceThatMovedWithoutTellingIsHeardAfterAWhile() throws Exception {
    try (TestCall call = new TestCall();
        DatagramChannel moved = Phone.bound()) {
      call.runWithSilence(3);
      byte[] nine = call.phone.packet(101, true, 9, 5000, Phone.event(9, true, 800));
      call.runPeriods(160); // 3.2 s of nothing
      Phone.send(moved, nine, call.port.local());
      call.runPeriods(2);
      assertThat(call.digits()).isEqualTo("9");
    }
  }

  @Test
  void earlyMediaIsThrownAway() throws Exception {
    HandClock clock = new HandClock();
    MediaEngine engine = new MediaEngine(TestCall.settings(clock));
    try (MediaPort port = engine.reserve();
        Phone phone = new Phone(port.local())) {
      phone.sendEvent(9, true, 800, 5000, true);
      List<Key> events = new ArrayList<>();
      var terms = ((Accepted) port.accept(phone.sdp("0 96", "sendrecv"))).terms();
      MediaLeg leg =
          port.open(
              terms,
              new MediaEvents() {
                @Override
                public void key(Key key) {
                  events.add(key);
                }

                @Override
                public void segment(SegmentReport report) {}

                @Override
                public void closed(MediaReport report) {}
              });
      MediaLoop loop = engine.loops().getFirst();
      for (int i = 0; i < 60; i++) {
        loop.runTick();
      }
      assertThat(events).isEmpty();
      leg.close();
      loop.stop();
      loop.run();
    }
  }

  @Test
  void headerExtensionContributorsAndPaddingAreSteppedOver() throws Exception {
    try (TestCall call = new TestCall()) {
      byte[] packet = {
        (byte) 0xB2,
        (byte) 0xE5,
        0,
        1, // version 2, padding, extension, 2 contributors; PT 101, M
        0,
        0,
        0,
        9,
        0,
        0,
        0x12,
        0x34, // timestamp, SSRC
        0,
        0,
        0,
        1,
        0,
        0,
        0,
        2, // contributors
        (byte) 0xBE,
        (byte) 0xDE,
        0,
        1,
        1,
        2,
        3,
        4, // extension of one word
        9,
        (byte) 0x80,
        3,
        0x20, // the key
        0,
        0,
        0,
        4 // padding
      };
      call.phone.sendRaw(packet);
      call.runPeriods(1);
      assertThat(call.digits()).isEqualTo("9");
    }
  }

  @Test
  void randomBytesNeverHarm() throws Exception {
    long seed = 3550;
    Random random = new Random(seed);
    try (TestCall call = new TestCall()) {
      call.leg.tap(1);
      call.runWithSilence(2);
      for (int n = 0; n < 3000; n++) {
        byte[] bytes = new byte[random.nextInt(300)];
        random.nextBytes(bytes);
        if (bytes.length > 12 && random.nextBoolean()) {
          bytes[0] = (byte) (0x80 | random.nextInt(64));
          bytes[1] = (byte) new int[] {0, 8, 13, 101, 96, 200}[random.nextInt(6)];
        }
        call.phone.sendRaw(bytes);
        Phone.send(call.phone.rtcp, bytes, rtcpOf(call));
        if (n % 3 == 0) {
          call.runPeriods(1);
        }
        for (TapSecond s = call.engine.taps().poll(); s != null; s = call.engine.taps().poll()) {
          call.engine.taps().recycle(s);
        }
      }
      call.phone.sendSilence(Codec.PCMU);
      call.runPeriods(2);
      assertThat(call.engine.stats().faults()).as("seed %d", seed).isZero();
      assertThat(call.closed).isEmpty();
    }
  }

  @Test
  void networksHoldTheirAddresses() {
    assertThat(IpNetwork.parse("203.0.113.0/25").contains(InetAddress.ofLiteral("203.0.113.127")))
        .isTrue();
    assertThat(IpNetwork.parse("203.0.113.0/25").contains(InetAddress.ofLiteral("203.0.113.128")))
        .isFalse();
    assertThat(IpNetwork.parse("203.0.113.7").contains(InetAddress.ofLiteral("203.0.113.7")))
        .isTrue();
    assertThat(IpNetwork.parse("2001:db8::/32").contains(InetAddress.ofLiteral("2001:db8::1")))
        .isTrue();
    assertThat(IpNetwork.parse("0.0.0.0/0").contains(InetAddress.ofLiteral("2001:db8::1")))
        .isFalse();
  }

  private static InetSocketAddress rtcpOf(TestCall call) {
    return new InetSocketAddress(call.port.local().getAddress(), call.port.local().getPort() + 1);
  }

  private static DatagramChannel at(String address) throws Exception {
    DatagramChannel channel = DatagramChannel.open();
    channel.bind(new InetSocketAddress(InetAddress.ofLiteral(address), 0));
    channel.configureBlocking(false);
    return channel;
  }
}
