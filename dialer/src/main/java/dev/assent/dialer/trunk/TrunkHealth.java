package dev.assent.dialer.trunk;

import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.trunk.TrunkStatus.OfRegistration;
import dev.assent.dialer.trunk.TrunkStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Whether customers may be dialled over a trunk, at which of its addresses first, and how fast. A
 * carrier that is ill is noticed by OPTIONS, and by INVITEs nobody reacts to: after three in a row
 * nobody more is called into the silence, until OPTIONS is answered, and then one at a time. Any
 * thread; never blocks.
 */
public final class TrunkHealth implements AutoCloseable {
  private static final long DOUBT = Duration.ofSeconds(1).toNanos();
  private static final long SILENCE = Duration.ofSeconds(3).toNanos();

  /** T1: an INVITE without any answer is now sent again. */
  private static final long LATE = Duration.ofMillis(500).toNanos();

  private final Routes routes;
  private final @Nullable Registering registering;
  private final Timers timers;
  private final InstantSource clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Qualifying qualifying;
  private final TargetHealths targets;
  private final Overload overload;
  private final PasswordTrial password;
  private final Breaker breaker = new Breaker();
  private @Nullable Turn probe;
  private String soundless = "";
  private State shown = State.UNKNOWN;
  private Instant since;

  /**
   * @param registering when the carrier wants to be told where we are
   * @param every between OPTIONS to each address; zero: none but after a silence, for carriers that
   *     do not want them
   * @param login whether it knows us by a password
   */
  public TrunkHealth(
      Routes routes,
      Reach reach,
      @Nullable Registering registering,
      boolean login,
      Duration every,
      Timers timers,
      InstantSource clock,
      RandomGenerator random) {
    this.routes = routes;
    this.registering = registering;
    this.timers = timers;
    this.clock = clock;
    this.qualifying = new Qualifying(this, routes, reach, every, timers, random);
    this.targets = new TargetHealths(routes, reach, clock);
    this.overload = new Overload(timers.nanoTime());
    this.password = new PasswordTrial(!login);
    this.since = clock.instant();
  }

  /** Begins to ask. */
  public TrunkHealth start() {
    qualifying.ask();
    return this;
  }

  /** One call that was let in; to be closed when its line is. */
  public final class Turn implements AutoCloseable {
    private Turn() {}

    @Override
    @SuppressWarnings("ReferenceEquality") // this very turn
    public void close() {
      lock.lock();
      try {
        if (probe == this) {
          probe = null;
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /**
   * Lets one call in.
   *
   * @throws TrunkHeld when nobody is dialled over this trunk now
   */
  public Turn enter() throws TrunkHeld {
    lock.lock();
    try {
      String why = heldBy();
      if (!why.isEmpty()) {
        throw new TrunkHeld(why);
      }
      boolean alone = breaker.probing() || password.isOpen();
      if (alone && probe != null) {
        throw new TrunkHeld("one call at a time until the carrier has taken the password");
      }
      Turn turn = new Turn();
      if (alone) {
        probe = turn;
      }
      return turn;
    } finally {
      lock.unlock();
    }
  }

  /** Part of the calls a second that may be dialled now, above 0 to 1. */
  public double share() {
    lock.lock();
    try {
      return overload.share(timers.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** The addresses one call may try, the first to try foremost; those that are ill come last. */
  public List<Target> inOrder() {
    lock.lock();
    try {
      return targets.inOrder(timers.nanoTime());
    } finally {
      lock.unlock();
    }
  }

  /** An INVITE leaves for this address. */
  public Sent invited(Target target) {
    return new Sent(target);
  }

  /** One INVITE and what is heard of it. */
  public final class Sent {
    private final Target target;
    private final long at = timers.nanoTime();
    private Timers.Cancellable silence;
    private boolean doubted;
    private boolean heard;

    private Sent(Target target) {
      this.target = target;
      lock.lock();
      try {
        overload.sent(at);
      } finally {
        lock.unlock();
      }
      this.silence = timers.after(DOUBT, this::doubtful);
    }

    /**
     * An answer, provisional or final.
     *
     * @param retryAfter of a 503
     */
    public void heard(int status, @Nullable Duration retryAfter) {
      lock.lock();
      try {
        long now = timers.nanoTime();
        boolean was = breaker.probing();
        if (breaker.heard(status, now)) {
          overload.startAgain(now);
        }
        if (was && !breaker.probing()) {
          probe = null;
        }
        if (!heard) {
          heard = true;
          silence.cancel();
          if (now - at > LATE && now - at < SILENCE) {
            overload.bad(now);
          }
        }
        if (status >= 180 && status != 401 && status != 407) {
          password.taken();
        }
        if (status == 503) {
          overload.bad(now);
          if (retryAfter != null) {
            targets.of(target).block(retryAfter, now, clock.instant());
          }
        }
      } finally {
        lock.unlock();
      }
    }

    /** 401 or 407, and no further INVITE can help. */
    public void unauthorized(int status, String phrase) {
      lock.lock();
      try {
        password.refused(status, phrase, timers.nanoTime());
      } finally {
        lock.unlock();
      }
    }

    /**
     * Its 2xx carried sound we can speak, or not.
     *
     * @param why not; empty if it did
     */
    public void answered(String why) {
      lock.lock();
      try {
        soundless = why;
      } finally {
        lock.unlock();
      }
    }

    /** Not one byte left for it. */
    public void unsent() {
      lock.lock();
      try {
        heard = true;
        silence.cancel();
        if (doubted) {
          breaker.withdrawn();
        }
        targets.of(target).unreachable(timers.nanoTime(), clock.instant());
      } finally {
        lock.unlock();
      }
    }

    private void doubtful() {
      lock.lock();
      try {
        if (!heard) {
          doubted = true;
          breaker.doubtful();
          silence = timers.after(SILENCE - DOUBT, this::silent);
        }
      } finally {
        lock.unlock();
      }
    }

    private void silent() {
      lock.lock();
      try {
        if (heard) {
          return;
        }
        long now = timers.nanoTime();
        overload.bad(now);
        breaker.silent(now, targets.mute());
        if (breaker.stopped()) {
          probe = null;
        }
      } finally {
        lock.unlock();
      }
      if (stopped()) {
        qualifying.ask();
      }
    }
  }

  /** Whether nobody is called into it, until OPTIONS is answered or time has passed. */
  boolean stopped() {
    lock.lock();
    try {
      return breaker.stopped();
    } finally {
      lock.unlock();
    }
  }

  /** How the trunk is. */
  public TrunkStatus status() {
    lock.lock();
    try {
      OfRegistration registration = registering == null ? null : registering.status();
      String held = heldBy();
      held = breaker.down().isEmpty() ? held : breaker.down();
      List<String> flaws = flaws(registration);
      State now =
          !held.isEmpty()
              ? State.DOWN
              : !flaws.isEmpty() ? State.DEGRADED : targets.unknown() ? State.UNKNOWN : State.UP;
      String reason = !held.isEmpty() ? held : String.join("; ", flaws);
      if (now != shown) {
        shown = now;
        since = clock.instant();
      }
      return new TrunkStatus(
          now, reason, since, overload.share(timers.nanoTime()), targets.status(), registration);
    } finally {
      lock.unlock();
    }
  }

  private List<String> flaws(@Nullable OfRegistration registration) {
    List<String> flaws = new ArrayList<>(targets.flaws());
    if (registration != null && registration.state() != State.UP) {
      flaws.add(registration.reason());
    }
    if (!password.flaw().isEmpty()) {
      flaws.add(password.flaw());
    }
    if (!soundless.isEmpty()) {
      flaws.add("the last call that was answered had no sound: " + soundless);
    }
    if (breaker.probing()) {
      flaws.add("one call at a time, until one is answered by the carrier");
    }
    double share = overload.share(timers.nanoTime());
    if (share < 1) {
      flaws.add(
          "the carrier sheds load: %d %% of the calls a second".formatted(Math.round(share * 100)));
    }
    return flaws;
  }

  /** Why nobody is dialled; empty when somebody may be. */
  private String heldBy() {
    long now = timers.nanoTime();
    String unreachable = targets.heldBy(now);
    if (!unreachable.isEmpty()) {
      return unreachable;
    }
    if (registering != null && registering.status().state() == State.DOWN) {
      return registering.status().reason();
    }
    String refused = password.heldBy(now);
    if (!refused.isEmpty()) {
      return refused;
    }
    breaker.look(now, targets.mute());
    String stopped = breaker.heldBy();
    return stopped.isEmpty() && breaker.probing() && probe != null
        ? "one call at a time until the carrier takes one"
        : stopped;
  }

  /**
   * What asking begins with.
   *
   * @param gone addresses that calls go to no more
   * @param ill whether to ask again soon
   */
  record Look(List<Target> gone, boolean ill) {}

  /** These are the carrier's addresses now. */
  Look look(List<Target> all) {
    lock.lock();
    try {
      List<Target> gone = targets.are(all);
      return new Look(gone, breaker.stopped() || targets.ill());
    } finally {
      lock.unlock();
    }
  }

  /** The connection to this address does not come up. */
  void unconnected(Target target, String why) {
    lock.lock();
    try {
      targets.ifKnown(target).ifPresent(health -> health.unconnected(why, clock.instant()));
    } finally {
      lock.unlock();
    }
  }

  /** OPTIONS was answered there. */
  void answered(Target target, int status) {
    lock.lock();
    try {
      Optional<TargetHealth> health = targets.ifKnown(target);
      if (health.isPresent()) {
        health.get().answered(status, clock.instant());
        breaker.alive();
        breaker.look(timers.nanoTime(), targets.mute());
      }
    } finally {
      lock.unlock();
    }
  }

  /** OPTIONS was not answered there. */
  void missed(Target target, String why) {
    lock.lock();
    try {
      targets.ifKnown(target).ifPresent(health -> health.missed(why, clock.instant()));
    } finally {
      lock.unlock();
    }
  }

  /** Registers now, for whoever wants to know; empty when the carrier wants no registration. */
  public @Nullable Registering registering() {
    return registering;
  }

  public Routes routes() {
    return routes;
  }

  /** Takes the registration back. */
  @Override
  public void close() {
    qualifying.close();
    routes.close();
    if (registering != null) {
      registering.close();
    }
  }
}
