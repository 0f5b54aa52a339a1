package dev.assent.dialer.trunk;

import dev.assent.compliance.Clearance;
import dev.assent.dialer.Threads;
import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.PreparedCall;
import dev.assent.dialer.sip.UserAgent;
import dev.assent.dialer.sip.address.Transport;
import dev.assent.media.rtp.MediaEngine;
import dev.assent.media.rtp.MediaPort;
import dev.assent.media.rtp.NoMediaPort;
import dev.assent.media.sdp.SrtpPolicy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A carrier's trunk. Everything a call needs on the wire is taken first, by {@link #seize}: its
 * channel, its turn, its ports, its Call-ID. Only then is the law asked for a clearance, so that
 * nothing can delay the INVITE once the right to send it was reserved (DESIGN §3).
 */
public final class Trunk implements Lines {
  /** While a share has run out: whoever has its turn then is sent away. */
  private static final double LEAST_SHARE = 0.01;

  private final TrunkSettings settings;
  private final TrunkHealth health;
  private final UserAgent userAgent;
  private final MediaEngine media;
  private final Timers timers;
  private final DialingLaw law;
  private final CallsInProgress inProgress;
  private final Allowance allowance;
  private final TrunkBudget budget;
  private final TrunkBudget.Claim own;

  /** A trunk over one user agent and one media engine, both of which outlive it. */
  public Trunk(
      TrunkSettings settings,
      TrunkHealth health,
      UserAgent userAgent,
      MediaEngine media,
      Timers timers,
      Threads threads,
      DialingLaw law,
      CallsInProgress inProgress,
      Allowance allowance) {
    this.allowance = allowance;
    if (settings.srtp() != SrtpPolicy.OFF && health.routes().transport() != Transport.TLS) {
      throw new IllegalArgumentException(
          "trunk %s: SRTP %s needs TLS, or its keys would travel in the clear"
              .formatted(settings.name(), settings.srtp()));
    }
    this.settings = settings;
    this.health = health;
    this.userAgent = userAgent;
    this.media = media;
    this.timers = timers;
    this.law = law;
    this.inProgress = inProgress;
    this.budget = new TrunkBudget(timers, threads, settings.channels(), settings.callsPerSecond());
    this.own = budget.claim(1);
  }

  @Override
  public String name() {
    return settings.name();
  }

  /** Channels taken now. Any thread. */
  public int inUse() {
    return budget.inUse();
  }

  /** How it is. Any thread. */
  public TrunkStatus status() {
    return health.status();
  }

  /** A channel for a call that comes in, if one is free now; to be closed when it has ended. */
  public Optional<AutoCloseable> channelForRingBack() {
    return budget.channel();
  }

  /**
   * The same trunk for one of several that want it: its channels and calls a second are theirs in
   * proportion to their priorities.
   *
   * @param priority at least 1
   */
  public Lines linesFor(int priority) {
    TrunkBudget.Claim claim = budget.claim(priority);
    return new Lines() {
      @Override
      public String name() {
        return settings.name();
      }

      @Override
      public Lines.Line seize() throws InterruptedException, NoMediaPort, TrunkHeld {
        return Trunk.this.seize(claim);
      }
    };
  }

  @Override
  public Lines.Line seize() throws InterruptedException, NoMediaPort, TrunkHeld {
    return seize(own);
  }

  /** Takes channel and turn, ports and Call-ID, in this order. */
  private Lines.Line seize(TrunkBudget.Claim claim)
      throws InterruptedException, NoMediaPort, TrunkHeld {
    allowed();
    if (inUse() >= allowance.channels(this::inUse)) {
      throw new TrunkHeld("other nodes have this trunk's channels");
    }
    TrunkBudget.Turn turn =
        budget.enter(claim, () -> health.share() * Math.max(LEAST_SHARE, allowance.share()));
    TrunkHealth.@Nullable Turn admitted = null;
    try {
      if (inUse() > allowance.channels(this::inUse)) {
        throw new TrunkHeld("other nodes have this trunk's channels");
      }
      admitted = health.enter();
      allowed(); // it may have run out while this call waited for its turn
      MediaPort port = media.reserve();
      return new OwnLine(turn, admitted, port, userAgent.prepare());
    } catch (NoMediaPort | TrunkHeld | RuntimeException e) {
      if (admitted != null) {
        admitted.close();
      }
      turn.giveBack();
      budget.leave();
      throw e;
    }
  }

  private double allowed() throws TrunkHeld {
    double share = allowance.share();
    if (share <= 0) {
      throw new TrunkHeld("other nodes have this trunk's calls a second");
    }
    return share;
  }

  private final class OwnLine implements Lines.Line {
    private final TrunkBudget.Turn turn;
    private final TrunkHealth.Turn admitted;
    private final MediaPort port;
    private final PreparedCall prepared;
    private boolean dialled;

    private OwnLine(
        TrunkBudget.Turn turn, TrunkHealth.Turn admitted, MediaPort port, PreparedCall prepared) {
      this.turn = turn;
      this.admitted = admitted;
      this.port = port;
      this.prepared = prepared;
    }

    @Override
    public String sipCallId() {
      return prepared.callId();
    }

    /** Sends the INVITE. */
    @Override
    public Dialed dial(Clearance clearance) {
      if (dialled) {
        throw new IllegalStateException("a line dials once");
      }
      dialled = true;
      return new Dialing(settings, health, prepared, port, timers, law, inProgress).run(clearance);
    }

    @Override
    public void close() {
      if (!dialled) {
        turn.giveBack();
      }
      admitted.close();
      port.close();
      budget.leave();
    }
  }
}
