package dev.assent.dialer.trunk;

import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.transport.Connected;
import dev.assent.dialer.trunk.TrunkStatus.OfRegistration;
import dev.assent.dialer.trunk.TrunkStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
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

  private static final Duration PING_PATIENCE = Duration.ofSeconds(4);
  private static final Duration PING_WHEN_ILL = Duration.ofSeconds(5);

  /** Between looks at names and connections where no OPTIONS are wanted. */
  private static final Duration LOOK = Duration.ofSeconds(60);

  private final Routes routes;
  private final Reach reach;
  private final @Nullable Registering registering;
  private final Duration every;
  private final Timers timers;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Target, TargetHealth> targets = new LinkedHashMap<>();
  private final Overload overload;
  private final PasswordTrial password;
  private final Breaker breaker = new Breaker();
  private @Nullable Turn probe;
  private String soundless = "";
  private boolean closed;
  private Timers.@Nullable Cancellable due;
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
    this.reach = reach;
    this.registering = registering;
    this.every = every;
    this.timers = timers;
    this.clock = clock;
    this.random = random;
    this.overload = new Overload(timers.nanoTime());
    this.password = new PasswordTrial(!login);
    this.since = clock.instant();
  }

  /** Begins to ask. */
  public TrunkHealth start() {
    tick();
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
      long now = timers.nanoTime();
      return routes.inOrder().stream()
          .map(this::of)
          .filter(target -> !target.isBlocked(now))
          .sorted(Comparator.comparingInt(this::rank))
          .map(TargetHealth::target)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  private int rank(TargetHealth target) {
    if (!reach.isUp(target.target())) {
      return 3; // not one byte could leave for it now
    }
    return switch (target.state()) {
      case UP, UNKNOWN -> 0;
      case DEGRADED -> 1;
      case DOWN -> 2;
    };
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
            of(target).block(retryAfter, now, clock.instant());
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
        of(target).unreachable(timers.nanoTime(), clock.instant());
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
        breaker.silent(now, mute());
        if (breaker.stopped()) {
          probe = null;
        }
      } finally {
        lock.unlock();
      }
      if (stopped()) {
        tick();
      }
    }
  }

  private boolean stopped() {
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
              : !flaws.isEmpty()
                  ? State.DEGRADED
                  : targets.values().stream().allMatch(t -> t.state() == State.UNKNOWN)
                      ? State.UNKNOWN
                      : State.UP;
      String reason = !held.isEmpty() ? held : String.join("; ", flaws);
      if (now != shown) {
        shown = now;
        since = clock.instant();
      }
      return new TrunkStatus(
          now,
          reason,
          since,
          overload.share(timers.nanoTime()),
          targets.values().stream().map(TargetHealth::status).toList(),
          registration);
    } finally {
      lock.unlock();
    }
  }

  private List<String> flaws(@Nullable OfRegistration registration) {
    List<String> flaws = new ArrayList<>(routes.problems());
    targets.values().stream()
        .map(TargetHealth::status)
        .filter(target -> target.state() == State.DEGRADED || target.state() == State.DOWN)
        .map(target -> target.target() + ": " + target.reason())
        .forEach(flaws::add);
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
    List<TargetHealth> all = routes.inOrder().stream().map(this::of).toList();
    if (all.isEmpty()) {
      return Stream.concat(Stream.of("no address to call"), routes.problems().stream())
          .reduce((a, b) -> a + ": " + b)
          .orElseThrow();
    }
    long now = timers.nanoTime();
    if (all.stream().allMatch(target -> target.isBlocked(now) || target.state() == State.DOWN)) {
      return all.getFirst().target() + ": " + all.getFirst().status().reason();
    }
    if (all.stream().noneMatch(target -> reach.isUp(target.target()))) {
      return all.getFirst().target() + ": " + all.getFirst().connectProblem();
    }
    if (registering != null && registering.status().state() == State.DOWN) {
      return registering.status().reason();
    }
    String refused = password.heldBy(now);
    if (!refused.isEmpty()) {
      return refused;
    }
    breaker.look(now, mute());
    String stopped = breaker.heldBy();
    return stopped.isEmpty() && breaker.probing() && probe != null
        ? "one call at a time until the carrier takes one"
        : stopped;
  }

  private boolean mute() {
    return !targets.isEmpty() && targets.values().stream().allMatch(TargetHealth::mute);
  }

  private TargetHealth of(Target target) {
    return targets.computeIfAbsent(target, t -> new TargetHealth(t, clock.instant()));
  }

  /** Asks every address, and again after a while. */
  private void tick() {
    List<Target> all = routes.inOrder();
    List<Target> gone;
    boolean ill;
    lock.lock();
    try {
      if (closed) {
        return;
      }
      all.forEach(this::of);
      gone = targets.keySet().stream().filter(target -> !all.contains(target)).toList();
      targets.keySet().retainAll(all);
      ill =
          all.isEmpty()
              || breaker.stopped()
              || targets.values().stream().anyMatch(target -> target.state() == State.DOWN)
              || !all.stream().allMatch(reach::isUp);
      if (due != null) {
        due.cancel();
      }
      Duration usual = every.isZero() ? LOOK : every;
      Duration wait = ill && usual.compareTo(PING_WHEN_ILL) > 0 ? PING_WHEN_ILL : usual;
      long nanos = wait.toNanos() * 9 / 10;
      due = timers.after(nanos + random.nextLong(Math.max(1, nanos / 5)), this::tick);
    } finally {
      lock.unlock();
    }
    gone.forEach(reach::release);
    for (Target target : all) {
      if (!reach.isUp(target)) {
        connect(target);
      } else {
        ping(target);
      }
    }
  }

  /** Asked with OPTIONS as soon as it is up: whoever waits for the first answer waits less. */
  private void connect(Target target) {
    CompletableFuture<Connected> connecting;
    try {
      connecting = reach.connect(target);
    } catch (IllegalStateException closedMeanwhile) {
      return;
    }
    var _ =
        connecting.whenComplete(
            (connected, thrown) -> {
              if (thrown == null) {
                ping(target);
              } else {
                unconnected(target, thrown);
              }
            });
  }

  private void unconnected(Target target, Throwable thrown) {
    lock.lock();
    try {
      TargetHealth health = targets.get(target);
      if (health != null) {
        Throwable cause = thrown.getCause() != null ? thrown.getCause() : thrown;
        health.unconnected(String.valueOf(cause.getMessage()), clock.instant());
      }
    } finally {
      lock.unlock();
    }
  }

  private void ping(Target target) {
    if (every.isZero() && !stopped()) {
      return;
    }
    CompletableFuture<Integer> answer;
    try {
      answer = reach.options(target);
    } catch (IllegalStateException closedMeanwhile) {
      return;
    }
    CompletableFuture<Integer> patient = answer.copy();
    Timers.Cancellable patience =
        timers.after(
            PING_PATIENCE.toNanos(),
            () -> patient.completeExceptionally(new IllegalStateException("no answer to OPTIONS")));
    var _ =
        patient.whenComplete(
            (status, thrown) -> {
              patience.cancel();
              pinged(target, status, thrown);
            });
  }

  private void pinged(Target target, @Nullable Integer status, @Nullable Throwable thrown) {
    lock.lock();
    try {
      TargetHealth health = targets.get(target);
      if (health == null) {
        return;
      }
      if (status != null) {
        health.answered(status, clock.instant());
        breaker.alive();
        breaker.look(timers.nanoTime(), mute());
      } else {
        Throwable cause = thrown != null && thrown.getCause() != null ? thrown.getCause() : thrown;
        health.missed(
            cause == null ? "no answer to OPTIONS" : String.valueOf(cause.getMessage()),
            clock.instant());
      }
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
    lock.lock();
    try {
      closed = true;
      if (due != null) {
        due.cancel();
      }
    } finally {
      lock.unlock();
    }
    routes.close();
    if (registering != null) {
      registering.close();
    }
  }
}
