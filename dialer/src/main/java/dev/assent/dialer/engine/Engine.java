package dev.assent.dialer.engine;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.keys.Keyring;
import dev.assent.dialer.keys.User;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Phaser;
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
    var engine = new Engine(home, lock, machine, resident, runner);
    try {
      engine.keyring.openKept();
    } catch (UserError unreadable) {
      // Holds, status and doctor must work with a broken keyset; commands that need it say so.
      LOG.error("the kept keys do not open the keyset: {}", unreadable.said().code());
    }
    return engine;
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
   * Takes refusals that are dropped and looks daily at what runs out, from now on; not only when
   * the first campaign runs. A home that cannot be opened says so to every command that needs it,
   * so this only logs.
   */
  public void keepWatch() {
    if (resident && keyring.opened().isPresent()) {
      try {
        parts.calls().inbox();
      } catch (RuntimeException broken) {
        LOG.error("dropped refusals are not taken yet", broken);
      }
      try {
        parts.lookDaily();
      } catch (RuntimeException broken) {
        LOG.error("nobody looks daily at what runs out", broken);
      }
    }
  }

  /**
   * Answers people who ring back, from now on, where a trunk's {@code inbound:} has something for
   * them; not only while a campaign runs. As {@link #keepWatch}, this only logs.
   */
  public void answerRingBacks() {
    try {
      if (resident && keyring.opened().isPresent() && parts.calls().expectsRingBacks()) {
        parts.calls().userAgent();
      }
    } catch (RuntimeException broken) {
      LOG.error("nobody who rings back is answered yet", broken);
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

  /** Commands under way, the asking one included. */
  public int commandsRunning() {
    return running.getRegisteredParties() - 1;
  }

  /** Told once, when the engine is asked to stop: a campaign drains, then ends its command. */
  public void onStop(Runnable listener) {
    synchronized (stopListeners) {
      stopListeners.add(listener);
    }
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
    if (commandsRunning() > 1) {
      throw new UserError(
          Exit.FAILED, Message.of("engine.busy", commandsRunning() - 1), "assent doctor");
    }
    parts.closeAll();
    return keyring.lock();
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
    };
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
    boolean fresh = Duration.between(request.at(), clock.instant()).abs().compareTo(FRESH) <= 0;
    if (!fresh
        || !request.home().equals(home.marker().id())
        || !request.isSignedBy(listener.publicKey())) {
      throw new UserError(
          Exit.NOT_PERMITTED, Message.of("engine.share_unsigned", request.user()), null);
    }
    return parts
        .shareDesk()
        .orElseThrow(
            () -> new UserError(Exit.CONFIG, Message.of("engine.no_recordings"), "assent doctor"))
        .release(request, listener);
  }

  /** No new commands; waits for those that run, then closes the parts, the keys and the lock. */
  @Override
  public void close() throws IOException {
    stop();
    socket.close();
    running.arriveAndAwaitAdvance();
    running.forceTermination();
    parts.close();
    keyring.close();
    log.close();
    lock.close();
  }
}
