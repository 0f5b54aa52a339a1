package dev.assent.dialer.engine.trunk;

import dev.assent.dialer.Exit;
import dev.assent.dialer.UserError;
import dev.assent.dialer.config.AssentConfig;
import dev.assent.dialer.config.SipListening;
import dev.assent.dialer.sip.StreamSettings;
import dev.assent.dialer.sip.transport.TlsPeer;
import dev.assent.dialer.sip.transport.TlsSetupProblem;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** Where carriers may connect to us, as {@code listen:} of {@code assent.yaml} says. */
public final class Listening {
  private Listening() {}

  /**
   * @param conf what relative file names start from
   * @throws UserError exit 3 when certificate or key are missing or wrong
   */
  public static StreamSettings of(
      AssentConfig config, Path conf, Map<String, TlsPeer> peers, InstantSource clock) {
    SipListening listen = config.listen();
    InetAddress bind = config.sip().bind();
    return new StreamSettings(
        peers,
        listen.tcp().map(port -> new InetSocketAddress(bind, port)).orElse(null),
        listen.tls().map(port -> new InetSocketAddress(bind, port)).orElse(null),
        listen.tls().map(_ -> own(listen, conf, clock)).orElse(null));
  }

  private static TlsPeer own(SipListening listen, Path conf, InstantSource clock) {
    try {
      return TlsPeer.read(
          "",
          listen.clientCa().map(conf::resolve).orElse(null),
          List.of(),
          listen.certificate().map(conf::resolve).orElse(null),
          listen.key().map(conf::resolve).orElse(null),
          false,
          clock);
    } catch (TlsSetupProblem e) {
      String found =
          String.valueOf(e.getMessage())
              .replaceFirst("^tls\\.ca:", "clientCa:")
              .replaceFirst("^tls\\.", "");
      throw new UserError(Exit.CONFIG, "%s: listen: %s".formatted(AssentConfig.FILE, found), null);
    }
  }
}
