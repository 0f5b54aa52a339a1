package dev.assent.testsip.carrier.media;

import dev.assent.testsip.carrier.plan.Step.KeyFlaw;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One key that waits for its turn or is under way. Loop thread only. */
final class Press {
  private static final int SLOT_MILLIS = 20;

  private final char digit;
  private final int slots;
  private final @Nullable KeyPackets packets;
  private int slotsDone;
  private long firstSlot;
  private int firstSequence;

  private Press(char digit, int slots, @Nullable KeyPackets packets) {
    this.digit = digit;
    this.slots = slots;
    this.packets = packets;
  }

  static Press event(char digit, Duration length, Set<KeyFlaw> flaws) {
    KeyPackets packets = KeyPackets.of(digit, length, flaws);
    return new Press(digit, packets.slots(), packets);
  }

  static Press tone(char digit, Duration length) {
    return new Press(digit, Math.max(1, (int) length.toMillis() / SLOT_MILLIS), null);
  }

  /** The packets of a key by RFC 4733; null for a tone. */
  @Nullable KeyPackets packets() {
    return packets;
  }

  char digit() {
    return digit;
  }

  /** How many slots of 20 ms it takes. */
  int slots() {
    return slots;
  }

  int slotsDone() {
    return slotsDone;
  }

  /** Counts slots that were sent: one this machine was too late for must not swallow an end. */
  int nextSlot() {
    return slotsDone++;
  }

  void begin(long slot, int sequence) {
    firstSlot = slot;
    firstSequence = sequence;
  }

  long firstSlot() {
    return firstSlot;
  }

  int firstSequence() {
    return firstSequence;
  }
}
