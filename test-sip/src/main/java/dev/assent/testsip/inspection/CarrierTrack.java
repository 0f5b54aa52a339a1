package dev.assent.testsip.inspection;

import dev.assent.testsip.carrier.media.PacketEntry;
import dev.assent.testsip.carrier.media.Recorded;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One direction of a call as the carrier kept it, by RTP timestamp. Timestamps are counted from its
 * first packet, so that they may pass 2^32.
 */
final class CarrierTrack {
  /** A call without sound. */
  static final CarrierTrack NONE = new CarrierTrack(new byte[0], List.of());

  private final byte[] audio;
  private final NavigableMap<Long, PacketEntry> packets = new TreeMap<>();
  private int base;

  CarrierTrack(Recorded recorded) {
    this(recorded.audio(), recorded.packets());
  }

  private CarrierTrack(byte[] audio, List<PacketEntry> entries) {
    this.audio = audio;
    for (PacketEntry packet : entries) {
      if (packet.length() > 0) {
        if (packets.isEmpty()) {
          base = (int) packet.timestamp();
        }
        packets.putIfAbsent(position((int) packet.timestamp()), packet);
      }
    }
  }

  /** Samples from the first packet to this timestamp; negative before it. */
  long position(int timestamp) {
    return (long) timestamp - base;
  }

  /** Sound from a position on; empty if the carrier does not have all of it. */
  Optional<byte[]> sound(long from, int samples) {
    byte[] sound = new byte[samples];
    int done = 0;
    while (done < samples) {
      Map.Entry<Long, PacketEntry> packet = packets.floorEntry(from + done);
      if (packet == null || packet.getKey() + packet.getValue().length() <= from + done) {
        return Optional.empty();
      }
      int skip = (int) (from + done - packet.getKey());
      int part = Math.min(samples - done, packet.getValue().length() - skip);
      System.arraycopy(audio, (int) packet.getValue().offset() + skip, sound, done, part);
      done += part;
    }
    return Optional.of(sound);
  }

  boolean has(long from, byte[] sound) {
    return sound(from, sound.length).filter(there -> Arrays.equals(there, sound)).isPresent();
  }

  /** Positions of the packets that begin between two positions, the second one excluded. */
  List<Long> between(long from, long to) {
    return new ArrayList<>(packets.subMap(from, to).keySet());
  }

  /** Where the last packet ends; 0 without one. */
  long end() {
    Map.Entry<Long, PacketEntry> last = packets.lastEntry();
    return last == null ? 0 : last.getKey() + last.getValue().length();
  }

  /** Samples that came after a position. */
  long after(long position) {
    return packets.tailMap(position).values().stream().mapToLong(PacketEntry::length).sum();
  }

  /** When the packet at or before a position crossed the wire, microseconds since the INVITE. */
  long microsAt(long position) {
    Map.Entry<Long, PacketEntry> packet = packets.floorEntry(position);
    return packet == null ? 0 : packet.getValue().micros();
  }
}
