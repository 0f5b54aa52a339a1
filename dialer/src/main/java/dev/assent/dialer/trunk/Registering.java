package dev.assent.dialer.trunk;

import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.Binding;
import dev.assent.dialer.sip.Registered;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.trunk.TrunkStatus.OfRegistration;
import dev.assent.dialer.trunk.TrunkStatus.State;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a carrier told where we are: well before the binding runs out it is renewed; a carrier that
 * does not answer is asked at its next address, then ever more rarely; one that refuses the
 * password is asked once more after a minute and then by the hour, so that no account is locked.
 * Where one of several engines registers for all, the others stand by, and whoever takes over takes
 * back what a dead one said. Any thread.
 */
public final class Registering implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(1);
  private static final Duration FIRST_WAIT = Duration.ofSeconds(30);
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(30);
  private static final Duration WRONG_PASSWORD_ONCE = Duration.ofMinutes(1);
  private static final Duration WRONG_PASSWORD = Duration.ofHours(1);
  private static final String ELSEWHERE = "another node holds this registration";
  private static final Duration GOODBYE = Duration.ofSeconds(2);

  private final Binding binding;
  private final Supplier<List<Target>> targets;
  private final Duration expires;
  private final Timers timers;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable CompletableFuture<Registered> running;
  private Timers.@Nullable Cancellable due;
  private @Nullable Target boundAt;
  private int failures;
  private int refusals;
  private @Nullable Registered lastRefusal;
  private long refusedAt;
  private boolean closed;
  private boolean standingBy;
  private BooleanSupplier mine = () -> true;

  /** Whether several engines take turns. */
  private boolean inTurn;

  /** Whether another engine's binding may still stand at the carrier. */
  private boolean leftOver;

  /** The last time a binding was taken back. */
  private CompletableFuture<Registered> takenBack =
      CompletableFuture.completedFuture(new Registered.NoAnswer(""));

  private State state = State.UNKNOWN;
  private String reason = "not registered yet";
  private Instant since;
  private @Nullable Instant until;

  /**
   * @param targets where REGISTER goes, the first to try foremost
   * @param expires asked for
   */
  public Registering(
      Binding binding,
      Supplier<List<Target>> targets,
      Duration expires,
      Timers timers,
      InstantSource clock,
      RandomGenerator random) {
    this.binding = binding;
    this.targets = targets;
    this.expires = expires;
    this.timers = timers;
    this.clock = clock;
    this.random = random;
    this.since = clock.instant();
  }

  /** Registers, and from then on keeps it up. */
  public void start() {
    lock.lock();
    try {
      standingBy = false;
    } finally {
      lock.unlock();
    }
    var _ = now();
  }

  /**
   * As {@link #start}, in the place of another engine that may have died: what it said is taken
   * back first, or calls to us would still go there, and a carrier that takes one registration only
   * would not take ours.
   *
   * @param mine looked at before anything is said: this machine may have stood still meanwhile
   */
  public void takeOver(BooleanSupplier mine) {
    lock.lock();
    try {
      this.mine = mine;
      inTurn = true;
      leftOver = true;
      lastRefusal = null; // nothing is planned any more
    } finally {
      lock.unlock();
    }
    start();
  }

  /** Another engine registers: this one takes back what it said, and says nothing more. */
  public void standBy() {
    lock.lock();
    try {
      standingBy = true;
      cancelDue();
      Target bound = boundAt;
      boundAt = null;
      is(State.UP, ELSEWHERE);
      until = null;
      if (bound != null && running == null) {
        takenBack = binding.register(bound, Duration.ZERO);
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Registers now, whatever was planned; joins a REGISTER that is under way. A password that was
   * refused within a minute is not tried again: what was said to it is told.
   *
   * @return what came of it; completed on a SIP worker
   */
  public CompletableFuture<Registered> now() {
    lock.lock();
    try {
      if (running != null) {
        return running;
      }
      if (closed) {
        return CompletableFuture.completedFuture(new Registered.NoAnswer("stopped"));
      }
      if (standingBy) {
        return CompletableFuture.completedFuture(new Registered.NoAnswer(ELSEWHERE));
      }
      Registered refused = lastRefusal;
      if (refused != null && timers.nanoTime() < refusedAt + WRONG_PASSWORD_ONCE.toNanos()) {
        return CompletableFuture.completedFuture(refused);
      }
      cancelDue();
      if (!mine.getAsBoolean()) {
        again(SOON); // if it is ours again by then; else we are about to stand by
        return CompletableFuture.completedFuture(new Registered.NoAnswer(ELSEWHERE));
      }
      List<Target> all = targets.get();
      if (all.isEmpty()) {
        Registered none = new Registered.NoAnswer("the registrar has no address yet");
        took(none, null);
        return CompletableFuture.completedFuture(none);
      }
      Target target = boundAt != null ? boundAt : all.get(failures % all.size());
      CompletableFuture<Registered> asked = new CompletableFuture<>();
      running = asked;
      var _ =
          takenBack
              .handle((_, _) -> target)
              .thenCompose(this::registered)
              .whenComplete(
                  (registered, thrown) -> {
                    Registered result =
                        thrown == null ? registered : new Registered.NoAnswer(thrown.toString());
                    lock.lock();
                    try {
                      running = null;
                      took(result, target);
                    } finally {
                      lock.unlock();
                    }
                    asked.complete(result);
                  });
      return asked;
    } finally {
      lock.unlock();
    }
  }

  private CompletableFuture<Registered> registered(Target target) {
    lock.lock();
    try {
      if (standingBy || closed) {
        return CompletableFuture.completedFuture(new Registered.NoAnswer(ELSEWHERE));
      }
      if (!leftOver) {
        return binding.register(target, expires);
      }
    } finally {
      lock.unlock();
    }
    return binding.clear(target).thenCompose(cleared -> afterThat(cleared, target));
  }

  private CompletableFuture<Registered> afterThat(Registered cleared, Target target) {
    lock.lock();
    try {
      leftOver = false; // once: some carriers do not know the asterisk
    } finally {
      lock.unlock();
    }
    return switch (cleared) {
      case Registered.Bound _, Registered.Refused _ -> registered(target);
      case Registered.NotAuthorized _, Registered.NoAnswer _ ->
          CompletableFuture.completedFuture(cleared);
    };
  }

  /** How it stands. */
  public OfRegistration status() {
    lock.lock();
    try {
      return new OfRegistration(state, reason, since, until);
    } finally {
      lock.unlock();
    }
  }

  private void took(Registered result, @Nullable Target target) {
    if (standingBy) {
      if (result instanceof Registered.Bound && target != null) {
        takenBack = binding.register(target, Duration.ZERO);
      }
      return;
    }
    switch (result) {
      case Registered.Bound(Duration granted) -> {
        failures = 0;
        refusals = 0;
        boundAt = target;
        until = clock.instant().plus(granted);
        is(State.UP, "");
        // Between half and three quarters of it: room for a lost packet, and no crowd.
        long half = Math.max(SOON.toNanos(), granted.toNanos() / 2);
        again(Duration.ofNanos(half + random.nextLong(Math.max(1, half / 2))));
      }
      case Registered.NotAuthorized(int status, String phrase) -> {
        boundAt = null;
        leftOver = inTurn; // a carrier may refuse ours because another stands
        refusals++;
        lastRefusal = result;
        refusedAt = timers.nanoTime();
        is(
            State.DOWN,
            "REGISTER: %d %s: user or password are wrong, or the account is not allowed here"
                .formatted(status, phrase));
        again(refusals == 1 ? WRONG_PASSWORD_ONCE : WRONG_PASSWORD);
      }
      case Registered.Refused(int status, String phrase, Duration retryAfter) -> {
        failed("REGISTER: %d %s".formatted(status, phrase), retryAfter);
      }
      case Registered.NoAnswer(String cause) -> failed(cause, null);
    }
  }

  private void failed(String why, @Nullable Duration retryAfter) {
    boundAt = null;
    failures++;
    is(State.DEGRADED, why);
    if (retryAfter != null) {
      again(retryAfter.compareTo(LONGEST_WAIT) < 0 ? retryAfter.plus(SOON) : LONGEST_WAIT);
    } else if (failures < targets.get().size()) {
      again(SOON);
    } else {
      // RFC 5626 section 4.5: doubled each time, by lot between half and all of it.
      int round = Math.min(failures / Math.max(1, targets.get().size()), 6);
      long wait = Math.min(LONGEST_WAIT.toNanos(), FIRST_WAIT.toNanos() << (round - 1));
      again(Duration.ofNanos(wait / 2 + random.nextLong(wait / 2)));
    }
  }

  private void is(State now, String why) {
    if (now != state || !why.equals(reason)) {
      since = clock.instant();
    }
    if (now != State.UP) {
      until = null;
    }
    state = now;
    reason = why;
  }

  private void again() {
    var _ = now();
  }

  private void again(Duration wait) {
    cancelDue();
    if (!closed) {
      due = timers.after(wait.toNanos(), this::again);
    }
  }

  private void cancelDue() {
    if (due != null) {
      due.cancel();
      due = null;
    }
  }

  /**
   * Takes the binding back, one that is being made too, and waits two seconds at most for the
   * carrier to say so.
   */
  @Override
  public void close() {
    CompletableFuture<Registered> goodbye;
    lock.lock();
    try {
      closed = true;
      cancelDue();
      CompletableFuture<Registered> underWay = running;
      goodbye = underWay == null ? goodbye() : underWay.thenCompose(_ -> goodbye());
    } finally {
      lock.unlock();
    }
    CompletableFuture<Registered> said = goodbye.copy();
    Timers.Cancellable patience =
        timers.after(
            GOODBYE.toNanos(), () -> said.complete(new Registered.NoAnswer("no time left")));
    said.join();
    patience.cancel();
  }

  private CompletableFuture<Registered> goodbye() {
    lock.lock();
    try {
      Target bound = boundAt;
      boundAt = null;
      return bound == null
          ? CompletableFuture.completedFuture(new Registered.NoAnswer("stopped"))
          : binding.register(bound, Duration.ZERO);
    } finally {
      lock.unlock();
    }
  }
}
