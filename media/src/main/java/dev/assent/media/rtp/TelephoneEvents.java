package dev.assent.media.rtp;

import java.nio.ByteBuffer;

/**
 * Receiver of telephone-event packets (RFC 4733). Media thread only.
 *
 * <p>A press is known by its start timestamp within one SSRC, never by sequence numbers, marker or
 * end bit: any packet of a start not seen before is a press, delivered at once; every further
 * packet of a known start, in whatever order, is the same press. So the first packets, the end
 * packets or all but one may be lost, and a 9 is still one 9.
 */
final class TelephoneEvents {
  private static final String DIGITS = "0123456789*#ABCD";

  /** Presses remembered: far more than can be in flight or delayed in the network. */
  private static final int REMEMBERED = 64;

  /** Takes what was pressed. */
  @FunctionalInterface
  interface Listener {
    void pressed(char digit, long atNanos, int durationMillis, boolean endSeen);
  }

  private final Listener listener;
  private final int[] starts = new int[REMEMBERED];
  private int remembered;
  private int next;
  private int ssrc;
  private int currentStart;
  private int currentEvent = -1;
  private boolean currentEnded;
  private long updatedNanos;

  TelephoneEvents(Listener listener) {
    this.listener = listener;
  }

  /**
   * @return false if the payload is malformed: not one or several whole 4-byte events
   */
  boolean packet(RtpPacket packet, long nowNanos) {
    int length = packet.payloadLength();
    if (length == 0 || length % 4 != 0) {
      return false;
    }
    if (packet.ssrc() != ssrc) {
      ssrc = packet.ssrc();
      remembered = 0;
      next = 0;
      currentEvent = -1;
    }
    ByteBuffer in = packet.buffer();
    int start = packet.timestamp();
    for (int at = packet.payloadOffset(); length > 0; at += 4, length -= 4) {
      int event = in.get(at) & 0xFF;
      boolean end = (in.get(at + 1) & 0x80) != 0;
      int duration = in.getShort(at + 2) & 0xFFFF;
      if (event < DIGITS.length()) { // others: flash, fax, modem tones
        event(start, event, end, duration, packet.marker(), nowNanos);
      }
      start += duration; // several events in a packet follow each other in time (§2.5.1.5)
    }
    return true;
  }

  /** The digit whose packets came last, 0 before the first. */
  char lastDigit() {
    return currentEvent < 0 ? 0 : DIGITS.charAt(currentEvent);
  }

  /** When the last packet of {@link #lastDigit()} was read. */
  long lastUpdateNanos() {
    return updatedNanos;
  }

  private void event(
      int start, int event, boolean end, int duration, boolean marker, long nowNanos) {
    if (known(start)) {
      if (start == currentStart && event == currentEvent) {
        currentEnded |= end;
        updatedNanos = nowNanos;
      }
      return;
    }
    boolean continued = continuesLongPress(start, event, marker);
    starts[next] = start;
    next = (next + 1) % REMEMBERED;
    remembered = Math.min(remembered + 1, REMEMBERED);
    currentStart = start;
    currentEvent = event;
    currentEnded = end;
    updatedNanos = nowNanos;
    if (!continued) {
      listener.pressed(DIGITS.charAt(event), nowNanos, duration / 8, end);
    }
  }

  /** A press beyond 8.19 s goes on in a new segment, its start 0xFFFF later (§2.5.1.3). */
  private boolean continuesLongPress(int start, int event, boolean marker) {
    int step = start - currentStart;
    return event == currentEvent && !currentEnded && !marker && (step == 0xFFFF || step == 0x10000);
  }

  private boolean known(int start) {
    for (int i = 0; i < remembered; i++) {
      if (starts[i] == start) {
        return true;
      }
    }
    return false;
  }
}
