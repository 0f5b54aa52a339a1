package dev.assent.testsip.carrier;

import dev.assent.testsip.carrier.loop.Background;
import dev.assent.testsip.carrier.loop.Loop;
import dev.assent.testsip.carrier.media.MediaClock;
import dev.assent.testsip.carrier.media.PortRange;
import dev.assent.testsip.carrier.sip.Digest;
import dev.assent.testsip.carrier.sip.SipSocket;
import java.time.Instant;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** What all calls of a carrier share. */
record CarrierParts(
    Loop loop,
    Background background,
    CarrierSettings settings,
    MediaClock mediaClock,
    PortRange ports,
    Digest digest,
    SplittableRandom random,
    @Nullable SipSocket second) {

  Instant wallTime() {
    return settings.clock().instant();
  }

  /** 16 letters that nobody has used before. */
  String token() {
    return "%016x".formatted(random.nextLong());
  }
}
