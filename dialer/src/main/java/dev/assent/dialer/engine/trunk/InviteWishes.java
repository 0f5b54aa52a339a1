package dev.assent.dialer.engine.trunk;

import dev.assent.dialer.config.TrunkConfig;
import dev.assent.dialer.sip.AssertedIdentity;
import dev.assent.dialer.sip.InviteProfile;
import dev.assent.dialer.sip.ReliableProvisional;
import dev.assent.dialer.sip.SessionTimer;

/** What a trunk's file asks of every INVITE. */
public final class InviteWishes {
  private InviteWishes() {}

  /** In the user agent's words. */
  public static InviteProfile of(TrunkConfig trunk) {
    return new InviteProfile(
        switch (trunk.identity().asserted()) {
          case NONE -> AssertedIdentity.NONE;
          case PAI -> AssertedIdentity.PAI;
          case PPI -> AssertedIdentity.PPI;
        },
        trunk.identity().privacyNone(),
        trunk
            .sessionTimer()
            .map(timer -> new SessionTimer(timer.expires(), timer.minimum()))
            .orElse(null),
        switch (trunk.reliableProvisional()) {
          case OFF -> ReliableProvisional.OFF;
          case SUPPORTED -> ReliableProvisional.SUPPORTED;
          case REQUIRED -> ReliableProvisional.REQUIRED;
        },
        trunk.udpLargeInvites());
  }
}
