package dev.assent.testsip.carrier.media;

import dev.assent.testsip.carrier.plan.Step.SoundKind;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.function.Consumer;

/**
 * What a leg sends: one packet in each slot of 20 ms, sound or key. The timestamp follows the slot,
 * the sequence number follows the packets. Loop thread only.
 */
final class Sender {
  /** Sound between two keys, so that a receiver tells them apart. */
  private static final int PAUSE_SLOTS = 3;

  private final Law law;
  private final Noise noise;
  private final RtpNumbers numbers;
  private final Network network;
  private final Track track;
  private final Consumer<byte[]> wire;
  private final Runnable keysDone;
  private final Deque<Press> presses = new ArrayDeque<>();
  private SoundKind kind = SoundKind.NOISE;
  private byte[] file = new byte[0];
  private int filePosition;
  private int eventType;
  private int sequence;
  private boolean first = true;
  private long packets;

  Sender(
      Law law, String seed, int eventType, Track track, Consumer<byte[]> wire, Runnable keysDone) {
    this.law = law;
    this.noise = new Noise(seed, law);
    this.numbers = RtpNumbers.of(seed);
    this.sequence = numbers.firstSequence();
    this.network = new Network(numbers.ssrc());
    this.eventType = eventType;
    this.track = track;
    this.wire = wire;
    this.keysDone = keysDone;
  }

  void eventType(int type) {
    eventType = type;
  }

  void sound(SoundKind changed) {
    kind = changed;
    file = new byte[0];
  }

  void play(byte[] codes) {
    file = codes;
    filePosition = 0;
  }

  Network network() {
    return network;
  }

  void add(Press press) {
    presses.add(press);
  }

  boolean keysPending() {
    return !presses.isEmpty();
  }

  void forgetKeys() {
    presses.clear();
  }

  long packets() {
    return packets;
  }

  /** Sends all packets of a key now, as if it had begun with {@code slot}. */
  void atOnce(KeyPackets key, long slot, long nanos) {
    key.packets().forEach(packet -> key(key, packet, sequence, slot, nanos));
    sequence += key.sequences();
  }

  /** Sends what belongs into {@code slot} (0, 1, …). */
  void slot(long slot, long nanos) {
    Press press = presses.peek();
    if (press != null && press.slotsDone() >= press.slots() + PAUSE_SLOTS) {
      presses.remove();
      keysDone.run();
      press = presses.peek();
    }
    if (press != null && press.slotsDone() == 0) {
      press.begin(slot, sequence);
      sequence += press.packets() == null ? 0 : press.packets().sequences();
    }
    if (press == null) {
      sound(slot, nanos);
    } else {
      press(press, press.nextSlot(), slot, nanos);
    }
  }

  private void press(Press press, int index, long slot, long nanos) {
    KeyPackets key = press.packets();
    if (key == null) {
      byte[] silence = law.silence(Noise.FRAME);
      byte[] tone = index < press.slots() ? KeyTone.frame(press.digit(), index, law) : silence;
      audio(tone, slot, nanos);
    } else if (index < press.slots()) {
      for (KeyPackets.Packet packet : key.packets()) {
        if (packet.slot() == index) {
          key(key, packet, press.firstSequence(), press.firstSlot(), nanos);
        }
      }
    } else {
      sound(slot, nanos);
    }
  }

  private void sound(long slot, long nanos) {
    if (filePosition < file.length) {
      audio(Arrays.copyOfRange(file, filePosition, filePosition + Noise.FRAME), slot, nanos);
      filePosition += Noise.FRAME;
      return;
    }
    switch (kind) {
      case NOISE -> audio(noise.frame(slot), slot, nanos);
      case QUIET -> audio(law.silence(Noise.FRAME), slot, nanos);
      case MUTE -> {}
    }
  }

  private void audio(byte[] codes, long slot, long nanos) {
    RtpPacket packet =
        new RtpPacket(
            law.payloadType(), first, sequence++, numbers.timestamp(slot), numbers.ssrc(), codes);
    first = false;
    send(packet, true, nanos);
  }

  private void key(
      KeyPackets key, KeyPackets.Packet packet, int firstSequence, long firstSlot, long nanos) {
    RtpPacket rtp =
        new RtpPacket(
            eventType,
            packet.marker(),
            firstSequence + packet.sequence(),
            numbers.timestamp(firstSlot) + packet.offset(),
            numbers.ssrc(),
            key.payload(packet));
    send(rtp, false, nanos);
  }

  private void send(RtpPacket packet, boolean isSound, long nanos) {
    packets++;
    track.packet(nanos, packet, isSound);
    network.carry(packet.bytes(), wire);
  }
}
