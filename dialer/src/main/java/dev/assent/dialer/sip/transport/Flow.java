package dev.assent.dialer.sip.transport;

import dev.assent.dialer.sip.address.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection to a target, opened when first needed, or ahead and then kept. Everything but
 * {@link #isUp} runs on the socket loop.
 */
final class Flow implements Connection.Owner {
  private static final Logger LOG = LoggerFactory.getLogger(Flow.class);
  private static final long BACK_OFF = Duration.ofMillis(500).toNanos();
  private static final long LONGEST_BACK_OFF = Duration.ofSeconds(60).toNanos();

  /** Who lasted this long was no flapping connection. */
  private static final long STEADY = Duration.ofSeconds(10).toNanos();

  /** After a refusal, sends fail at once for so long, instead of knocking each. */
  private static final long REFUSED_FOR = Duration.ofSeconds(1).toNanos();

  /** Opens connections; told of their ends. */
  interface Opener {
    Connection prepare(Flow flow);

    void open(Flow flow, Connection connection);

    void up(Flow flow, Connection connection);

    void lost(Flow flow, Throwable cause);

    long nanoTime();
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Unsent(byte[] message, Consumer<Throwable> failed) {}

  private final Target target;
  private final Opener opener;
  private final Traffic traffic;
  private final RandomGenerator random;
  private final long queueLimit;
  private final List<Unsent> unsent = new ArrayList<>();
  private final List<CompletableFuture<Connected>> waiting = new ArrayList<>();
  private volatile boolean up;
  private @Nullable Connection connection;
  private @Nullable Connected connected;
  private @Nullable ConnectProblem problem;
  private boolean kept;
  private long keepAlive;
  private boolean ponged;
  private long unsentBytes;
  private int failures;
  private long upSince;
  private long failedAt;
  private long retryAt;

  Flow(Target target, Opener opener, Traffic traffic, RandomGenerator random, long queueLimit) {
    this.target = target;
    this.opener = opener;
    this.traffic = traffic;
    this.random = random;
    this.queueLimit = queueLimit;
  }

  Target target() {
    return target;
  }

  /** Any thread. */
  boolean isUp() {
    return up;
  }

  boolean isIdle(long now) {
    Connection open = connection;
    return !kept && (open == null || open.isIdle(now));
  }

  /**
   * From now on it is brought up again whenever it breaks.
   *
   * @param silence after which a keep-alive is sent; zero for none
   */
  void keep(Duration silence, CompletableFuture<Connected> result) {
    kept = true;
    keepAlive = silence.toNanos();
    Connected now = connected;
    if (up && now != null) {
      result.complete(now);
      return;
    }
    waiting.add(result);
    if (connection == null) {
      connect();
    }
  }

  /** Once it is idle, or broken, it is not brought up again. */
  void release() {
    kept = false;
    keepAlive = 0;
    Connection open = connection;
    if (open != null) {
      open.keepAlive();
    }
  }

  void send(byte[] message, Consumer<Throwable> failed) {
    Connection open = connection;
    if (up && open != null) {
      if (open.hasRoom(message.length)) {
        open.send(message);
      } else {
        full(failed);
      }
      return;
    }
    ConnectProblem last = problem;
    if (open == null && last != null && opener.nanoTime() - failedAt < REFUSED_FOR) {
      traffic.dropped(Drop.NOT_UP);
      failed.accept(last);
    } else if (unsentBytes + message.length > queueLimit) {
      full(failed);
    } else {
      unsent.add(new Unsent(message, failed));
      unsentBytes += message.length;
      if (open == null) {
        connect();
      }
    }
  }

  private void full(Consumer<Throwable> failed) {
    traffic.dropped(Drop.QUEUE_FULL);
    failed.accept(new ConnectProblem(target + ": too much is waiting to be sent", null));
  }

  private void connect() {
    Connection fresh = opener.prepare(this);
    connection = fresh; // before it can say anything
    opener.open(this, fresh);
  }

  /** Called every second or so. */
  void patrol(long now) {
    Connection open = connection;
    if (open != null) {
      open.patrol(now);
    } else if (kept && now - retryAt >= 0) {
      connect();
    }
  }

  @Override
  public void ready(Connection from, Connected what) {
    if (from != connection) {
      return;
    }
    up = true;
    connected = what;
    problem = null;
    ponged = false;
    upSince = opener.nanoTime();
    LOG.info("{}: connected {}", target, what.protocol());
    opener.up(this, from);
    if (kept) {
      from.keepAlive();
    }
    List<Unsent> messages = List.copyOf(unsent);
    unsent.clear();
    unsentBytes = 0;
    messages.forEach(each -> from.send(each.message()));
    List<CompletableFuture<Connected>> told = List.copyOf(waiting);
    waiting.clear();
    told.forEach(each -> each.complete(what));
  }

  @Override
  public void failed(Connection from, Throwable cause) {
    if (from != connection) {
      return;
    }
    connection = null;
    failedAt = opener.nanoTime();
    ConnectProblem why = ConnectCause.of(target, cause);
    problem = why;
    traffic.dropped(Drop.NOT_UP);
    LOG.info("no connection: {}", why.getMessage());
    later();
    List<Unsent> messages = List.copyOf(unsent);
    unsent.clear();
    unsentBytes = 0;
    messages.forEach(each -> each.failed().accept(why));
    List<CompletableFuture<Connected>> told = List.copyOf(waiting);
    waiting.clear();
    told.forEach(each -> each.completeExceptionally(why));
  }

  @Override
  public void closed(Connection from, Throwable cause) {
    if (from != connection) {
      return;
    }
    LOG.info("{}: connection lost: {}", target, cause.getMessage());
    up = false;
    connected = null;
    connection = null;
    if (opener.nanoTime() - upSince >= STEADY) {
      failures = 0;
    }
    opener.lost(this, cause);
    later();
  }

  /** The next attempt: each twice as far off, and never many of us at one instant. */
  private void later() {
    long wait = Math.min(LONGEST_BACK_OFF, BACK_OFF << Math.min(failures, 16));
    failures++;
    retryAt = opener.nanoTime() + (long) (wait * (0.5 + random.nextDouble()));
  }

  @Override
  public void ponged() {
    ponged = true;
  }

  /** 80 to 100 % of what is configured (RFC 5626 section 4.4.1). */
  @Override
  public long nextPing() {
    return (long) (keepAlive * (0.8 + 0.2 * random.nextDouble()));
  }

  /** A peer that never answered one may not know them; one that did must go on. */
  @Override
  public boolean expectsPong() {
    return ponged;
  }

  /** Ends it for good. */
  void close() {
    kept = false;
    Connection open = connection;
    if (open != null) {
      open.close("the user agent was closed");
    }
  }
}
