package dev.assent.dialer.trunk;

import dev.assent.compliance.Clearance;
import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.PreparedCall;
import dev.assent.dialer.sip.Transport;
import dev.assent.dialer.sip.UserAgent;
import dev.assent.media.rtp.MediaEngine;
import dev.assent.media.rtp.MediaPort;
import dev.assent.media.rtp.NoMediaPort;
import dev.assent.media.sdp.SrtpPolicy;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A carrier's trunk. Everything a call needs on the wire is taken first, by {@link #seize}: its
 * channel, its turn, its ports, its Call-ID. Only then is the law asked for a clearance, so that
 * nothing can delay the INVITE once the right to send it was reserved (DESIGN §3).
 */
public final class Trunk {
  private final TrunkSettings settings;
  private final TrunkHealth health;
  private final UserAgent userAgent;
  private final MediaEngine media;
  private final Timers timers;
  private final DialingLaw law;
  private final CallsInProgress inProgress;
  private final Semaphore channels;
  private final Pacer pacer;

  /** A trunk over one user agent and one media engine, both of which outlive it. */
  public Trunk(
      TrunkSettings settings,
      TrunkHealth health,
      UserAgent userAgent,
      MediaEngine media,
      Timers timers,
      DialingLaw law,
      CallsInProgress inProgress) {
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
    this.channels = new Semaphore(settings.channels(), true);
    this.pacer = new Pacer(timers, settings.callsPerSecond());
  }

  /** The trunk's name. */
  public String name() {
    return settings.name();
  }

  /** Channels taken now. Any thread. */
  public int inUse() {
    return settings.channels() - channels.availablePermits();
  }

  /** How it is. Any thread. */
  public TrunkStatus status() {
    return health.status();
  }

  /** A channel for a call that comes in, if one is free now; to be closed when it has ended. */
  public Optional<AutoCloseable> channelForRingBack() {
    return channels.tryAcquire() ? Optional.of(channels::release) : Optional.empty();
  }

  /**
   * Waits for a free channel and this trunk's next turn, and takes ports and a Call-ID. The line
   * must be closed; a line that dialled nobody gives its turn back.
   *
   * @throws NoMediaPort when every RTP port is in use or resting
   * @throws TrunkHeld when nobody is dialled over this trunk now
   */
  public Line seize() throws InterruptedException, NoMediaPort, TrunkHeld {
    channels.acquire();
    TrunkHealth.@Nullable Turn turn = null;
    try {
      turn = health.enter();
      pacer.await(health.share());
      MediaPort port = media.reserve();
      return new Line(turn, port, userAgent.prepare());
    } catch (InterruptedException | NoMediaPort | TrunkHeld | RuntimeException e) {
      if (turn != null) {
        turn.close();
      }
      channels.release();
      throw e;
    }
  }

  /** One seized line: good for one attempt. Used by the call's thread. */
  public final class Line implements AutoCloseable {
    private final TrunkHealth.Turn turn;
    private final MediaPort port;
    private final PreparedCall prepared;
    private boolean dialled;

    private Line(TrunkHealth.Turn turn, MediaPort port, PreparedCall prepared) {
      this.turn = turn;
      this.port = port;
      this.prepared = prepared;
    }

    /** The Call-ID that every INVITE of this attempt will carry; journalled before it leaves. */
    public String sipCallId() {
      return prepared.callId();
    }

    /**
     * Sends the INVITE, the only way there is to send one, and waits for what becomes of it.
     *
     * @throws IllegalStateException when this line has dialled before
     */
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
        pacer.giveBack();
      }
      turn.close();
      port.close();
      channels.release();
    }
  }
}
