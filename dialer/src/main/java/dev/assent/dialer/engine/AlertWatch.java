package dev.assent.dialer.engine;

import dev.assent.compliance.Hold;
import dev.assent.compliance.journal.MirrorHealth;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.Timers;
import dev.assent.dialer.UserError;
import dev.assent.dialer.alert.Alert;
import dev.assent.dialer.alert.AlertChannel;
import dev.assent.dialer.alert.AlertCommand;
import dev.assent.dialer.alert.AlertWebhook;
import dev.assent.dialer.alert.Alerts;
import dev.assent.dialer.alert.StandingAlerts;
import dev.assent.dialer.alert.StandingAlerts.Condition;
import dev.assent.dialer.config.Alerting;
import dev.assent.dialer.engine.law.Upcoming;
import dev.assent.dialer.trunk.TrunkStatus;
import dev.assent.recorder.Readiness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every few seconds at what should make a person come: holds, trunks that are down, a
 * recorder that is not ready, answers that are late, an engine nobody unlocked. Any thread.
 */
public final class AlertWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlertWatch.class);
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
  private static final Duration BETWEEN_DEADLINES = Duration.ofMinutes(10);

  /** A trunk that comes back sooner was a hiccup. */
  private static final Duration DOWN_FOR = Duration.ofSeconds(15);

  private static final int SECRET_BYTES = 16;

  /** Messages in a row that a receiver did not take: a quarter of an hour of waiting. */
  private static final int UNTAKEN = 10;

  private final Engine engine;
  private final Timers timers;
  private final Alerts alerts;
  private final StandingAlerts standing;
  private final ReentrantLock looking = new ReentrantLock();
  private Set<Condition> overdue = Set.of();
  private @Nullable Instant deadlinesAt;
  private Timers.@Nullable Cancellable next;
  private boolean closed;

  /**
   * @throws UserError exit 3 when the webhook's secret cannot be used
   */
  AlertWatch(Engine engine, Alerting wanted, Timers timers) {
    this.engine = engine;
    this.timers = timers;
    this.alerts = new Alerts(channels(engine, wanted), engine.home().marker().id(), timers);
    this.standing = new StandingAlerts(alerts::raise, engine.clock());
  }

  private static List<AlertChannel> channels(Engine engine, Alerting wanted) {
    List<AlertChannel> channels = new ArrayList<>();
    if (!wanted.command().isEmpty()) {
      channels.add(new AlertCommand(wanted.command()));
    }
    wanted
        .webhook()
        .ifPresent(
            hook ->
                channels.add(
                    new AlertWebhook(
                        hook.url(),
                        secret(engine.home().conf().resolve(hook.secretFile())),
                        engine.clock())));
    return channels;
  }

  /** A webhook's secret: ours alone, and long enough. */
  static byte[] secret(Path file) {
    try {
      Set<PosixFilePermission> others =
          Set.of(
              PosixFilePermission.GROUP_READ,
              PosixFilePermission.GROUP_WRITE,
              PosixFilePermission.OTHERS_READ,
              PosixFilePermission.OTHERS_WRITE);
      byte[] secret = Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
      if (Files.getPosixFilePermissions(file).stream().anyMatch(others::contains)) {
        throw new UserError(
            Exit.CONFIG, Message.of("alert.secret_open", file), "chmod 600 " + file);
      }
      if (secret.length < SECRET_BYTES) {
        throw new UserError(Exit.CONFIG, Message.of("alert.secret_short", file), null);
      }
      return secret;
    } catch (IOException e) {
      throw new UserError(Exit.CONFIG, Message.of("alert.secret_missing", file), null);
    }
  }

  /** Begins to look. */
  AlertWatch start() {
    again(Duration.ofMillis(1));
    return this;
  }

  /** Tells people of something that happened once. */
  public void raise(Alert.Kind kind, String about, String text) {
    alerts.raise(new Alert(kind, about, text, false, engine.clock().instant()));
  }

  /** Tells a test by every channel and waits for what becomes of it. */
  public List<Alerts.Tested> test() throws InterruptedException {
    return alerts.test(
        new Alert(Alert.Kind.TEST, "doctor", "a test", false, engine.clock().instant()));
  }

  private void again(Duration wait) {
    next =
        timers.after(
            wait.toNanos(), () -> Thread.ofVirtual().name("alert-watch").start(this::look));
  }

  private void look() {
    looking.lock();
    try {
      if (closed) {
        return;
      }
      try {
        standing.look(conditions());
      } catch (EngineCloses over) {
        return; // by whoever locks or stops the engine
      } catch (RuntimeException e) {
        LOG.error("what should be told of could not be looked at", e);
      }
      again(BETWEEN_LOOKS);
    } finally {
      looking.unlock();
    }
  }

  private Set<Condition> conditions() {
    Set<Condition> all = new HashSet<>();
    for (Hold hold : engine.parts().holds().list()) {
      // Its reason is free text, and stays here.
      all.add(
          new Condition(
              Alert.Kind.HOLD,
              hold.id().toString(),
              "hold " + hold.scope() + " set by " + hold.by()));
    }
    if (engine.keyring().opened().isEmpty()) {
      all.add(new Condition(Alert.Kind.LOCKED, "engine", "locked: nobody is called"));
      return all;
    }
    engine
        .parts()
        .law()
        .journal()
        .failure()
        .ifPresent(why -> all.add(new Condition(Alert.Kind.JOURNAL, "journal", why)));
    engine
        .parts()
        .law()
        .store()
        .trouble()
        .ifPresent(why -> all.add(new Condition(Alert.Kind.DATABASE, "database", why)));
    if (engine.parts().law().journalMirror() instanceof MirrorHealth.Behind behind) {
      all.add(new Condition(Alert.Kind.MIRROR, "journal", "the journal's mirror: " + behind.why()));
    }
    CallParts calls = engine.parts().calls();
    calls
        .sip()
        .openCarriers()
        .ifPresent(
            carriers -> calls.trunkConfigs().forEach(trunk -> trunk(trunk.name(), carriers, all)));
    if (calls.recordings().readiness().orElse(null) instanceof Readiness.NotReady(String why, _)) {
      all.add(new Condition(Alert.Kind.RECORDER, "recorder", why));
    }
    engine
        .parts()
        .openOutcomes()
        .filter(outcomes -> outcomes.failures() >= UNTAKEN)
        .ifPresent(
            outcomes ->
                all.add(
                    new Condition(
                        Alert.Kind.OUTCOMES_WAIT, "outcomes", "their receiver takes none")));
    all.addAll(overdue());
    return all;
  }

  private void trunk(String name, Carriers carriers, Set<Condition> all) {
    TrunkStatus status = carriers.health(name).status();
    if (status.downFor(DOWN_FOR, engine.clock().instant())) {
      all.add(new Condition(Alert.Kind.TRUNK_DOWN, name, status.reason()));
    }
  }

  private Set<Condition> overdue() {
    Instant now = engine.clock().instant();
    if (deadlinesAt == null || !now.isBefore(deadlinesAt.plus(BETWEEN_DEADLINES))) {
      deadlinesAt = now;
      Set<Condition> found = new HashSet<>();
      for (Upcoming.Notice notice : engine.parts().upcoming().known()) {
        if (notice.said().code().equals("upcoming.request_overdue")) {
          found.add(
              new Condition(
                  Alert.Kind.OVERDUE,
                  String.valueOf(notice.said().arguments().get(1)),
                  "the answer to a request is overdue since " + notice.said().arguments().get(2)));
        } else if (notice.said().code().equals("upcoming.overdue")) {
          found.add(
              new Condition(
                  Alert.Kind.OVERDUE,
                  "retention",
                  "what should have been destroyed a day ago is still there")); // R55
        }
      }
      overdue = found;
    }
    return overdue;
  }

  @Override
  public void close() {
    looking.lock();
    try {
      closed = true;
      if (next != null) {
        next.cancel();
      }
    } finally {
      looking.unlock();
    }
  }
}
