package dev.assent.dialer.trunk;

import dev.assent.media.rtp.MediaEvents;
import dev.assent.media.rtp.MediaLeg;
import dev.assent.media.rtp.MediaPort;
import dev.assent.media.sdp.MediaTerms;
import dev.assent.media.sdp.Negotiated;
import dev.assent.media.sdp.Reoffer;
import dev.assent.media.sdp.SrtpPolicy;
import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sound of one call from its ports to its leg. The far end may offer a change at any moment,
 * also while it rings or is just being answered: hence the lock, between the call's thread and its
 * SIP worker.
 */
final class CallSound {
  private final MediaPort port;
  private final SrtpPolicy srtp;
  private @Nullable MediaTerms changed;
  private @Nullable MediaLeg leg;

  CallSound(MediaPort port, SrtpPolicy srtp) {
    this.port = port;
    this.srtp = srtp;
  }

  /** Shown in our descriptions in place of the bound one. */
  void advertise(InetAddress address) {
    port.advertise(address);
  }

  /** Draws the keys of the call: asked once. */
  byte[] offer() {
    return port.offer(srtp);
  }

  /** Reads the answer to our offer; what was agreed later stands. */
  synchronized Negotiated accept(byte @Nullable [] answer) {
    return changed == null ? port.accept(answer) : new Negotiated.Accepted(changed);
  }

  /** Sound flows, on what was agreed last. */
  synchronized MediaLeg open(MediaTerms terms, MediaEvents events) {
    MediaLeg opened = port.open(changed == null ? terms : changed, events);
    leg = opened;
    return opened;
  }

  /** Our answer to an offer of the far end; empty if we cannot follow. */
  synchronized Optional<byte[]> answer(byte[] offer) {
    return switch (leg == null ? port.answer(offer) : leg.reoffer(offer)) {
      case Reoffer.Answered(byte[] answer, MediaTerms terms) -> {
        changed = terms;
        yield Optional.of(answer);
      }
      case Reoffer.Refused _ -> Optional.empty();
    };
  }
}
