package dev.assent.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.assent.media.codec.Codec;
import dev.assent.media.sdp.Negotiated.Accepted;
import dev.assent.media.sdp.Negotiated.Refused;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Real media threads, ports, and what they cost. */
@Timeout(60)
class MediaEngineTest {
  /** Events of one call as they came, from any thread. */
  private static final class Mailbox implements MediaEvents {
    final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    @Override
    public void key(Key key) {
      events.add(key);
    }

    @Override
    public void segment(SegmentReport report) {
      events.add(report);
    }

    @Override
    public void closed(MediaReport report) {
      events.add(report);
    }

    <T> T await(Class<T> type) throws InterruptedException {
      return type.cast(events.poll(20, TimeUnit.SECONDS));
    }
  }

  @Test
  void callsOnTwoThreadsPlayHearAndClose() throws Exception {
    MediaSettings settings = TestCall.settings(new SystemMediaClock()).withThreads(2);
    List<Mailbox> boxes = new ArrayList<>();
    List<Phone> phones = new ArrayList<>();
    try (MediaEngine engine = MediaEngine.start(settings)) {
      List<MediaLeg> legs = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        MediaPort port = engine.reserve();
        Phone phone = new Phone(port.local());
        Mailbox box = new Mailbox();
        MediaLeg leg =
            port.open(((Accepted) port.accept(phone.sdp("0 96", "sendrecv"))).terms(), box);
        leg.play(List.of(TestCall.prompt("identity", 5)), i);
        leg.tap(i);
        legs.add(leg);
        boxes.add(box);
        phones.add(phone);
      }
      for (int i = 0; i < 10; i++) {
        SegmentReport report = boxes.get(i).await(SegmentReport.class);
        assertThat(report.playId()).isEqualTo(i);
        assertThat(report.sent() + report.skipped()).isEqualTo(report.slots()); // a busy machine
        phones.get(i).sendEvent(9, false, 160, 5000, true);
      }
      for (Mailbox box : boxes) {
        assertThat(box.await(Key.class).digit()).isEqualTo('9');
      }
      for (int i = 0; i < 5; i++) {
        assertThat(legs.get(i).untap().get(20, TimeUnit.SECONDS).tapId()).isEqualTo(i);
        legs.get(i).close();
        assertThat(boxes.get(i).await(MediaReport.class).packetsSent()).isPositive();
      }
      assertThat(engine.stats().legs()).isEqualTo(5);
      assertThat(engine.stats().faults()).isZero();
      assertThat(engine.stats().lateness().percentile(0.5)).isPositive();
    }
    for (int i = 5; i < 10; i++) {
      assertThat(boxes.get(i).await(MediaReport.class)).as("closed with the engine").isNotNull();
    }
    boxes.forEach(box -> assertThat(box.events).isEmpty());
    phones.forEach(Phone::close);
  }

  /** Nothing is allocated for a packet, sent or received, tapped or listened to. */
  @Test
  void packetsCostNoGarbage() throws Exception {
    try (TestCall call = new TestCall("0", s -> s.withTaps(64, 12))) {
      ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      call.leg.tap(1);
      call.leg.play(List.of(TestCall.prompt("message", 60_000)), 1);
      long allocated = 0;
      int periods = 3000;
      for (int i = -2000; i < periods; i++) {
        call.phone.sendSilence(Codec.PCMU);
        long before = memory.getCurrentThreadAllocatedBytes();
        call.runPeriods(1);
        long after = memory.getCurrentThreadAllocatedBytes();
        allocated += i < 0 ? 0 : after - before;
        call.phone.received();
        for (TapSecond s = call.engine.taps().poll(); s != null; s = call.engine.taps().poll()) {
          call.engine.taps().recycle(s);
        }
      }
      // Reports of RTCP and the once-a-second look at the wall clock are what remains.
      assertThat(allocated / periods).as("bytes per packet pair").isLessThan(8);
    }
  }

  @Test
  void portsAreBoundInPairsAndRestAfterUse() throws Exception {
    HandClock clock = new HandClock();
    MediaEngine engine =
        new MediaEngine(TestCall.settings(clock).withPorts(30_000, 30_007)); // four pairs
    List<MediaPort> taken = new ArrayList<>();
    Set<Integer> numbers = new HashSet<>();
    for (int i = 0; i < 4; i++) {
      MediaPort port = engine.reserve();
      taken.add(port);
      numbers.add(port.local().getPort());
      assertThat(port.local().getPort() % 2).isZero();
      try (DatagramChannel other = DatagramChannel.open()) {
        InetSocketAddress rtcp =
            new InetSocketAddress(port.local().getAddress(), port.local().getPort() + 1);
        assertThatThrownBy(() -> other.bind(rtcp)).isInstanceOf(BindException.class);
      }
    }
    assertThat(numbers).hasSize(4);
    assertThatThrownBy(engine::reserve).isInstanceOf(NoMediaPort.class);

    taken.getFirst().close();
    taken.getFirst().close();
    assertThatThrownBy(engine::reserve).isInstanceOf(NoMediaPort.class);
    clock.advance(29_000_000_000L);
    assertThatThrownBy(engine::reserve)
        .isInstanceOf(NoMediaPort.class)
        .hasMessageContaining("1 at rest");
    clock.advance(1_100_000_000L);
    MediaPort again = engine.reserve();
    assertThat(again.local()).isEqualTo(taken.getFirst().local());
    again.close();
    taken.forEach(MediaPort::close);
  }

  @Test
  void aPortAnotherProgramHoldsIsPassedOver() throws Exception {
    MediaEngine engine =
        new MediaEngine(TestCall.settings(new HandClock()).withPorts(30_100, 30_103));
    try (DatagramChannel other = DatagramChannel.open()) {
      other.bind(new InetSocketAddress(TestCall.settings(new HandClock()).bind(), 30_101));
      MediaPort port = engine.reserve();
      assertThat(port.local().getPort()).isEqualTo(30_102);
      assertThatThrownBy(engine::reserve).isInstanceOf(NoMediaPort.class);
      assertThat(engine.stats().portsRefused()).isEqualTo(1);
      port.close();
    }
  }

  @Test
  void aPortIsOpenedOnce() throws Exception {
    try (TestCall call = new TestCall()) {
      assertThatThrownBy(() -> call.port.open(call.terms, call))
          .isInstanceOf(IllegalStateException.class);
      call.port.close(); // does nothing: the leg owns it
      call.runPeriods(2);
      assertThat(call.phone.received()).isNotEmpty();
    }
  }

  @Test
  void noBodyIsRefused() throws Exception {
    MediaEngine engine = new MediaEngine(TestCall.settings(new HandClock()));
    try (MediaPort port = engine.reserve()) {
      assertThat(port.accept(null)).isEqualTo(new Refused("no session description in the answer"));
    }
  }

  @Test
  void aListenerThatThrowsEndsOnlyItsOwnCall() throws Exception {
    HandClock clock = new HandClock();
    MediaEngine engine = new MediaEngine(TestCall.settings(clock));
    MediaLoop loop = engine.loops().getFirst();
    Mailbox good = new Mailbox();
    MediaEvents bad =
        new MediaEvents() {
          @Override
          public void key(Key key) {
            throw new IllegalStateException("a bug");
          }

          @Override
          public void segment(SegmentReport report) {}

          @Override
          public void closed(MediaReport report) {
            good.closed(report);
          }
        };
    MediaPort one = engine.reserve();
    MediaPort two = engine.reserve();
    try (Phone first = new Phone(one.local());
        Phone second = new Phone(two.local())) {
      one.open(((Accepted) one.accept(first.sdp("0 96", "sendrecv"))).terms(), bad);
      two.open(((Accepted) two.accept(second.sdp("0 96", "sendrecv"))).terms(), good);
      turn(loop, 40);
      first.sendEvent(9, true, 800, 5000, true);
      second.sendEvent(9, true, 800, 5000, true);
      turn(loop, 40);
      assertThat(good.events).hasSize(2).hasAtLeastOneElementOfType(MediaReport.class);
      assertThat(engine.stats().faults()).isEqualTo(1);
      second.received();
      turn(loop, 40);
      assertThat(second.received()).hasSize(2);
      loop.stop();
      loop.run();
    }
  }

  @Test
  void aCallWhoseListenerThrowsAtItsEndStillGivesItsPortsBack() throws Exception {
    HandClock clock = new HandClock();
    MediaEngine engine = new MediaEngine(TestCall.settings(clock).withPorts(30_200, 30_201));
    MediaLoop loop = engine.loops().getFirst();
    MediaEvents bad =
        new MediaEvents() {
          @Override
          public void key(Key key) {}

          @Override
          public void segment(SegmentReport report) {
            throw new IllegalStateException("a bug");
          }

          @Override
          public void closed(MediaReport report) {
            throw new IllegalStateException("another");
          }
        };
    MediaPort port = engine.reserve();
    try (Phone phone = new Phone(port.local())) {
      MediaLeg leg =
          port.open(((Accepted) port.accept(phone.sdp("0 96", "sendrecv"))).terms(), bad);
      leg.play(List.of(TestCall.prompt("message", 100)), 1);
      turn(loop, 60);
      leg.close();
      turn(loop, 60);
    }
    clock.advance(31_000_000_000L);
    engine.reserve().close();
    loop.stop();
    loop.run();
    assertThat(engine.stats().legs()).isZero();
  }

  @Test
  void afterTheEndCommandsDoNothing() throws Exception {
    TestCall call = new TestCall();
    call.leg.tap(1);
    call.close();
    assertThat(call.closed).hasSize(1);
    call.leg.play(List.of(TestCall.prompt("message", 3)), 1);
    call.leg.linger();
    call.leg.close();
    assertThat(call.leg.untap().get(20, TimeUnit.SECONDS).seconds()).isZero();
    try (MediaPort port = call.engine.reserve()) {
      assertThatThrownBy(() -> port.open(call.terms, call))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void commandsWaitInOrderAndAreBounded() {
    CommandQueue queue = new CommandQueue(4);
    List<Long> order = new ArrayList<>();
    for (long i = 0; i < 4; i++) {
      long n = i;
      assertThat(queue.offer(_ -> order.add(n))).isTrue();
    }
    assertThat(queue.offer(_ -> order.add(9L))).isFalse();
    for (var c = queue.poll(); c != null; c = queue.poll()) {
      c.run(0);
    }
    assertThat(order).containsExactly(0L, 1L, 2L, 3L);
    assertThat(queue.offer(_ -> order.add(5L))).isTrue();
  }

  @Test
  void latenessBucketsHoldTheirValues() {
    for (long nanos = 0; nanos < 1L << 36; nanos = nanos * 9 / 8 + 1) {
      long upper = LatenessHistogram.upperBound(LatenessHistogram.bucket(nanos));
      assertThat(upper)
          .isGreaterThan(nanos)
          .isLessThanOrEqualTo(nanos + Math.max(1, nanos / 8) + 1);
    }
  }

  private static void turn(MediaLoop loop, int ticks) {
    for (int i = 0; i < ticks; i++) {
      loop.runTick();
    }
  }

  @Test
  void anAddressOfTheNatIsShownWithOurPortsAndOneOfTheOtherFamilyIsNot() throws Exception {
    try (MediaEngine engine = new MediaEngine(TestCall.settings(new HandClock()));
        MediaPort port = engine.reserve()) {
      port.advertise(InetAddress.ofLiteral("203.0.113.5"));
      port.advertise(InetAddress.ofLiteral("2001:db8::5"));
      assertThat(new String(port.offer(), StandardCharsets.US_ASCII))
          .containsPattern("o=- [0-9]+ 1 IN IP4 203\\.0\\.113\\.5\r\n")
          .contains("c=IN IP4 203.0.113.5\r\n", "m=audio " + port.local().getPort() + " RTP/AVP");
    }
  }
}
