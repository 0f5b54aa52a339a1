package dev.assent.dialer.engine;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.access.Access;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.script.PhraseLists;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.engine.acts.ShareDesk;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.home.HomeLock;
import dev.assent.dialer.engine.home.JoinedHome;
import dev.assent.dialer.engine.home.Machine;
import dev.assent.dialer.engine.home.UpgradeMark;
import dev.assent.dialer.engine.socket.Act;
import dev.assent.dialer.engine.socket.ActRefused;
import dev.assent.dialer.engine.socket.EngineSocket;
import dev.assent.dialer.engine.socket.Request;
import dev.assent.dialer.engine.socket.ShareGrant;
import dev.assent.dialer.engine.socket.ShareRequest;
import dev.assent.dialer.engine.socket.SocketAddress;
import dev.assent.dialer.engine.socket.Terminal;
import dev.assent.dialer.keys.Keyring;
import dev.assent.dialer.keys.NodeGrant;
import dev.assent.dialer.keys.NodeRequest;
import dev.assent.dialer.keys.User;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whoever holds the home's lock: serves commands, its own and those of clients, with one set of
 * {@link Parts}. A resident engine runs until stopped; a passing one for one command, and serves
 * others meanwhile.
 *
 * <p>Any thread may run commands.
 */
public final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** How old a signed request for a share may be. */
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final Home home;
  private final HomeLock lock;
  private final Machine machine;
  private final boolean resident;
  private final InstantSource clock;
  private final CommandRunner runner;
  private final EngineLog log;
  private final Keyring keyring;
  private final Parts parts;
  private final EngineSocket socket;

  /** Party 0 is the engine itself; each command is one more until it has ended. */
  private final Phaser running = new Phaser(1);

  private final List<Runnable> stopListeners = new ArrayList<>();
  private final CountDownLatch stopping = new CountDownLatch(1);

  private Engine(Home home, HomeLock lock, Machine machine, boolean resident, CommandRunner runner)
      throws IOException {
    this.home = home;
    this.lock = lock;
    this.machine = machine;
    this.resident = resident;
    this.runner = runner;
    this.clock = machine.clocks().of(home);
    this.log = EngineLog.open(home);
    this.keyring = new Keyring(home.keys(), home.marker().id(), clock, machine.environment());
    this.parts = new Parts(this);
    this.socket =
        EngineSocket.open(home, SocketAddress.claim(home, machine.environment()), service());
  }

  /**
   * Starts with the keys an earlier {@code unlock} left in memory, else locked.
   *
   * @param resident false for an engine of one command, which a person's own keys may open
   */
  public static Engine start(
      Home home, HomeLock lock, Machine machine, boolean resident, CommandRunner runner)
      throws IOException {
    refuseDrill(home, lock);
    var engine = new Engine(home, lock, machine, resident, runner);
    try {
      engine.keyring.openKept();
    } catch (UserError unreadable) {
      // Holds, status and doctor must work with a broken keyset; commands that need it say so.
      LOG.error("the kept keys do not open the keyset: {}", unreadable.said().code());
    }
    return engine;
  }

  private static void refuseDrill(Home home, HomeLock lock) throws IOException {
    try {
      home.requireMayCall();
    } catch (UserError drill) {
      lock.close();
      throw drill;
    }
  }

  /** For the drill alone: locked, without what calls, and deaf to every command. */
  public static Engine forDrill(Home home, HomeLock lock, Machine machine) throws IOException {
    return new Engine(home, lock, machine, false, (_, _, _) -> Exit.NOT_PERMITTED);
  }

  public Home home() {
    return home;
  }

  /** The home's clock: simulated homes tick at their offset. */
  public InstantSource clock() {
    return clock;
  }

  public Machine machine() {
    return machine;
  }

  public boolean resident() {
    return resident;
  }

  public Keyring keyring() {
    return keyring;
  }

  public Parts parts() {
    return parts;
  }

  /**
   * Ends calls that a crash left on the line and the draining it cut short, takes refusals that are
   * dropped, looks at calls that a crash left, and daily at what runs out; not only when the first
   * campaign runs. A home that cannot be opened says so to every command that needs it, so this
   * only logs.
   */
  public void keepWatch() {
    if (resident && keyring.opened().isPresent()) {
      try {
        UpgradeMark.requireBackedUp(home);
      } catch (UserError cutOff) {
        LOG.error("nothing is opened before the upgrade is over: {}", cutOff.said().code());
        return;
      }
      // Beside what mostly waits for the disk.
      Thread.ofPlatform().daemon().name("phrases").start(PhraseLists::prepare);
      try {
        parts.calls().sip().endLeftOver();
      } catch (RuntimeException broken) {
        LOG.error("calls that a crash left on the line are not ended yet", broken);
      }
      try {
        parts.campaigns().endDrained();
      } catch (RuntimeException broken) {
        LOG.error("what drained when an engine was killed still does", broken);
      }
      try {
        parts.calls().inbox();
      } catch (RuntimeException broken) {
        LOG.error("dropped refusals are not taken yet", broken);
      }
      try {
        parts.calls().recordings().reviewLeftOver();
      } catch (RuntimeException broken) {
        LOG.error("calls of before are not looked at yet", broken);
      }
      try {
        parts.sweepDaily();
        parts.lookDaily();
        parts.keepLedgerHourly();
        parts.keepSchedules();
        ResumedCampaigns.goOn(this);
      } catch (RuntimeException broken) {
        LOG.error("nobody looks daily at what runs out", broken);
      }
      try {
        parts.tellOutcomes();
      } catch (RuntimeException broken) {
        LOG.error("outcomes are told to nobody yet", broken);
      }
    }
  }

  /**
   * Answers people who ring back, from now on, where a trunk's {@code inbound:} has something for
   * them; not only while a campaign runs. As {@link #keepWatch}, this only logs.
   */
  public void answerRingBacks() {
    try {
      if (resident && keyring.opened().isPresent()) {
        parts.calls().sip().answerRingBacks();
      }
    } catch (RuntimeException broken) {
      LOG.error("nobody who rings back is answered yet", broken);
    }
  }

  /** Tells people of what should make them come, also while this is locked. Only logs trouble. */
  public void watchForAlerts() {
    try {
      if (resident) {
        parts.calls().alerts();
      }
    } catch (RuntimeException broken) {
      LOG.error("nobody is told of anything", broken);
    }
  }

  /** Shows this engine's figures to Prometheus, where asked to. As {@link #keepWatch}. */
  public void showMetrics() {
    try {
      if (resident && keyring.opened().isPresent()) {
        parts.calls().showMetrics();
      }
    } catch (RuntimeException broken) {
      LOG.error("no metrics are shown yet", broken);
    }
  }

  /** Runs one command here; it counts as running until it has ended. Never throws. */
  public Exit run(Request request, Terminal terminal) {
    if (running.register() < 0) {
      return Exit.STOPPED_EARLY;
    }
    try {
      return runner.run(this, request, terminal);
    } finally {
      running.arriveAndDeregister();
    }
  }

  /** Does something for as long as it takes: closing waits for it. Nothing when it is over. */
  void whileServing(Runnable work) {
    if (running.register() >= 0) {
      try {
        work.run();
      } finally {
        running.arriveAndDeregister();
      }
    }
  }

  /** Commands under way, the asking one included. */
  public int commandsRunning() {
    return running.getRegisteredParties() - 1;
  }

  /**
   * Told once, when the engine is asked to stop: a campaign drains, then ends its command. Told at
   * once when it was.
   */
  public void onStop(Runnable listener) {
    synchronized (stopListeners) {
      if (stopping.getCount() > 0) {
        stopListeners.add(listener);
        return;
      }
    }
    listener.run();
  }

  /** Asks the engine to drain and end; returns at once. */
  public void stop() {
    List<Runnable> listeners;
    synchronized (stopListeners) {
      if (stopping.getCount() == 0) {
        return;
      }
      stopping.countDown();
      listeners = List.copyOf(stopListeners);
    }
    listeners.forEach(Runnable::run);
  }

  /** Returns when somebody has asked to stop. */
  public void awaitStop() throws InterruptedException {
    stopping.await();
  }

  /**
   * Forgets the opened keys and closes every part that was opened with them.
   *
   * @throws UserError exit 1 while other commands run
   */
  public boolean lock() {
    requireIdle();
    parts.webSessions().endAll("LOCKED");
    closeParts();
    boolean wasOpen = keyring.lock();
    watchForAlerts(); // not least of this
    return wasOpen;
  }

  /** What goes on by itself in an engine that serves: from its start, and after every change. */
  public void goOn() {
    keepWatch();
    answerRingBacks();
    showMetrics();
    watchForAlerts();
  }

  /**
   * Closes every part, so that it opens with keys that were changed; then {@link #goOn}.
   *
   * @throws UserError exit 1 while other commands run
   */
  public void closeParts() {
    requireIdle();
    parts.closeAll();
  }

  /**
   * Serves nobody else until it ends: whoever asks finds an engine that is not there yet.
   *
   * @throws UserError exit 1 while other commands run
   */
  void serveNobodyElse() throws IOException {
    socket.close();
    requireIdle();
  }

  /**
   * @throws UserError exit 1 while other commands run
   */
  public void requireIdle() {
    if (commandsRunning() > 1) {
      throw new UserError(
          Exit.FAILED, Message.of("engine.busy", commandsRunning() - 1), "assent doctor");
    }
  }

  private EngineSocket.Service service() {
    return new EngineSocket.Service() {
      @Override
      public Exit run(Request request, Terminal terminal) {
        return Engine.this.run(request, terminal);
      }

      @Override
      public ShareGrant share(ShareRequest request) {
        return releaseShare(request);
      }

      @Override
      public ObjectNode act(Act act) {
        return served(() -> parts.actDesk().take(act));
      }

      @Override
      public void knock(String user, String address, boolean wrong) {
        served(
            () -> {
              parts.knock(user, address, wrong);
              return true;
            });
      }
    };
  }

  /** Counts as a running command, so that nothing is closed under it. */
  private <T> T served(Supplier<T> act) {
    if (running.register() < 0) {
      throw ActRefused.of("ENGINE_GONE", Message.of("page.engine_gone"), "assent engine");
    }
    try {
      return act.get();
    } catch (UserError error) {
      throw ActRefused.of(error);
    } finally {
      running.arriveAndDeregister();
    }
  }

  /**
   * Seals keys and configuration of this home to a machine that was admitted as a node.
   *
   * @throws UserError exit 4 while locked
   */
  public void writeGrant(Path file, NodeRequest to) throws IOException {
    NodeGrant.write(
        file, to, home.keys(), keyring.require(), home.marker().encode(), JoinedHome.conf(home));
  }

  private ShareGrant releaseShare(ShareRequest request) {
    User listener =
        keyring
            .require()
            .user(request.user())
            .filter(user -> user.hasAny(Set.of(Role.QA)))
            .orElseThrow(
                () ->
                    new UserError(
                        Exit.NOT_PERMITTED,
                        Message.of("user.lacks_role", request.user(), Role.QA),
                        "assent user list"));
    parts.requireFree(listener.name());
    boolean fresh = Duration.between(request.at(), clock.instant()).abs().compareTo(FRESH) <= 0;
    if (!fresh
        || !request.home().equals(home.marker().id())
        || !request.isSignedBy(listener.publicKey())) {
      throw new UserError(
          Exit.NOT_PERMITTED, Message.of("engine.share_unsigned", request.user()), null);
    }
    ShareDesk desk =
        parts
            .shareDesk()
            .orElseThrow(
                () ->
                    new UserError(
                        Exit.CONFIG, Message.of("engine.no_recordings"), "assent doctor"));
    parts.accessWatch().accessed(byCommand(request, listener));
    return desk.release(request.recording(), listener, request.reason());
  }

  /** Listening by command counts as listening at a page does (R54). */
  private static Access byCommand(ShareRequest request, User listener) {
    return new Access(
        listener.name(),
        listener.roles().stream().sorted().map(Role::name).collect(Collectors.joining("+")),
        Access.Kind.PLAY,
        "recordings play",
        request.recording(),
        null,
        request.reason(),
        null,
        new UUID(0, 0),
        "command",
        "",
        Access.ALLOWED);
  }

  /** No new commands; waits for those that run, then closes the parts, the keys and the lock. */
  @Override
  public void close() throws IOException {
    stop();
    socket.close();
    running.arriveAndAwaitAdvance();
    running.forceTermination();
    parts.webSessions().endAll("ENGINE_STOPPED");
    parts.close();
    keyring.close();
    log.close();
    lock.close();
  }
}
