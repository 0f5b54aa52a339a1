package dev.assent.dialer.engine;

import dev.assent.compliance.ClockState;
import dev.assent.compliance.RecorderState;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.store.privacy.Erasures;
import dev.assent.compliance.store.register.Holds;
import dev.assent.compliance.store.review.Accesses;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.alert.AlertWebhook;
import dev.assent.dialer.config.Alerting;
import dev.assent.dialer.config.TrunkConfig;
import dev.assent.dialer.engine.acts.AccessWatch;
import dev.assent.dialer.engine.acts.ActDesk;
import dev.assent.dialer.engine.acts.AnomalyAction;
import dev.assent.dialer.engine.acts.PageAction;
import dev.assent.dialer.engine.acts.PageActions;
import dev.assent.dialer.engine.acts.RecordingShareAction;
import dev.assent.dialer.engine.acts.SessionActions;
import dev.assent.dialer.engine.acts.ShareDesk;
import dev.assent.dialer.engine.acts.SignIns;
import dev.assent.dialer.engine.acts.WebSessions;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.home.KernelClock;
import dev.assent.dialer.engine.home.OutcomePlace;
import dev.assent.dialer.engine.home.Simulation;
import dev.assent.dialer.engine.law.FileHoldBoard;
import dev.assent.dialer.engine.law.HoldBoard;
import dev.assent.dialer.engine.law.HomeHolds;
import dev.assent.dialer.engine.law.Upcoming;
import dev.assent.dialer.keys.OperatorKeys;
import dev.assent.dialer.keys.PublicRecipients;
import dev.assent.dialer.report.OutcomeWebhook;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The composition: everything an engine is made of, each part opened at first use with the parts it
 * needs, closed in reverse. What needs keys asks {@link #keys} and so cannot be opened while
 * locked. Any thread.
 */
public final class Parts {
  private static final Logger LOG = LoggerFactory.getLogger(Parts.class);

  /** After a crash the calls have the machine for themselves so long. */
  private static final Duration CALLS_FIRST = Duration.ofMinutes(1);

  private final Engine engine;
  private final PartStack stack = new PartStack();
  private final FileHoldBoard waitingHolds;
  private final HoldBoard holds;
  private final LawParts law;
  private final CallParts calls;
  private final Campaigns campaigns;
  private final Part<Upcoming> upcoming;
  private final Part<Daily> daily;
  private final Part<Daily> sweep;
  private final Part<Daily> hourly;
  private final ReentrantLock readingAll = new ReentrantLock();
  private final Part<ScheduledCampaigns> scheduled;
  private final Part<OutcomeWebhook> outcomes;
  private volatile Optional<OutcomeWebhook> openOutcomes = Optional.empty();
  private final WebSessions webSessions;
  private final SignIns signIns;
  private final AccessWatch accessWatch;
  private final ActDesk actDesk;
  private final PageActions pageActions;

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
    this.sweep = stack.part("sweep", this::startSweep);
    this.hourly = stack.part("hourly", this::startHourly);
    this.scheduled = stack.part("scheduled", this::startScheduled);
    this.outcomes = stack.part("outcomes", this::startOutcomes);
    this.webSessions = new WebSessions(this::sessionEnded);
    this.signIns = new SignIns(engine.keyring(), engine.clock(), this::accesses);
    this.accessWatch =
        new AccessWatch(
            engine.clock(), this::accesses, () -> calls.config().access(), webSessions::endAllOf);
    this.pageActions = new PageActions(actions());
    this.actDesk =
        new ActDesk(
            home.marker().id(),
            engine.keyring(),
            engine.clock(),
            this::accesses,
            webSessions,
            pageActions,
            accessWatch);
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
    return calls.recordings().state();
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
    if (engine.home().simulated()) {
      return new ClockState(true, Duration.ZERO, "", KernelClock.TZDATA);
    }
    ClockState kernel = engine.machine().kernelClock().get();
    return law.nodesIfOpen().map(nodes -> nodes.with(kernel)).orElse(kernel);
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
        law.erasures(),
        law::newId,
        calls.config().region(),
        engine.clock());
  }

  private Daily startDaily() {
    Upcoming opened = upcoming();
    return reading("look", opened::look);
  }

  private Daily startHourly() {
    law.ledger(); // are closed after the hour's work, and so opened before it
    law.journal();
    return Daily.hourly("ledger copy", law::keepLedger, engine.clock(), calls.timers());
  }

  /** Mends the ledger's mirror and takes a copy of it every hour, from now on. */
  void keepLedgerHourly() {
    hourly.get();
  }

  private OutcomeWebhook startOutcomes() {
    Alerting.Webhook hook = calls.config().outcomes().orElseThrow();
    Journal journal = law.journal();
    law.store(); // is closed after, and knows the campaigns' names
    OutcomeWebhook opened =
        new OutcomeWebhook(
            journal,
            new AlertWebhook(
                hook.url(),
                AlertWatch.secret(engine.home().conf().resolve(hook.secretFile())),
                engine.clock()),
            engine.home().marker().id(),
            OutcomePlace.of(engine.home(), journal),
            law::campaignName,
            calls.timers());
    openOutcomes = Optional.of(opened);
    return opened.start();
  }

  /** Tells every outcome to whom {@code outcomes:} names, from now on. */
  void tellOutcomes() {
    if (calls.config().outcomes().isPresent()) {
      outcomes.get();
    }
  }

  /** What tells outcomes, once it does. */
  public Optional<OutcomeWebhook> openOutcomes() {
    return openOutcomes;
  }

  private Daily startSweep() {
    Erasures erasures = law.erasures();
    law.book(); // read before the first sweep, which asks it how long things are kept
    return reading("retention", () -> sweep(erasures));
  }

  /**
   * What reads everybody: one after the other, and after a crash not before the calls go on, for
   * which a million people would have to wait for each other.
   */
  private Daily reading(String name, Runnable job) {
    boolean crashed = !law.store().attempts().openAtStart().isEmpty();
    Runnable inTurn =
        () -> {
          readingAll.lock();
          try {
            job.run();
          } finally {
            readingAll.unlock();
          }
        };
    return crashed
        ? Daily.startAfter(CALLS_FIRST, name, inTurn, engine.clock(), calls.timers())
        : Daily.start(name, inTurn, engine.clock(), calls.timers());
  }

  /** One node does it for all: their recordings lie in one folder. */
  private void sweep(Erasures erasures) {
    if (law.doesChores()) {
      erasures.sweep().sweep();
    }
  }

  /** Destroys every day what is to be kept no longer, from now on (R55). */
  void sweepDaily() {
    sweep.get();
  }

  /** Looks every day at what runs out, from now on. */
  void lookDaily() {
    daily.get();
  }

  /** Begins campaigns by their schedules, from now on. */
  void keepSchedules() {
    scheduled.get();
  }

  private ScheduledCampaigns startScheduled() {
    ScheduledCampaigns started = new ScheduledCampaigns(engine);
    started.watch();
    return started;
  }

  /** Campaigns that run here. */
  public Campaigns campaigns() {
    return campaigns;
  }

  /** Everything pages may ask of this engine. */
  private List<PageAction> actions() {
    List<PageAction> all = new ArrayList<>();
    all.addAll(new SessionActions(signIns, webSessions, law::newId).all());
    all.addAll(
        new QualityActions(new QualityDesk(law, calls.recordings()::settleReviews, engine.clock()))
            .all());
    all.add(new AnomalyAction(accessWatch));
    all.add(new RefusalAction(law, () -> calls.config().region()));
    RecordingShares shares = new RecordingShares(engine.home(), law);
    all.add(new RecordingShareAction(shares));
    all.addAll(
        new ExportActions(
                new ExportDesk(
                    engine.home(), law, shares, () -> calls.config().controller(), engine.clock()))
            .all());
    return all;
  }

  /**
   * Only with opened keys; and where there are others who could release an account.
   *
   * @throws UserError exit 4 when the account of that user is frozen
   */
  public void requireFree(String user) {
    if (engine.keyring().opened().isPresent() && !engine.home().marker().sole()) {
      accessWatch.requireFree(user);
    }
  }

  AccessWatch accessWatch() {
    return accessWatch;
  }

  public PageActions pageActions() {
    return pageActions;
  }

  /** The people at pages now. */
  public WebSessions webSessions() {
    return webSessions;
  }

  ActDesk actDesk() {
    return actDesk;
  }

  void knock(String user, String address, boolean wrong) {
    if (wrong) {
      signIns.mistaken(user, address, "PASSPHRASE");
    } else {
      signIns.requireOpen(user, address);
    }
  }

  private Accesses accesses() {
    keys();
    return law.store().accesses();
  }

  private void sessionEnded(UUID session, String user, String cause) {
    if (engine.keyring().opened().isPresent()) {
      accesses().sessionEnded(session, user, cause);
    }
  }

  void closeAll() {
    stack.closeAll();
  }

  void close() {
    stack.close();
  }
}
