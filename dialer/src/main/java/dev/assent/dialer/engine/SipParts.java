package dev.assent.dialer.engine;

import dev.assent.dialer.config.AssentConfig;
import dev.assent.dialer.config.Network;
import dev.assent.dialer.config.TrunkConfig;
import dev.assent.dialer.engine.trunk.LeftOverCalls;
import dev.assent.dialer.engine.trunk.Listening;
import dev.assent.dialer.engine.trunk.PublicAddresses;
import dev.assent.dialer.engine.trunk.TrunkCredentials;
import dev.assent.dialer.keys.SecretName;
import dev.assent.dialer.sip.SpooledCall;
import dev.assent.dialer.sip.UserAgent;
import dev.assent.dialer.sip.UserAgentSettings;
import dev.assent.dialer.sip.address.SignallingNetworks;
import dev.assent.dialer.sip.auth.Credentials;
import dev.assent.dialer.trunk.CallSpoolFile;
import dev.assent.dialer.trunk.RingBackCounts;
import dev.assent.dialer.trunk.RingBacks;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The SIP side: the user agent on its port, the carriers it watches, people who ring back, and what
 * a crash left on the line, which is ended before any new call can begin (DESIGN §3). Any thread.
 */
public final class SipParts {
  private static final Logger SIP_LOG = LoggerFactory.getLogger("dev.assent.sip");

  private final Engine engine;
  private final LawParts law;
  private final CallParts calls;
  private final Part<CallSpoolFile> spool;
  private final Part<UserAgent> userAgent;
  private final Part<Carriers> carriers;
  private final RingBackCounts ringBacks = new RingBackCounts();
  private volatile Optional<Carriers> openCarriers = Optional.empty();
  private volatile CompletableFuture<Void> leftOverEnded = CompletableFuture.completedFuture(null);

  SipParts(Engine engine, PartStack stack, LawParts law, CallParts calls) {
    this.engine = engine;
    this.law = law;
    this.calls = calls;
    this.spool = stack.part("calls", this::openSpool);
    this.userAgent = stack.part("sip", this::openUserAgent);
    this.carriers = stack.part("carriers", this::watchCarriers);
  }

  /** Bound to its port. */
  public UserAgent userAgent() {
    return userAgent.get();
  }

  /** The same, for new calls: returns when what a crash left on the line is ended. */
  UserAgent agentForCalls() {
    UserAgent agent = userAgent();
    leftOverEnded.join();
    return agent;
  }

  /** Health and registration of all trunks; watched from the first time this is asked. */
  public Carriers carriers() {
    return carriers.get();
  }

  /** The same, if anybody has asked for it; asking here sends nothing. */
  public Optional<Carriers> openCarriers() {
    return openCarriers;
  }

  /** People who rang the presented number back. */
  RingBackCounts ringBacks() {
    return ringBacks;
  }

  /**
   * Ends what a crash left on the line, if there is any: people hear silence until then, and no
   * campaign may go on by itself. Returns at once; {@link #agentForCalls} waits.
   */
  void endLeftOver() {
    if (Files.exists(spoolFile()) && !spool.get().openCalls().isEmpty()) {
      userAgent();
    }
  }

  /**
   * Listens for people who ring back where a trunk has more for them than that nobody is there; a
   * carrier with a registrar is told where.
   */
  void answerRingBacks() {
    List<TrunkConfig> answering =
        calls.trunkConfigs().stream()
            .filter(trunk -> !(trunk.inbound() instanceof TrunkConfig.Inbound.Unavailable))
            .toList();
    if (!answering.isEmpty()) {
      userAgent();
    }
    if (answering.stream().anyMatch(trunk -> trunk.registration().isPresent())) {
      carriers();
    }
  }

  private Carriers watchCarriers() {
    Carriers opened = new Carriers(engine, calls, userAgent.get(), TrunkCredentials::of);
    openCarriers = Optional.of(opened);
    return opened;
  }

  private Path spoolFile() {
    return engine.home().spool().resolve("calls.spool");
  }

  private CallSpoolFile openSpool() throws IOException {
    byte[] key = engine.keyring().require().secret(SecretName.SPOOL);
    try {
      return CallSpoolFile.open(spoolFile(), key, random());
    } finally {
      Arrays.fill(key, (byte) 0);
    }
  }

  private UserAgent openUserAgent() throws IOException {
    engine.home().requireMayCall();
    AssentConfig.Sip sip = calls.config().sip();
    List<TrunkConfig> trunks = calls.trunkConfigs();
    List<String> networks =
        trunks.stream()
            .flatMap(trunk -> trunk.signalling().stream())
            .map(Network::toString)
            .toList();
    CallSpoolFile spooled = spool.get();
    List<SpooledCall> leftOver = spooled.openCalls();
    UserAgent agent =
        UserAgent.start(
            UserAgentSettings.of(
                    new InetSocketAddress(sip.bind(), sip.port()), SignallingNetworks.of(networks))
                .withPublicAddresses(PublicAddresses.of(trunks, sip.bind()))
                .withStreams(
                    Listening.of(
                        calls.config(),
                        engine.home().conf(),
                        Carriers.tlsPeers(trunks, engine.clock()),
                        engine.clock())),
            calls.timers(),
            random(),
            spooled);
    leftOverEnded = LeftOverCalls.end(agent, leftOver, spooled, this::credentialsAt);
    law.store().refusals().onRefusal(calls.inProgress()::cancelRinging);
    if (sip.log()) {
      var _ = agent.trace().watch(message -> SIP_LOG.info("{}", message.line()));
    }
    agent.take(
        new RingBacks(
            trunks.stream().map(trunk -> RingBackOffice.door(engine, law, calls, trunk)).toList(),
            calls.media(),
            calls.timers(),
            engine.clock(),
            ringBacks));
    calls.inbox(); // what was dropped while nobody looked counts before the first call
    return agent;
  }

  /** Those of the trunk whose address a call went to. */
  private @Nullable Credentials credentialsAt(SpooledCall call) {
    return calls.trunkConfigs().stream()
        .filter(trunk -> Carriers.isOf(trunk, call.target().address().getAddress()))
        .findFirst()
        .map(TrunkCredentials::of)
        .orElse(null);
  }

  private SecureRandom random() {
    return engine.machine().clocks().random();
  }
}
