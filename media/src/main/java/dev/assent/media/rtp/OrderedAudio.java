package dev.assent.media.rtp;

import dev.assent.media.codec.Codec;
import dev.assent.media.tone.DtmfDetector;
import java.util.Arrays;

/**
 * Puts audio packets in order for a detector: each waits up to 60 ms for those before it. Media
 * thread only; no allocation.
 *
 * <p>A gap of up to 40 ms is closed up, so that a lost packet does not cut one press in two; after
 * a longer one the detector begins anew.
 */
final class OrderedAudio {
  private static final int RING = 4096;
  private static final int SLOT = 80;
  private static final int WINDOW = 480;
  private static final int CLOSED_UP = 320;
  private static final int JUMP = 1600;

  private final DtmfDetector detector;
  private final byte[] ring = new byte[RING];
  private final byte[] filled = new byte[RING / SLOT + 1];
  private Codec law = Codec.PCMU;
  private boolean anchored;
  private int anchorTimestamp;
  private long anchorPosition;
  private long high;
  private long fed;
  private int gap;

  OrderedAudio(DtmfDetector detector) {
    this.detector = detector;
  }

  /** An audio packet, no duplicate. */
  void packet(RtpPacket packet, Codec packetLaw, boolean newer) {
    int length = packet.payloadLength();
    if (packetLaw != law) {
      flush();
      law = packetLaw;
    }
    if (!anchored) {
      anchor(packet.timestamp());
    }
    long position = anchorPosition + (packet.timestamp() - anchorTimestamp);
    if (newer && (position < high || position - high > JUMP)) {
      flush();
      detector.reset();
      anchor(packet.timestamp());
      position = anchorPosition;
    }
    if (position < fed || position + length - fed > RING - SLOT) {
      return; // too late to be heard in order, or longer than any real packet
    }
    for (int i = 0; i < length; i++) {
      long at = position + i;
      ring[(int) (at % RING)] = packet.buffer().get(packet.payloadOffset() + i);
    }
    fill(position, length);
    high = Math.max(high, position + length);
    while (fed + SLOT <= high - WINDOW) {
      feed();
    }
  }

  /** Nothing more comes: what waits is heard now. */
  void flush() {
    while (fed + SLOT <= high) {
      feed();
    }
    anchored = false;
  }

  private void anchor(int timestamp) {
    anchored = true;
    anchorTimestamp = timestamp;
    anchorPosition = (high + SLOT - 1) / SLOT * SLOT;
    high = anchorPosition;
    fed = anchorPosition;
    gap = 0;
    Arrays.fill(filled, (byte) 0);
  }

  private void feed() {
    int slot = slot(fed);
    if (filled[slot] == SLOT) {
      int at = (int) (fed % RING);
      int first = Math.min(SLOT, RING - at);
      detector.hear(ring, at, first, law);
      detector.hear(ring, 0, SLOT - first, law);
      gap = 0;
    } else {
      gap += SLOT;
      if (gap > CLOSED_UP) {
        detector.reset();
      }
    }
    filled[slot] = 0;
    fed += SLOT;
  }

  private void fill(long position, int length) {
    long at = position;
    long end = position + length;
    while (at < end) {
      int part = (int) Math.min(end - at, SLOT - at % SLOT);
      filled[slot(at)] += (byte) part;
      at += part;
    }
  }

  private int slot(long position) {
    return (int) (position / SLOT % filled.length);
  }
}
