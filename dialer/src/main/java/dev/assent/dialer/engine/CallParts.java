package dev.assent.dialer.engine;

import dev.assent.compliance.store.suppression.Inbox;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Threads;
import dev.assent.dialer.Timers;
import dev.assent.dialer.UserError;
import dev.assent.dialer.VirtualThreads;
import dev.assent.dialer.alert.Alert;
import dev.assent.dialer.call.CallClock;
import dev.assent.dialer.call.RecordingSlots;
import dev.assent.dialer.campaign.CallingParts;
import dev.assent.dialer.config.AssentConfig;
import dev.assent.dialer.config.TrunkConfig;
import dev.assent.dialer.engine.metrics.MetricsPage;
import dev.assent.dialer.inbox.DropFolder;
import dev.assent.dialer.inbox.InboxWatch;
import dev.assent.dialer.keys.CopySeal;
import dev.assent.dialer.keys.SealedCopies;
import dev.assent.dialer.keys.SecretName;
import dev.assent.dialer.sip.WheelTimers;
import dev.assent.dialer.trunk.CallsInProgress;
import dev.assent.media.rtp.IpNetwork;
import dev.assent.media.rtp.MediaEngine;
import dev.assent.media.rtp.MediaSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What calls: media, user agent, trunks, recorder, and what tells people of it. Opened when the
 * first campaign runs, each at first use. Any thread.
 */
public final class CallParts {
  private static final Logger LOG = LoggerFactory.getLogger(CallParts.class);

  private final Engine engine;
  private final LawParts law;
  private final Part<WheelTimers> timers;
  private final Part<AssentConfig> config;
  private final Part<List<TrunkConfig>> trunkConfigs;
  private final Part<MediaEngine> media;
  private final Part<InboxWatch> inbox;
  private final CallsInProgress inProgress;
  private final Part<MetricsPage> metrics;
  private final Part<AlertWatch> alerts;
  private final Threads threads = new VirtualThreads();
  private final SipParts sip;
  private final OpenTrunks trunks;
  private final RecordingParts recordings;

  CallParts(Engine engine, PartStack stack, LawParts law) {
    this.engine = engine;
    this.law = law;
    this.inProgress = new CallsInProgress(engine.clock());
    this.timers = stack.part("timers", WheelTimers::new);
    this.config = stack.part("assent.yaml", this::readConfig);
    this.trunkConfigs = stack.part("trunks", this::readTrunks);
    this.media = stack.part("media", this::openMedia);
    this.inbox = stack.part("inbox", this::openInbox);
    this.metrics = stack.part("metrics", this::openMetrics);
    this.alerts = stack.part("alerts", this::openAlerts);
    this.sip = new SipParts(engine, stack, law, this);
    this.trunks = new OpenTrunks(engine, law, this, threads);
    this.recordings = new RecordingParts(engine, stack, law, this);
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

  /** What signals. */
  public SipParts sip() {
    return sip;
  }

  /** What calls go over. */
  public OpenTrunks trunks() {
    return trunks;
  }

  /** What records. */
  public RecordingParts recordings() {
    return recordings;
  }

  /** What speaks and hears. */
  MediaEngine media() {
    return media.get();
  }

  /** Shows the engine's figures where {@code metrics:} wants them. */
  void showMetrics() {
    if (config().metrics().isPresent()) {
      var _ = metrics.get();
    }
  }

  private MetricsPage openMetrics() throws IOException {
    return MetricsPage.open(config().metrics().orElseThrow(), new EngineFigures(engine, law, this));
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

  /** Refusals of other channels, all that lay there taken. */
  public Inbox inbox() {
    return inbox.get().inbox();
  }

  /** Everything a campaign needs to call people. */
  public CallingParts calling() {
    return new CallingParts(
        law.gate(),
        law.store().lists(),
        law.store().attempts(),
        law.store().consents(),
        law.store().refusals(),
        RecordingSlots.of(recordings.recorder()),
        inProgress,
        new CallClock(engine.clock(), timers.get(), () -> engine.parts().clockState().offset()),
        timers.get(),
        engine.home().marker().id().toString(),
        law::newId,
        recordings.seals()::add,
        threads);
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

  private SecureRandom random() {
    return engine.machine().clocks().random();
  }
}
