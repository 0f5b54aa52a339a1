package dev.assent.testsip.carrier.media;

import dev.assent.testsip.carrier.plan.Step.KeyFlaw;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The packets of one key press by RFC 4733, good or flawed on purpose. A value. */
final class KeyPackets {
  private static final String EVENTS = "0123456789*#ABCD";
  private static final int SLOT_MILLIS = 20;
  private static final int SLOT_UNITS = 160;
  private static final int LONGEST_SEGMENT = 0xFFFF;
  private static final int END_PACKETS = 3;
  private static final byte VOLUME = 10;

  /**
   * One packet.
   *
   * @param slot in which 20 ms after the press it leaves
   * @param sequence relative to the first packet of the press
   * @param offset of its timestamp from the press; not 0 only in the later segments of a long one
   * @param duration in timestamp units, 16 bits
   */
  record Packet(int slot, int sequence, int offset, int duration, boolean marker, boolean end) {}

  private final int event;
  private final List<Packet> packets;
  private final int sequences;

  private KeyPackets(int event, List<Packet> packets, int sequences) {
    this.event = event;
    this.packets = List.copyOf(packets);
    this.sequences = sequences;
  }

  /** An update every 20 ms, then the end three times (§2.5.1.2, §2.5.1.4). */
  static KeyPackets of(char digit, Duration length, Set<KeyFlaw> flaws) {
    int event = EVENTS.indexOf(digit);
    if (event < 0) {
      throw new IllegalArgumentException("no event for key '" + digit + "'");
    }
    int updates = Math.max(1, (int) (length.toMillis() + SLOT_MILLIS - 1) / SLOT_MILLIS);
    List<Packet> packets = new ArrayList<>();
    for (int slot = 0; slot < updates + END_PACKETS; slot++) {
      boolean end = slot >= updates;
      int units = Math.min(slot + 1, updates) * SLOT_UNITS;
      // A press beyond 16 bits of duration goes on as a new segment (§2.5.1.3).
      int offset = (units - 1) / LONGEST_SEGMENT * LONGEST_SEGMENT;
      packets.add(new Packet(slot, slot, offset, units - offset, slot == 0, end));
    }
    return new KeyPackets(event, flawed(packets, flaws), packets.size());
  }

  private static List<Packet> flawed(List<Packet> good, Set<KeyFlaw> flaws) {
    List<Packet> packets = new ArrayList<>(good);
    if (flaws.contains(KeyFlaw.NO_MARKER)) {
      packets.replaceAll(p -> new Packet(p.slot, p.sequence, p.offset, p.duration, false, p.end));
    }
    if (flaws.contains(KeyFlaw.SHUFFLED)) {
      Collections.reverse(packets);
      for (int slot = 0; slot < packets.size(); slot++) {
        Packet p = packets.get(slot);
        packets.set(slot, new Packet(slot, p.sequence, p.offset, p.duration, p.marker, p.end));
      }
    }
    if (flaws.contains(KeyFlaw.LOSE_START)) {
      packets.removeIf(p -> !p.end);
    }
    if (flaws.contains(KeyFlaw.LOSE_END)) {
      packets.removeIf(Packet::end);
    }
    if (flaws.contains(KeyFlaw.TWICE)) {
      packets = new ArrayList<>(packets.stream().flatMap(p -> Stream.of(p, p)).toList());
    }
    return packets;
  }

  /** In the order they leave. */
  List<Packet> packets() {
    return packets;
  }

  /** How many sequence numbers the press takes, lost packets included. */
  int sequences() {
    return sequences;
  }

  /** How many 20 ms slots the press takes. */
  int slots() {
    return sequences;
  }

  /** Four bytes: event, end bit and volume, duration (§2.3). */
  byte[] payload(Packet packet) {
    return new byte[] {
      (byte) event,
      (byte) (VOLUME | (packet.end ? 0x80 : 0)),
      (byte) (packet.duration >> 8),
      (byte) packet.duration
    };
  }
}
