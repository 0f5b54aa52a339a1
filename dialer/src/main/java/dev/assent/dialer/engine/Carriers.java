package dev.assent.dialer.engine;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cluster.NodeWatch;
import dev.assent.dialer.config.AssentConfig;
import dev.assent.dialer.config.Network;
import dev.assent.dialer.config.TargetName;
import dev.assent.dialer.config.TrunkConfig;
import dev.assent.dialer.sip.BindingSpec;
import dev.assent.dialer.sip.UserAgent;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.address.Transport;
import dev.assent.dialer.sip.auth.Credentials;
import dev.assent.dialer.sip.dns.Locator;
import dev.assent.dialer.sip.dns.NameServers;
import dev.assent.dialer.sip.transport.Connected;
import dev.assent.dialer.sip.transport.TlsPeer;
import dev.assent.dialer.sip.transport.TlsSetupProblem;
import dev.assent.dialer.trunk.Reach;
import dev.assent.dialer.trunk.Registering;
import dev.assent.dialer.trunk.Routes;
import dev.assent.dialer.trunk.TrunkHealth;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Every carrier this home has a trunk to: its addresses looked up, its health watched, its
 * registrar told where we are, from the first use of SIP until the engine ends. Any thread.
 */
public final class Carriers implements AutoCloseable {
  private static final Duration NAME_SERVER_PATIENCE = Duration.ofSeconds(2);

  private final UserAgent agent;
  private final Function<TrunkConfig, @Nullable Credentials> credentials;
  private final Engine engine;
  private final CallParts calls;
  private final Optional<NameServers> nameServers;
  private final @Nullable Locator locator;
  private final Map<String, TrunkHealth> healths = new ConcurrentHashMap<>();

  Carriers(
      Engine engine,
      CallParts calls,
      UserAgent agent,
      Function<TrunkConfig, @Nullable Credentials> credentials) {
    this.engine = engine;
    this.calls = calls;
    this.agent = agent;
    this.credentials = credentials;
    AssentConfig.Sip sip = calls.config().sip();
    boolean names =
        calls.trunkConfigs().stream().flatMap(Carriers::names).anyMatch(name -> !name.isAddress());
    this.nameServers =
        names
            ? Optional.of(new NameServers(sip.nameServers(), NAME_SERVER_PATIENCE))
            : Optional.empty();
    this.locator =
        nameServers
            .map(found -> new Locator(found, sip.bind() instanceof Inet6Address))
            .orElse(null);
    calls.trunkConfigs().forEach(trunk -> healths.put(trunk.name(), watch(trunk)));
  }

  private static Stream<TargetName> names(TrunkConfig trunk) {
    return Stream.concat(
        trunk.targets().stream(),
        trunk.registration().flatMap(TrunkConfig.Registration::registrar).stream());
  }

  /** How one trunk is. */
  public TrunkHealth health(String trunk) {
    TrunkHealth health = healths.get(trunk);
    if (health == null) {
      throw new IllegalArgumentException("no trunk " + trunk);
    }
    return health;
  }

  private TrunkHealth watch(TrunkConfig trunk) {
    Routes routes = routes(trunk, trunk.targets());
    Registering registering =
        trunk.registration().map(wanted -> registering(trunk, wanted, routes)).orElse(null);
    TrunkHealth health =
        new TrunkHealth(
                routes,
                reach(trunk),
                registering,
                trunk.login().isPresent(),
                trunk.qualifyEvery(),
                calls.timers(),
                engine.clock(),
                engine.machine().clocks().random())
            .start();
    if (registering != null) {
      register(trunk, registering);
    }
    return health;
  }

  private void register(TrunkConfig trunk, Registering registering) {
    boolean shared =
        trunk.registration().map(TrunkConfig.Registration::nodes).orElseThrow()
            == TrunkConfig.Registration.Nodes.ONE;
    Optional<NodeWatch> nodes = shared ? engine.parts().law().nodes() : Optional.empty();
    if (nodes.isPresent()) {
      nodes.get().registration(trunk.name(), registering::takeOver, registering::standBy);
    } else {
      registering.start();
    }
  }

  private Reach reach(TrunkConfig trunk) {
    return new Reach() {
      @Override
      public CompletableFuture<Connected> connect(Target target) {
        return agent.connect(target, trunk.keepAlive());
      }

      @Override
      public void release(Target target) {
        if (healths.values().stream()
            .noneMatch(other -> other.routes().inOrder().contains(target))) {
          agent.release(target);
        }
      }

      @Override
      public boolean isUp(Target target) {
        return agent.isUp(target);
      }

      @Override
      public CompletableFuture<Integer> options(Target target) {
        return agent.options(target);
      }
    };
  }

  /**
   * Whom the TLS targets of all trunks are known by, by the name their certificates must carry.
   *
   * @throws UserError exit 3 naming trunk, key and file of what cannot be read
   */
  static Map<String, TlsPeer> tlsPeers(List<TrunkConfig> trunks, InstantSource clock) {
    Map<String, TlsPeer> peers = new LinkedHashMap<>();
    Map<String, TrunkConfig.Tls> wanted = new LinkedHashMap<>();
    for (TrunkConfig trunk : trunks) {
      if (trunk.tls().isPresent()) {
        TrunkConfig.Tls tls = trunk.tls().get();
        for (String name : names(trunk).map(target -> tlsName(trunk, target)).distinct().toList()) {
          TrunkConfig.Tls before = wanted.put(name, tls);
          if (before != null && !sameTrust(before, tls)) {
            throw new UserError(
                Exit.CONFIG, Message.of("trunk.tls_differs", trunk.name(), name), null);
          }
          peers.put(name, peer(trunk.name(), name, tls, clock));
        }
      }
    }
    return peers;
  }

  private static boolean sameTrust(TrunkConfig.Tls one, TrunkConfig.Tls other) {
    return one.ca().equals(other.ca())
        && one.pins().equals(other.pins())
        && one.own().equals(other.own())
        && one.minimum().equals(other.minimum());
  }

  private static TlsPeer peer(String trunk, String name, TrunkConfig.Tls tls, InstantSource clock) {
    try {
      return TlsPeer.read(
          name,
          tls.ca().orElse(null),
          tls.pins(),
          tls.own().map(TrunkConfig.OwnCertificate::certificate).orElse(null),
          tls.own().map(TrunkConfig.OwnCertificate::key).orElse(null),
          tls.minimum().equals("TLSv1.2"),
          clock);
    } catch (TlsSetupProblem e) {
      throw new UserError(Exit.CONFIG, "trunk %s: %s".formatted(trunk, e.getMessage()), null);
    }
  }

  private Routes routes(TrunkConfig trunk, List<TargetName> targets) {
    Transport transport = Transport.valueOf(trunk.transport().name());
    Predicate<InetAddress> inside = address -> isOf(trunk, address);
    return new Routes(
            targets.stream()
                .map(
                    target -> new Routes.Name(target.host(), target.port(), tlsName(trunk, target)))
                .toList(),
            transport,
            locator,
            inside,
            calls.timers(),
            engine.machine().clocks().random())
        .start();
  }

  /**
   * What the certificate of a target must carry (RFC 5922 section 4): the name written in the
   * trunk's file, never one that a name server gave.
   */
  static String tlsName(TrunkConfig trunk, TargetName target) {
    return trunk
        .tls()
        .map(
            tls ->
                tls.name()
                    .orElse(
                        target.isAddress()
                            ? trunk.domain().replaceAll(":[0-9]+$", "")
                            : target.host()))
        .orElse("")
        .toLowerCase(Locale.ROOT);
  }

  private Registering registering(
      TrunkConfig trunk, TrunkConfig.Registration wanted, Routes routes) {
    Routes registrar =
        wanted.registrar().map(target -> routes(trunk, List.of(target))).orElse(routes);
    String uri = "sip:" + wanted.registrar().map(TargetName::host).orElse(domainOf(wanted.aor()));
    return new Registering(
        agent.binding(new BindingSpec(wanted.aor(), uri, credentials.apply(trunk))),
        registrar::inOrder,
        wanted.expires(),
        calls.timers(),
        engine.clock(),
        engine.machine().clocks().random());
  }

  private static String domainOf(String aor) {
    return aor.substring(aor.indexOf('@') + 1);
  }

  /** Whether one of a trunk's networks holds an address. */
  static boolean isOf(TrunkConfig trunk, InetAddress address) {
    for (Network network : trunk.signalling()) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    healths.values().forEach(TrunkHealth::close);
    engine
        .parts()
        .law()
        .nodesIfOpen()
        .ifPresent(nodes -> healths.keySet().forEach(nodes::unregistered));
    nameServers.ifPresent(NameServers::close);
  }
}
