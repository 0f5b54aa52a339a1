package dev.assent.media.rtp;

import dev.assent.media.codec.Codec;
import dev.assent.media.tone.DtmfDetector;
import org.jspecify.annotations.Nullable;

/**
 * The two ways a key can come, brought together: each press is one {@link Key}. Media thread only.
 *
 * <p>Tones are listened for only if the peer does not speak RFC 4733. Should it do both all the
 * same, a digit that came by one way is dropped when it comes by the other within 200 ms.
 */
final class KeyPaths {
  private static final long DOUBLE_NANOS = 200_000_000L;

  /** Two blocks of the detector: all that is known when the digit is certain. */
  private static final int HEARD_MILLIS = 25;

  private final MediaEvents events;
  private final TelephoneEvents telephoneEvents = new TelephoneEvents(this::byEvent);
  private @Nullable OrderedAudio inband;
  private char lastTone;
  private long lastToneNanos;
  private long nowNanos;

  KeyPaths(MediaEvents events, boolean listenInband) {
    this.events = events;
    listenInband(listenInband);
  }

  void listenInband(boolean on) {
    if (on && inband == null) {
      inband = new OrderedAudio(new DtmfDetector(this::byTone));
    } else if (!on) {
      inband = null;
    }
  }

  void audio(RtpPacket packet, Codec law, boolean newer, long now) {
    if (inband != null) {
      nowNanos = now;
      inband.packet(packet, law, newer);
    }
  }

  /**
   * @return false if the payload is malformed
   */
  boolean telephoneEvent(RtpPacket packet, long now) {
    return telephoneEvents.packet(packet, now);
  }

  /** No more packets will come. */
  void endOfStream(long now) {
    if (inband != null) {
      nowNanos = now;
      inband.flush();
    }
  }

  private void byEvent(char digit, long atNanos, int durationMillis, boolean endSeen) {
    if (digit != lastTone || atNanos - lastToneNanos > DOUBLE_NANOS) {
      events.key(new Key(digit, atNanos, durationMillis, Key.Path.RFC4733, endSeen));
    }
  }

  private void byTone(char digit) {
    lastTone = digit;
    lastToneNanos = nowNanos;
    if (digit != telephoneEvents.lastDigit()
        || nowNanos - telephoneEvents.lastUpdateNanos() > DOUBLE_NANOS) {
      events.key(new Key(digit, nowNanos, HEARD_MILLIS, Key.Path.INBAND, false));
    }
  }
}
