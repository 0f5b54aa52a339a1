package dev.assent.dialer.engine;

import dev.assent.compliance.ClockState;
import dev.assent.compliance.RecorderState;
import dev.assent.compliance.store.Holds;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.config.TrunkConfig;
import dev.assent.dialer.keys.OperatorKeys;
import dev.assent.dialer.keys.PublicRecipients;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition: everything an engine is made of, each part opened at first use with the parts it
 * needs, closed in reverse. What needs keys asks {@link #keys} and so cannot be opened while
 * locked. Any thread.
 */
public final class Parts {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  private final Engine engine;
  private final PartStack stack = new PartStack();
  private final FileHoldBoard waitingHolds;
  private final HoldBoard holds;
  private final LawParts law;
  private final CallParts calls;
  private final Campaigns campaigns;
  private final Part<Upcoming> upcoming;
  private final Part<Daily> daily;

  Parts(Engine engine) {
    this.engine = engine;
    Home home = engine.home();
    this.waitingHolds =
        new FileHoldBoard(home.data(), engine.clock(), engine.machine().clocks().random());
    this.holds = new HomeHolds(waitingHolds, this::killSwitches);
    this.law = new LawParts(engine, stack, this::recorderState);
    this.calls = new CallParts(engine, stack, law);
    this.campaigns = new Campaigns(law, calls);
    this.upcoming = stack.part("upcoming", this::openUpcoming);
    this.daily = stack.part("daily", this::startDaily);
  }

  /** What decides and remembers. */
  public LawParts law() {
    return law;
  }

  /** What calls. */
  public CallParts calls() {
    return calls;
  }

  private RecorderState recorderState() {
    return calls.recorderState();
  }

  /**
   * @throws UserError exit 4 while locked
   */
  public OperatorKeys keys() {
    return engine.keyring().require();
  }

  public HoldBoard holds() {
    return holds;
  }

  /** Where the database's holds are; empty while it cannot be opened. */
  private Optional<Holds> killSwitches() {
    if (engine.keyring().opened().isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(law.store().killSwitches());
    } catch (RuntimeException broken) {
      LOG.error("the database cannot be opened; holds wait in a file", broken);
      return Optional.empty();
    }
  }

  FileHoldBoard waitingHolds() {
    return waitingHolds;
  }

  /** Whom recordings are sealed to. */
  public PublicRecipients recipients() {
    return keys().recipients();
  }

  /**
   * The trunks as they are configured now. A simulated home has none that could reach a real
   * carrier.
   *
   * @throws UserError exit 3 when a simulated home names another network
   */
  public List<TrunkConfig> trunks() throws IOException {
    List<TrunkConfig> trunks = TrunkConfig.readAll(engine.home().conf());
    if (engine.home().simulated()) {
      for (TrunkConfig trunk : trunks) {
        trunk.targets().forEach(target -> requireSimulated(trunk.name(), target.host()));
      }
    }
    return trunks;
  }

  private static void requireSimulated(String trunk, String host) {
    boolean permitted;
    try {
      permitted = Simulation.permitsTrunk(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException aName) {
      permitted = false; // a name server's answer must not decide where a simulation calls
    }
    if (!permitted) {
      throw new UserError(Exit.CONFIG, Message.of("trunk.real", trunk, host), "assent doctor");
    }
  }

  /** R02. A simulated home's clock is its own and always trusted. */
  public ClockState clockState() {
    return engine.home().simulated()
        ? new ClockState(true, Duration.ZERO, "", KernelClock.TZDATA)
        : engine.machine().kernelClock().get();
  }

  /** Who gives out shares B; empty where no recordings are kept. */
  Optional<ShareDesk> shareDesk() {
    return Optional.of(new RecordingShares(engine.home(), law));
  }

  /** What runs out some day soon. */
  public Upcoming upcoming() {
    return upcoming.get();
  }

  private Upcoming openUpcoming() {
    return new Upcoming(
        law.store(),
        law.journal(),
        law.inForce(),
        law::newId,
        calls.config().region(),
        engine.clock());
  }

  private Daily startDaily() {
    return Daily.start("look", upcoming()::look, engine.clock(), calls.timers());
  }

  /** Looks every day at what runs out, from now on. */
  void lookDaily() {
    daily.get();
  }

  /** Campaigns that run here. */
  public Campaigns campaigns() {
    return campaigns;
  }

  void closeAll() {
    stack.closeAll();
  }

  void close() {
    stack.close();
  }
}
