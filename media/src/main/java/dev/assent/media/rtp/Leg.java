package dev.assent.media.rtp;

import dev.assent.media.prompt.Prompt;
import dev.assent.media.rtp.Counters.Counter;
import dev.assent.media.sdp.MediaTerms;
import dev.assent.media.srtp.SrtpSession;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One call on its media thread: each 20 ms {@link #send}, then {@link #receive}. Everything here is
 * called by that thread only; other threads speak through {@link LegProxy}.
 */
final class Leg {
  private static final Logger LOG = LoggerFactory.getLogger(Leg.class);

  static final long LINGER_NANOS = 250_000_000L;

  /** How long a closing call waits for room in the tap queue before its last second is given up. */
  private static final long TAP_END_NANOS = 2_000_000_000L;

  /** More than the peer can send in a period, bounded so that reading never starves sending. */
  private static final int READS_PER_SLOT = 4;

  /**
   * Most peers send one packet a period, and to find that there is no second is half as much work
   * as to read the first: it is looked for each so many slots.
   */
  private static final int FULL_LOOK_SLOTS = 4;

  /** A call that has ended sends nothing: what waits, a key perhaps, is read to the last. */
  private static final int READS_WHILE_LINGERING = 64;

  /** RTCP is read each so many slots: 200 ms. */
  private static final int RTCP_SLOTS = 10;

  private final MediaLoop loop;
  private final Counters counters;
  private final PortPair ports;
  private final MediaEvents events;
  private final RemoteSource source;
  private final RtcpSession rtcp;
  private final Playout playout;
  private final Outbound outbound;
  private final Inbound inbound;
  private MediaTerms terms;
  private @Nullable SrtpSession srtp;

  private long slots;
  private int readLast;
  private long slotsSkipped;
  private long icmpErrors;
  private @Nullable CallTap tap;
  private @Nullable CallTap endingTap; // its last second waits for room in the queue
  private boolean lingering;
  private long lingerUntil;
  private boolean closing;
  private long closingSince;
  private boolean closed;

  Leg(
      MediaLoop loop,
      PortPair ports,
      MediaTerms terms,
      MediaEvents events,
      LegSeeds seeds,
      @Nullable SrtpSession srtp) {
    this.loop = loop;
    this.counters = loop.counters();
    this.ports = ports;
    this.terms = terms;
    this.events = events;
    this.source = new RemoteSource(ports.rtp(), terms.remote(), loop.mediaNetworks());
    this.outbound = new Outbound(loop, source, seeds);
    this.rtcp =
        new RtcpSession(
            ports.rtcp(), terms.remoteRtcp(), seeds.ssrc(), seeds.cname(), loop.random());
    this.playout = new Playout(events, terms.codec());
    this.inbound = new Inbound(source, terms, events, counters);
    if (srtp != null) {
      protect(srtp);
    }
  }

  // --- commands -----------------------------------------------------------------------------

  void onOpen(long nowNanos) {
    rtcp.start(nowNanos);
  }

  void onPlay(List<PlayingSegment> segments) {
    if (!closing && !lingering) {
      playout.play(segments);
    }
  }

  /**
   * @param session null: as before
   */
  void onTerms(MediaTerms next, @Nullable SrtpSession session) {
    if (closing) {
      return;
    }
    if (session != null) {
      if (srtp != null) {
        session.follow(srtp);
      }
      protect(session);
    }
    try {
      source.describe(next.remote());
    } catch (IOException e) {
      failed(e);
    }
    terms = next;
    rtcp.target(next.remoteRtcp());
    playout.codec(next.codec());
    inbound.terms(next);
    if (tap != null) {
      tap.codec(next.codec());
    }
  }

  void onTap(long tapId, List<TapSecond> fresh, long nowNanos) {
    loop.taps().accept(fresh);
    if (closing || tap != null) {
      loop.taps().ended();
      return;
    }
    tap =
        new CallTap(
            tapId,
            loop.taps(),
            counters,
            terms.codec(),
            nowNanos,
            loop.wallMicros(nowNanos),
            inbound.reception().lost());
    inbound.tap(tap);
  }

  void onUntap(long tapId, CompletableFuture<TapEnd> done) {
    if (tap == null) {
      complete(done, new TapEnd(tapId, 0, 0, 0));
    } else {
      endTap(tap, done);
    }
  }

  void onLinger(long nowNanos) {
    if (!closing && !lingering) {
      lingering = true;
      lingerUntil = nowNanos + LINGER_NANOS;
      playout.cutOff();
    }
  }

  void onClose(long nowNanos) {
    if (!closing) {
      closing = true;
      closingSince = nowNanos;
    }
  }

  // --- the slot -----------------------------------------------------------------------------

  /**
   * The packet of this slot.
   *
   * @param tooLate the slot is more than a period behind: time runs on, nothing is sent
   */
  void send(ByteBuffer out, long nowNanos, boolean tooLate) {
    if (closed) {
      return;
    }
    slots++;
    boolean wanted = !lingering && !closing && terms.direction().sends();
    PlayingSegment playing = playout.current();
    boolean sent = false;
    if (wanted && !tooLate) {
      sent = sendPacket(out, playing);
    } else {
      outbound.pause();
    }
    if (sent && playing != null) {
      playing.sent(nowNanos);
    } else if (wanted && tooLate) {
      // The words wait: a pause in the disclosure is better than a hole, and it is still said
      // whole.
      slotsSkipped++;
      counters.increment(Counter.SLOTS_SKIPPED);
    } else if (playing != null) {
      playing.skipped();
    }
    if (tap != null) {
      if (sent) {
        tap.sent(out, RtpPacket.HEADER, outbound.timestamp(), outbound.ssrc(), terms.codec());
      } else {
        tap.notSent(wanted);
      }
    }
    outbound.slotDone();
    playout.slotDone();
    if (rtcp.due(nowNanos) && !lingering && !closing) {
      report(out, nowNanos, false);
    }
  }

  /** What came since the slot before; at the end of its life the leg closes here. */
  void receive(RtpPacket packet, long nowNanos) {
    if (closed) {
      return;
    }
    readPackets(packet, nowNanos);
    if (slots % RTCP_SLOTS == 0) {
      readRtcp(packet.buffer(), nowNanos);
    }
    if (tap != null) {
      tap.pushComplete(inbound.reception().lost());
    }
    if (lingering && nowNanos - lingerUntil >= 0) {
      onClose(nowNanos);
    }
    if (closing) {
      inbound.end(nowNanos);
      if (tap != null) {
        endTap(tap, new CompletableFuture<>());
      }
    }
    if (endingTap != null) {
      finishTap(endingTap);
    }
    if (closing && endingTap == null) {
      close(nowNanos);
    } else if (closing && nowNanos - closingSince > TAP_END_NANOS) {
      abandon(nowNanos);
    }
  }

  boolean closed() {
    return closed;
  }

  /** An error in our own processing: this call's media ends, the thread and its calls go on. */
  void fault(RuntimeException bug, long nowNanos) {
    LOG.error("media of one call ended by an internal error", bug);
    counters.increment(Counter.FAULTS);
    abandon(nowNanos);
  }

  /** Ends now, even if the last second cannot be queued. Never throws. */
  void abandon(long nowNanos) {
    if (closed) {
      return;
    }
    try {
      if (tap != null) {
        endTap(tap, new CompletableFuture<>());
      }
      if (endingTap != null) {
        abandonTap(endingTap);
      }
      close(nowNanos);
    } catch (RuntimeException bug) {
      LOG.error("the end of one call's media failed", bug);
    }
  }

  // --- sending ------------------------------------------------------------------------------

  private boolean sendPacket(ByteBuffer out, @Nullable PlayingSegment playing) {
    try {
      if (!outbound.send(out, terms.codec(), playing)) {
        return false;
      }
    } catch (IOException e) {
      failed(e);
      return false;
    }
    counters.increment(Counter.SENT);
    return true;
  }

  private void protect(SrtpSession session) {
    srtp = session;
    outbound.protect(session);
    rtcp.protect(session);
    inbound.protect(session);
  }

  private void report(ByteBuffer out, long nowNanos, boolean last) {
    try {
      rtcp.report(
          out,
          nowNanos,
          loop.wallMicros(nowNanos),
          outbound.timestamp(),
          outbound.packets(),
          outbound.packets() * Prompt.PACKET,
          inbound.reception(),
          inbound.peerSsrc(),
          last,
          loop.wire());
    } catch (IOException e) {
      counters.increment(Counter.SEND_ERRORS);
    }
  }

  /** An ICMP error means that something sent before did not arrive: the segment says so. */
  private void failed(IOException e) {
    icmpErrors++;
    counters.increment(
        e instanceof PortUnreachableException ? Counter.ICMP_ERRORS : Counter.SEND_ERRORS);
    PlayingSegment playing = playout.current();
    if (playing != null) {
      playing.icmpError();
    }
  }

  // --- receiving ----------------------------------------------------------------------------

  private void readPackets(RtpPacket packet, long nowNanos) {
    boolean one = readsOne();
    boolean more = true;
    int read = 0;
    int reads = lingering ? READS_WHILE_LINGERING : READS_PER_SLOT;
    for (int i = 0; i < reads && more; i++) {
      try {
        more = inbound.readOne(packet, nowNanos);
        if (more) {
          read++;
          more = !one || !packet.isSound();
        }
      } catch (IOException e) {
        failed(e);
      }
    }
    readLast = read;
  }

  /**
   * Whether one packet of sound is enough: while one came in each slot, from the only peer the
   * kernel lets through.
   */
  private boolean readsOne() {
    return readLast == 1
        && source.connected()
        && !closing
        && !lingering
        && slots % FULL_LOOK_SLOTS != 0;
  }

  private void readRtcp(ByteBuffer in, long nowNanos) {
    try {
      inbound.srtpDropped(rtcp.receive(in, nowNanos, loop.wallMicros(nowNanos), source));
    } catch (IOException e) {
      counters.increment(Counter.ICMP_ERRORS); // a peer without RTCP: no matter for the sound
    }
  }

  // --- the end ------------------------------------------------------------------------------

  private void endTap(CallTap ended, CompletableFuture<TapEnd> done) {
    if (endingTap != null) {
      abandonTap(endingTap); // the reader has not taken anything since the tap before this one
    }
    tap = null;
    inbound.tap(null);
    ended.end(done);
    endingTap = ended;
    finishTap(ended);
  }

  private void finishTap(CallTap ending) {
    if (ending.finish(inbound.reception().lost())) {
      tapEnded(ending);
    }
  }

  private void abandonTap(CallTap ending) {
    ending.abandon();
    tapEnded(ending);
  }

  private void tapEnded(CallTap ended) {
    endingTap = null;
    loop.taps().ended();
    complete(ended.done(), ended.report());
  }

  /** Never on the media thread: what hangs on the future is not ours. */
  private void complete(CompletableFuture<TapEnd> done, TapEnd end) {
    Executor elsewhere = loop.elsewhere();
    done.completeAsync(() -> end, elsewhere);
  }

  private void close(long nowNanos) {
    closed = true;
    report(loop.out(), nowNanos, true);
    if (srtp != null) {
      srtp.erase();
    }
    ports.release(nowNanos);
    counters.increment(Counter.LEGS_CLOSED);
    try {
      playout.cutOff();
    } finally {
      events.closed(mediaReport());
    }
  }

  private MediaReport mediaReport() {
    Reception reception = inbound.reception();
    return new MediaReport(
        outbound.packets(),
        reception.received(),
        slotsSkipped,
        reception.lost(),
        reception.late(),
        reception.duplicates(),
        reception.jitter() / 8,
        inbound.comfortNoise(),
        inbound.otherPayload(),
        inbound.malformedPackets(),
        inbound.strangers(),
        inbound.srtpDropped(),
        icmpErrors,
        inbound.sourceChanges(),
        rtcp.peerView(),
        rtcp.peerSaidBye());
  }
}
