package dev.assent.dialer.engine.trunk;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.config.Network;
import dev.assent.dialer.config.TrunkConfig;
import dev.assent.dialer.config.TrunkConfig.OwnAddress;
import dev.assent.dialer.sip.address.PublicAddress;
import dev.assent.dialer.sip.address.SignallingNetworks;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/** What each carrier is shown as our address, by the networks its trunk names. */
public final class PublicAddresses {
  private PublicAddresses() {}

  /**
   * @param bind ours for SIP
   * @throws UserError exit 3 when a trunk's address cannot be shown, or two trunks would show one
   *     carrier different ones
   */
  public static List<PublicAddress> of(List<TrunkConfig> trunks, InetAddress bind) {
    List<PublicAddress> shown = new ArrayList<>();
    for (int i = 0; i < trunks.size(); i++) {
      TrunkConfig trunk = trunks.get(i);
      for (TrunkConfig other : trunks.subList(0, i)) {
        if (!trunk.ownAddress().equals(other.ownAddress()) && overlap(trunk, other)) {
          throw new UserError(
              Exit.CONFIG, Message.of("trunk.public_differs", trunk.name(), other.name()), null);
        }
      }
      SignallingNetworks networks =
          SignallingNetworks.of(trunk.signalling().stream().map(Network::toString).toList());
      switch (trunk.ownAddress()) {
        case OwnAddress.Bound _ -> {}
        case OwnAddress.Learned _ -> shown.add(new PublicAddress(networks, null));
        case OwnAddress.Fixed(InetAddress address) -> {
          if (!address.getClass().equals(bind.getClass())) {
            throw new UserError(
                Exit.CONFIG,
                Message.of(
                    "trunk.public_family",
                    trunk.name(),
                    address.getHostAddress(),
                    bind.getHostAddress()),
                null);
          }
          shown.add(new PublicAddress(networks, address));
        }
      }
    }
    return shown;
  }

  private static boolean overlap(TrunkConfig one, TrunkConfig other) {
    return one.signalling().stream()
        .anyMatch(
            mine ->
                other.signalling().stream()
                    .anyMatch(
                        theirs -> mine.contains(theirs.base()) || theirs.contains(mine.base())));
  }
}
