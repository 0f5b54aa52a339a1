package dev.assent.dialer.trunk;

import dev.assent.media.rtp.TapLeg;
import dev.assent.media.rtp.TapQueue;
import dev.assent.media.rtp.TapSecond;
import dev.assent.recorder.AudioFeed;
import dev.assent.recorder.container.AudioLeg;
import dev.assent.recorder.container.AudioSecond;
import org.jspecify.annotations.Nullable;

/**
 * Hands the media threads' seconds to the recorder without copying them: the recorder seals from
 * the arrays that the media thread filled, which go back when it asks for the next. Legs as the
 * recorder's header has them: 0 the called person, 1 what we sent. Owned by the recorder thread.
 */
public final class TapFeed implements AudioFeed {
  private final TapQueue taps;
  private @Nullable TapSecond lent;

  /** A feed over all media threads of one engine. */
  public TapFeed(TapQueue taps) {
    this.taps = taps;
  }

  @Override
  public boolean poll(AudioSecond into) {
    if (lent != null) {
      taps.recycle(lent);
    }
    TapSecond tapped = taps.poll();
    lent = tapped;
    if (tapped == null) {
      return false;
    }
    into.tapId = tapped.tapId();
    into.second = Math.toIntExact(tapped.second());
    into.wallMicros = tapped.wallMicros();
    into.monotonicNanos = tapped.monotonicNanos();
    into.samples = tapped.samples();
    into.last = tapped.last();
    lend(tapped.theirs(), into.leg(0));
    lend(tapped.ours(), into.leg(1));
    return true;
  }

  private static void lend(TapLeg from, AudioLeg to) {
    to.audio = from.audio();
    to.bitmap = from.bitmap();
    to.payloadType = from.payloadType();
    to.lost = Math.min(from.lost(), 0xFFFF);
    to.firstRtpTimestamp = from.firstRtpTimestamp();
    to.ssrc = from.ssrc();
    to.flags = from.flags();
  }
}
