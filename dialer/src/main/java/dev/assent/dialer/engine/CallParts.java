package dev.assent.dialer.engine;

import dev.assent.compliance.Found;
import dev.assent.compliance.IvrCapacity;
import dev.assent.compliance.Places;
import dev.assent.compliance.RecorderState;
import dev.assent.compliance.TrunkState;
import dev.assent.compliance.store.attempt.CutOffCalls;
import dev.assent.compliance.store.attempt.RecordingHistory;
import dev.assent.compliance.store.suppression.Inbox;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Language;
import dev.assent.dialer.Messages;
import dev.assent.dialer.Threads;
import dev.assent.dialer.Timers;
import dev.assent.dialer.UserError;
import dev.assent.dialer.VirtualThreads;
import dev.assent.dialer.alert.Alert;
import dev.assent.dialer.call.CallClock;
import dev.assent.dialer.call.RecordingSlots;
import dev.assent.dialer.campaign.CallingParts;
import dev.assent.dialer.config.AssentConfig;
import dev.assent.dialer.config.Network;
import dev.assent.dialer.config.TrunkConfig;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.law.GateLaw;
import dev.assent.dialer.engine.law.LineFacts;
import dev.assent.dialer.engine.metrics.MetricsPage;
import dev.assent.dialer.engine.recordings.RecordingsCheck;
import dev.assent.dialer.engine.recordings.SealedSounds;
import dev.assent.dialer.engine.recordings.Seals;
import dev.assent.dialer.engine.recordings.UsableRecipient;
import dev.assent.dialer.engine.trunk.InviteWishes;
import dev.assent.dialer.engine.trunk.LeftOverCalls;
import dev.assent.dialer.engine.trunk.Listening;
import dev.assent.dialer.engine.trunk.PublicAddresses;
import dev.assent.dialer.inbox.DropFolder;
import dev.assent.dialer.inbox.InboxWatch;
import dev.assent.dialer.keys.CopySeal;
import dev.assent.dialer.keys.PublicRecipients;
import dev.assent.dialer.keys.PublicSigner;
import dev.assent.dialer.keys.SealedCopies;
import dev.assent.dialer.keys.SecretName;
import dev.assent.dialer.sip.SpooledCall;
import dev.assent.dialer.sip.UserAgent;
import dev.assent.dialer.sip.UserAgentSettings;
import dev.assent.dialer.sip.WheelTimers;
import dev.assent.dialer.sip.address.SignallingNetworks;
import dev.assent.dialer.sip.auth.Credentials;
import dev.assent.dialer.trunk.Allowance;
import dev.assent.dialer.trunk.CallSpoolFile;
import dev.assent.dialer.trunk.CallsInProgress;
import dev.assent.dialer.trunk.RingBackCounts;
import dev.assent.dialer.trunk.RingBacks;
import dev.assent.dialer.trunk.TapFeed;
import dev.assent.dialer.trunk.Trunk;
import dev.assent.dialer.trunk.TrunkSettings;
import dev.assent.dialer.trunk.TrunkStatus;
import dev.assent.media.rtp.IpNetwork;
import dev.assent.media.rtp.MediaEngine;
import dev.assent.media.rtp.MediaSettings;
import dev.assent.recorder.Readiness;
import dev.assent.recorder.Recorder;
import dev.assent.recorder.RecorderSettings;
import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.container.Recipients;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.container.RolePublicKey;
import dev.assent.recorder.container.SigningKey;
import dev.assent.recorder.files.DiskFiles;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What calls: media, recorder, user agent, trunks. Opened when the first campaign runs; calls that
 * a crash left open are ended before any new one can begin (DESIGN §3). Any thread.
 */
public final class CallParts implements LineFacts {
  private static final Logger LOG = LoggerFactory.getLogger(CallParts.class);
  private static final Logger SIP_LOG = LoggerFactory.getLogger("dev.assent.sip");

  private final Engine engine;
  private final LawParts law;
  private final Part<WheelTimers> timers;
  private final Part<AssentConfig> config;
  private final Part<List<TrunkConfig>> trunkConfigs;
  private final Part<MediaEngine> media;
  private final Part<CallReview> review;
  private final Part<Recorder> recorder;
  private final Part<CallSpoolFile> spool;
  private final Part<InboxWatch> inbox;
  private final Part<UserAgent> userAgent;
  private final Part<Carriers> carriers;
  private final CallsInProgress inProgress;
  private final Part<MetricsPage> metrics;
  private final Part<AlertWatch> alerts;
  private final Seals seals = new Seals();
  private final Threads threads = new VirtualThreads();
  private final RingBackCounts ringBacks = new RingBackCounts();
  private final Map<String, Trunk> trunks = new ConcurrentHashMap<>();
  private volatile Optional<Recorder> openRecorder = Optional.empty();
  private volatile Optional<CallReview> openReview = Optional.empty();
  private volatile Optional<Carriers> openCarriers = Optional.empty();
  private volatile CompletableFuture<Void> leftOverEnded = CompletableFuture.completedFuture(null);

  CallParts(Engine engine, PartStack stack, LawParts law) {
    this.engine = engine;
    this.law = law;
    this.inProgress = new CallsInProgress(engine.clock());
    this.timers = stack.part("timers", WheelTimers::new);
    this.config = stack.part("assent.yaml", this::readConfig);
    this.trunkConfigs = stack.part("trunks", this::readTrunks);
    this.media = stack.part("media", this::openMedia);
    this.review = stack.part("review", this::openReview);
    this.recorder = stack.part("recorder", this::openRecorder);
    this.spool = stack.part("calls", this::openSpool);
    this.inbox = stack.part("inbox", this::openInbox);
    this.userAgent = stack.part("sip", this::openUserAgent);
    this.metrics = stack.part("metrics", this::openMetrics);
    this.alerts = stack.part("alerts", this::openAlerts);
    this.carriers =
        stack.part(
            "carriers",
            () -> {
              Carriers opened = new Carriers(engine, this, userAgent.get(), CallParts::credentials);
              openCarriers = Optional.of(opened);
              return opened;
            });
  }

  /** {@code conf/assent.yaml}. */
  public AssentConfig config() {
    return config.get();
  }

  /** {@code conf/trunks/*.yaml}. */
  public List<TrunkConfig> trunkConfigs() {
    return trunkConfigs.get();
  }

  /**
   * A trunk's configuration.
   *
   * @throws UserError exit 3 when there is none of this name
   */
  public TrunkConfig trunkConfig(String name) {
    return trunkConfigs().stream()
        .filter(trunk -> trunk.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserError(
                    Exit.CONFIG,
                    "no trunk %s: write %s"
                        .formatted(
                            name, engine.home().conf().resolve("trunks").resolve(name + ".yaml")),
                    "assent trunk list"));
  }

  /** By the engine's clock. */
  Instant now() {
    return engine.clock().instant();
  }

  /** The engine's timers. */
  public Timers timers() {
    return timers.get();
  }

  /** Calls between clearance and end. */
  public CallsInProgress inProgress() {
    return inProgress;
  }

  /**
   * Listens for people who ring back where a trunk has more for them than that nobody is there; a
   * carrier with a registrar is told where.
   */
  void answerRingBacks() {
    List<TrunkConfig> answering =
        trunkConfigs().stream()
            .filter(trunk -> !(trunk.inbound() instanceof TrunkConfig.Inbound.Unavailable))
            .toList();
    if (!answering.isEmpty()) {
      userAgent();
    }
    if (answering.stream().anyMatch(trunk -> trunk.registration().isPresent())) {
      carriers();
    }
  }

  /** Shows the engine's figures where {@code metrics:} wants them. */
  void showMetrics() {
    if (config().metrics().isPresent()) {
      var _ = metrics.get();
    }
  }

  private MetricsPage openMetrics() throws IOException {
    UserAgent agent = userAgent();
    return MetricsPage.open(
        config().metrics().orElseThrow(),
        figures -> {
          figures.sip(agent);
          figures.media(media.get());
          figures.calls(inProgress, trunkConfigs().stream().map(TrunkConfig::name).toList());
          figures.ringBacks(ringBacks);
          figures.journal(law.forceTimes());
          figures.standing(
              () -> engine.keyring().opened().isEmpty(),
              () -> engine.parts().holds().list().size());
          figures.recorder(() -> recorderReadiness().orElse(null) instanceof Readiness.Ready);
          Home home = engine.home();
          figures.disks(
              Map.of(
                  "journal", home.journal(),
                  "data", home.data(),
                  "spool", home.spool(),
                  "recordings", home.recordings(),
                  "ledger", home.ledger()));
          for (TrunkConfig trunk : trunkConfigs()) {
            figures.trunk(trunk.name(), () -> isUp(trunk.name()));
          }
          engine.parts().openOutcomes().ifPresent(figures::outcomes);
        });
  }

  private boolean isUp(String trunk) {
    return openCarriers
        .map(carriers -> carriers.health(trunk).status().state())
        .filter(state -> state == TrunkStatus.State.UP || state == TrunkStatus.State.DEGRADED)
        .isPresent();
  }

  /** Tells people what should make them come; looks only where the engine stays. */
  public AlertWatch alerts() {
    return alerts.get();
  }

  /** Tells people that a carrier's records and ours are not the same. */
  public void carrierDiffers(String campaign, String how) {
    tell(Alert.Kind.CARRIER_RECORDS, campaign, how);
  }

  /** Tells people of something that happened; that nobody can be told disturbs no call. */
  void tell(Alert.Kind kind, String about, String text) {
    try {
      alerts().raise(kind, about, text);
    } catch (RuntimeException broken) {
      LOG.error("nobody is told of {} {}: {}", kind, about, text, broken);
    }
  }

  private AlertWatch openAlerts() {
    AlertWatch watch = new AlertWatch(engine, config().alert(), timers.get());
    return engine.resident() ? watch.start() : watch;
  }

  /** People who rang the presented number back. */
  public RingBackCounts ringBacks() {
    return ringBacks;
  }

  /** What seals recordings; opened when first asked for. */
  Recorder recorder() {
    return recorder.get();
  }

  /**
   * Opens the recorder, if it is not open: that gives what a crash left in the spool files of their
   * own.
   *
   * @return recordings that are being made now
   */
  public int openRecorderForSalvage() {
    return recorder.get().stats().recording();
  }

  /** Whether calls could be recorded now, if the recorder is open. */
  public Optional<Readiness> recorderReadiness() {
    return openRecorder.map(Recorder::readiness);
  }

  /** What tells whether agreed calls can be heard. */
  RecordingsCheck recordingsCheck() {
    return new RecordingsCheck(
        engine.home().recordings(),
        new DiskFiles(),
        law.ledger(),
        recorderReadiness(),
        this::readerAgainstJournal,
        this::excused);
  }

  private Set<UUID> excused(Set<UUID> attempts) {
    RecordingHistory history = new RecordingHistory(_ -> true);
    CutOffCalls cutOff = new CutOffCalls();
    law.journal().forEach(history.andThen(cutOff));
    Stream<UUID> erased =
        history.recordings().values().stream()
            .filter(RecordingHistory.Told::erased)
            .map(RecordingHistory.Told::attemptId);
    Set<UUID> unopened = cutOff.beforeRecording();
    unopened.retainAll(attempts);
    // Another node's journal would have that it was opened, not this one's.
    return Stream.concat(erased, law.store().attempts().ofThisNode(unopened).stream())
        .filter(attempts::contains)
        .collect(Collectors.toSet());
  }

  /** Holds these recordings against what the journal says of them, which it reads now. */
  private RecordingReader readerAgainstJournal(Set<UUID> recordings) {
    RecordingHistory history = new RecordingHistory(recordings::contains);
    law.journal().forEach(history);
    return new RecordingReader(new DiskFiles(), List.of(PublicSigner.read(engine.home().conf())))
        .against(JournalledFiles.facts(history.recordings()));
  }

  /** Recordings that are being sealed. */
  public Seals seals() {
    return seals;
  }

  /** Refusals of other channels, all that lay there taken. */
  public Inbox inbox() {
    return inbox.get().inbox();
  }

  /**
   * Ends what a crash left on the line, if there is any: people hear silence until then, and no
   * campaign may go on by itself. Returns at once; {@link #trunk} waits.
   */
  void endLeftOver() {
    if (Files.exists(spoolFile()) && !spool.get().openCalls().isEmpty()) {
      userAgent();
    }
  }

  /** The SIP side, bound to its port. */
  public UserAgent userAgent() {
    return userAgent.get();
  }

  /** Health and registration of all trunks; watched from the first time this is asked. */
  public Carriers carriers() {
    return carriers.get();
  }

  /** The same, if anybody has asked for it; asking here sends nothing. */
  public Optional<Carriers> openCarriers() {
    return openCarriers;
  }

  /** R08: what the recorder says, or what it would need if it were opened now. */
  RecorderState recorderState() {
    Optional<Recorder> open = openRecorder;
    if (open.isPresent()) {
      return switch (open.get().readiness()) {
        case Readiness.Ready _ -> new RecorderState.Ready();
        case Readiness.NotReady(String why, _) -> new RecorderState.NotReady(why);
      };
    }
    try {
      UsableRecipient.require(engine.home(), engine.parts().keys());
      return new RecorderState.Ready();
    } catch (UserError nobodyListens) {
      return new RecorderState.NotReady(
          Messages.in(Language.EN).say(nobodyListens.said()) + "; " + nobodyListens.next());
    }
  }

  @Override
  public Found<TrunkState> trunkState(String name) {
    return trunkConfigs().stream()
        .filter(trunk -> trunk.name().equals(name))
        .findFirst()
        .map(
            trunk ->
                Found.present(
                    new TrunkState(
                        trunk.channels(),
                        inUse(name),
                        trunk.calleeCaps(),
                        trunk.refused(),
                        trunk.callee(),
                        trunk.caller())))
        .orElseGet(Found::absent);
  }

  private int inUse(String trunk) {
    Trunk open = trunks.get(trunk);
    return open == null ? 0 : open.inUse();
  }

  @Override
  public Found<IvrCapacity> capacity() {
    int slots = RecorderSettings.in(engine.home().root()).slots();
    return Found.present(
        new IvrCapacity(
            config().media().pairs(),
            trunks.values().stream().mapToInt(Trunk::inUse).sum(),
            slots,
            openRecorder.map(open -> slots - open.stats().slots()).orElse(0)));
  }

  @Override
  public Found<Places> places(String trunk) {
    String here = config().location();
    return Found.present(
        new Places(
            here,
            here,
            trunkConfigs().stream()
                .filter(found -> found.name().equals(trunk))
                .findFirst()
                .flatMap(TrunkConfig::region)
                .orElse("")));
  }

  /** Everything a campaign needs to call people. */
  public CallingParts calling() {
    return new CallingParts(
        law.gate(),
        law.store().lists(),
        law.store().attempts(),
        law.store().consents(),
        law.store().refusals(),
        RecordingSlots.of(recorder.get()),
        inProgress,
        new CallClock(engine.clock(), timers.get(), () -> engine.parts().clockState().offset()),
        timers.get(),
        engine.home().marker().id().toString(),
        law::newId,
        seals::add,
        threads);
  }

  /** A trunk over this engine's one socket; the same object for all campaigns that share it. */
  public Trunk trunk(String name) {
    UserAgent agent = userAgent();
    leftOverEnded.join(); // nothing new before what a crash left on the line is ended
    return trunks.computeIfAbsent(name, _ -> makeTrunk(trunkConfig(name), agent));
  }

  private Trunk makeTrunk(TrunkConfig trunk, UserAgent agent) {
    return new Trunk(
        new TrunkSettings(
            trunk.name(),
            trunk.domain(),
            credentials(trunk),
            number -> trunk.callee().write(number.e164()),
            trunk.caller()::write,
            trunk.channels(),
            trunk.callsPerSecond(),
            InviteWishes.of(trunk),
            trunk.srtp()),
        carriers.get().health(trunk.name()),
        agent,
        media.get(),
        timers.get(),
        threads,
        new GateLaw(
            law.gate(),
            law.store().attempts(),
            engine.home().marker().simulation(),
            engine.home().marker().drill()),
        inProgress,
        law.nodes()
            .map(nodes -> nodes.allowance(trunk.name(), trunk.callsPerSecond(), trunk.channels()))
            .orElse(Allowance.WHOLE));
  }

  private AssentConfig readConfig() throws IOException {
    return AssentConfig.read(engine.home().conf());
  }

  private List<TrunkConfig> readTrunks() throws IOException {
    return engine.parts().trunks();
  }

  private MediaEngine openMedia() {
    AssentConfig.Media wanted = config().media();
    List<IpNetwork> networks =
        trunkConfigs().stream()
            .flatMap(trunk -> trunk.media().stream())
            .map(network -> IpNetwork.parse(network.toString()))
            .toList();
    return MediaEngine.start(
        MediaSettings.of(wanted.bind(), random(), engine.clock())
            .withPorts(wanted.firstPort(), wanted.lastPort())
            .withMediaNetworks(networks));
  }

  private Recorder openRecorder() throws IOException {
    UsableRecipient.require(engine.home(), engine.parts().keys());
    PublicRecipients recipients = engine.parts().recipients();
    byte[] qa = recipients.qa().orElseThrow();
    byte[] seed = engine.keyring().require().secret(SecretName.RECORDER_SIGNING);
    SigningKey signer = SigningKey.fromSeed(seed);
    PublicSigner.keep(engine.home().conf(), signer.publicKey());
    RecorderSettings settings = RecorderSettings.in(engine.home().root());
    try {
      Recorder opened =
          Recorder.open(
              settings,
              new DiskFiles(),
              law.ledger(),
              new Recipients(new RolePublicKey(qa), new RolePublicKey(recipients.recovery())),
              signer,
              new JournalledRecordings(law.store().attempts(), review.get()),
              engine.clock(),
              random());
      opened.feed(new TapFeed(media.get().taps()));
      openRecorder = Optional.of(opened);
      review.get().catchUp(law.journal(), new Catalog(engine.home().recordings(), new DiskFiles()));
      return opened;
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  private CallReview openReview() throws IOException {
    SealedSounds sounds =
        new SealedSounds(
            new RecordingReader(new DiskFiles(), List.of(PublicSigner.read(engine.home().conf()))));
    CallReview opened =
        new CallReview(
            new CallReviewer(law, sounds, () -> config().quality().samplePercent()),
            sounds,
            law.store().reviews(),
            engine.clock(),
            timers.get());
    law.store().attempts().onAnsweredEnded(opened::ended);
    openReview = Optional.of(opened);
    return opened;
  }

  /** Returns when every call that is over, with its recording in a file, has been looked at. */
  public void settleReviews() {
    openReview.ifPresent(CallReview::settle);
  }

  /** Looks at calls that an earlier process left, if there are any. */
  void reviewLeftOver() {
    if (!law.store().reviews().unchecked(1).isEmpty()
        && engine.parts().recipients().qa().isPresent()) {
      recorder.get();
    }
  }

  private InboxWatch openInbox() throws IOException {
    Path folder = engine.home().root().resolve(config().inbox().orElse(Path.of("inbox")));
    if (config().inbox().isEmpty()) {
      Files.createDirectories(
          folder,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    byte[] key = engine.keyring().require().secret(SecretName.COLUMN);
    try {
      DropFolder files =
          new DropFolder(
              folder,
              new SealedCopies(
                  engine.home().evidence().resolve("inbox"),
                  new CopySeal(key, "assent-inbox-copy", random())));
      return InboxWatch.start(law.store().inbox(files, config().region()), folder, timers.get());
    } finally {
      Arrays.fill(key, (byte) 0);
    }
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
    AssentConfig.Sip sip = config().sip();
    List<String> networks =
        trunkConfigs().stream()
            .flatMap(trunk -> trunk.signalling().stream())
            .map(Network::toString)
            .toList();
    CallSpoolFile calls = spool.get();
    var leftOver = calls.openCalls();
    UserAgent agent =
        UserAgent.start(
            UserAgentSettings.of(
                    new InetSocketAddress(sip.bind(), sip.port()), SignallingNetworks.of(networks))
                .withPublicAddresses(PublicAddresses.of(trunkConfigs(), sip.bind()))
                .withStreams(
                    Listening.of(
                        config(),
                        engine.home().conf(),
                        Carriers.tlsPeers(trunkConfigs(), engine.clock()),
                        engine.clock())),
            timers.get(),
            random(),
            calls);
    leftOverEnded = LeftOverCalls.end(agent, leftOver, calls, this::credentialsAt);
    law.store().refusals().onRefusal(inProgress::cancelRinging);
    if (sip.log()) {
      var _ = agent.trace().watch(message -> SIP_LOG.info("{}", message.line()));
    }
    agent.take(
        new RingBacks(
            trunkConfigs().stream()
                .map(trunk -> RingBackOffice.door(engine, law, this, trunk))
                .toList(),
            media.get(),
            timers.get(),
            engine.clock(),
            ringBacks));
    inbox.get(); // what was dropped while nobody looked counts before the first call
    return agent;
  }

  private static @Nullable Credentials credentials(TrunkConfig trunk) {
    if (trunk.login().isEmpty()) {
      return null;
    }
    TrunkConfig.Login login = trunk.login().get();
    try {
      char[] password = login.password();
      try {
        return new Credentials(login.user(), new String(password));
      } finally {
        Arrays.fill(password, ' ');
      }
    } catch (IOException e) {
      throw new UserError(
          Exit.CONFIG,
          "trunk %s: passwordFile %s cannot be read".formatted(trunk.name(), login.passwordFile()),
          null);
    }
  }

  /** Those of the trunk whose address a call went to. */
  private @Nullable Credentials credentialsAt(SpooledCall call) {
    return trunkConfigs().stream()
        .filter(trunk -> Carriers.isOf(trunk, call.target().address().getAddress()))
        .findFirst()
        .map(CallParts::credentials)
        .orElse(null);
  }

  private SecureRandom random() {
    return engine.machine().clocks().random();
  }
}
