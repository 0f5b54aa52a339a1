package dev.assent.media.rtp;

import dev.assent.media.codec.Codec;
import dev.assent.media.prompt.Prompt;
import java.nio.ByteBuffer;

/** A segment while it plays: what is next and what became of the rest. Media thread only. */
final class PlayingSegment {
  private final long playId;
  private final int index;
  private final Prompt prompt;
  private final ByteBuffer pcmu;
  private final ByteBuffer pcma;
  private final SentAudio sentPcmu;
  private final SentAudio sentPcma;
  private final int slots;
  private Codec codec = Codec.PCMU;
  private int slot;
  private int sent;
  private int skipped;
  private int icmpErrors;
  private long firstNanos;
  private long lastNanos;

  /** Made by the thread that asks to play, so that the media thread allocates nothing. */
  PlayingSegment(long playId, int index, Prompt prompt) {
    this.playId = playId;
    this.index = index;
    this.prompt = prompt;
    this.pcmu = prompt.payload(Codec.PCMU);
    this.pcma = prompt.payload(Codec.PCMA);
    this.sentPcmu = new SentAudio(prompt, Codec.PCMU);
    this.sentPcma = new SentAudio(prompt, Codec.PCMA);
    this.slots = prompt.slots();
  }

  /** Before the first slot. */
  void begin(Codec law) {
    codec = law;
  }

  /** Copies the next packet's payload. */
  void copyNext(ByteBuffer out, int at) {
    ByteBuffer payload = codec == Codec.PCMU ? pcmu : pcma;
    out.put(at, payload, slot * Prompt.PACKET, Prompt.PACKET);
  }

  void sent(long nowNanos) {
    audio().markSent(slot++);
    if (sent++ == 0) {
      firstNanos = nowNanos;
    }
    lastNanos = nowNanos;
  }

  void skipped() {
    slot++;
    skipped++;
  }

  /** The network refused a packet sent before. */
  void icmpError() {
    icmpErrors++;
  }

  /** The law changes in mid-segment: the rest is not sent, the segment not complete. */
  void skipRest() {
    skipped += slots - slot;
    slot = slots;
  }

  boolean over() {
    return slot == slots;
  }

  SegmentReport report() {
    return new SegmentReport(
        playId,
        index,
        prompt.id(),
        codec,
        firstNanos,
        lastNanos,
        slots,
        sent,
        skipped,
        icmpErrors,
        audio());
  }

  private SentAudio audio() {
    return codec == Codec.PCMU ? sentPcmu : sentPcma;
  }
}
