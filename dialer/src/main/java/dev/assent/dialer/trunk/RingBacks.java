package dev.assent.dialer.trunk;

import dev.assent.dialer.Timers;
import dev.assent.dialer.call.RingBackCall;
import dev.assent.dialer.call.Words;
import dev.assent.dialer.sip.DialogEvents;
import dev.assent.dialer.sip.EndCause;
import dev.assent.dialer.sip.InboundCalls;
import dev.assent.dialer.sip.IncomingCall;
import dev.assent.media.rtp.Key;
import dev.assent.media.rtp.MediaEngine;
import dev.assent.media.rtp.MediaEvents;
import dev.assent.media.rtp.MediaLeg;
import dev.assent.media.rtp.MediaPort;
import dev.assent.media.rtp.MediaReport;
import dev.assent.media.rtp.NoMediaPort;
import dev.assent.media.rtp.SegmentReport;
import dev.assent.media.sdp.MediaTerms;
import dev.assent.media.sdp.Reoffer;
import dev.assent.media.sdp.SrtpPolicy;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * People who ring the presented number back: each trunk says what they get. Answered calls run on a
 * virtual thread of their own and have no way to a clearance. Any thread.
 */
public final class RingBacks implements InboundCalls {
  private static final Logger LOG = LoggerFactory.getLogger(RingBacks.class);

  /** The approved words of one announcement. */
  public record Announcement(Words words, String scriptHash) {}

  /** What the engine lends to a trunk's ring-backs. */
  public interface Office {
    /** What is said now; empty when no approved script can be said: then nobody is answered. */
    Optional<Announcement> announcement();

    /** Takes one of the trunk's channels, if one is free. */
    Optional<AutoCloseable> channel();

    /**
     * Where a 9 becomes durable.
     *
     * @param presented the number of the caller as the carrier wrote it; may be empty
     */
    RingBackCall.Desk desk(String presented, String sipCallId, String scriptHash);

    /** Written down, durable on return. */
    void ended(String sipCallId, String scriptHash, RingBackCall.End end);
  }

  /**
   * One trunk.
   *
   * @param covers whether an address is one of its own
   * @param treatment what its callers get
   * @param atOnce announcements at one time
   * @param srtp as for the calls we place: a trunk that must be protected is so in both directions
   */
  public record Door(
      String trunk,
      java.util.function.Predicate<InetAddress> covers,
      Treatment treatment,
      int atOnce,
      SrtpPolicy srtp,
      Office office) {}

  private final List<Door> doors;
  private final MediaEngine media;
  private final Timers timers;
  private final Map<String, RingBackLimits> limits = new ConcurrentHashMap<>();
  private final RingBackCounts counts;

  /** Ring-backs of all trunks. */
  public RingBacks(
      List<Door> doors,
      MediaEngine media,
      Timers timers,
      InstantSource clock,
      RingBackCounts counts) {
    this.doors = List.copyOf(doors);
    this.media = media;
    this.timers = timers;
    this.counts = counts;
    for (Door door : doors) {
      limits.put(door.trunk(), new RingBackLimits(clock, door.atOnce()));
    }
  }

  @Override
  public Treatment treatment(InetAddress source) {
    return door(source).map(Door::treatment).orElseGet(Treatment.Unavailable::new);
  }

  private Optional<Door> door(InetAddress source) {
    return doors.stream().filter(door -> door.covers().test(source)).findFirst();
  }

  @Override
  public void ringing(IncomingCall call) {
    Optional<Door> door = door(call.source());
    if (door.isEmpty()) {
      call.refuse(480, "Temporarily Unavailable");
      return;
    }
    Thread.ofVirtual().name("ring-back-" + call.callId()).start(() -> take(door.get(), call));
  }

  private void take(Door door, IncomingCall call) {
    RingBackLimits limit = limits.get(door.trunk());
    String number = call.callerUser();
    if (limit == null || !limit.enter(number)) {
      counts.refused();
      call.refuse(486, "Busy Here");
      return;
    }
    try {
      withChannel(door, call);
    } catch (RuntimeException e) {
      // A defect here must not leave a person on a line nobody listens to.
      call.hangUp("internal error");
      LOG.error("a ring-back failed: {}", e.getClass().getName());
    } finally {
      limit.leave(number);
    }
  }

  private void withChannel(Door door, IncomingCall call) {
    Optional<Announcement> announcement = door.office().announcement();
    Optional<AutoCloseable> channel =
        announcement.isEmpty() ? Optional.empty() : door.office().channel();
    if (announcement.isEmpty() || channel.isEmpty()) {
      counts.refused();
      call.refuse(announcement.isEmpty() ? 480 : 486, "Temporarily Unavailable");
      return;
    }
    try (AutoCloseable _ = channel.get();
        MediaPort port = media.reserve()) {
      answer(door, call, port, announcement.get());
    } catch (NoMediaPort e) {
      counts.refused();
      call.refuse(486, "Busy Here");
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(Door door, IncomingCall call, MediaPort port, Announcement announcement) {
    byte[] offer = call.offer();
    if (offer == null) {
      // An offerless INVITE would have us speak before we know to whom.
      counts.refused();
      call.refuse(488, "Not Acceptable Here");
      return;
    }
    call.publicAddress().ifPresent(port::advertise);
    switch (port.answer(offer, door.srtp())) {
      case Reoffer.Refused _ -> {
        counts.refused();
        call.refuse(488, "Not Acceptable Here");
      }
      case Reoffer.Answered(byte[] answer, MediaTerms terms) ->
          lead(door, call, port, announcement, answer, terms);
    }
  }

  private void lead(
      Door door,
      IncomingCall call,
      MediaPort port,
      Announcement announcement,
      byte[] answer,
      MediaTerms terms) {
    CallMailbox mailbox = new CallMailbox(timers);
    MediaLeg leg = port.open(terms, new Heard(mailbox));
    call.accept(answer, new Up(mailbox, leg));
    LiveCall live =
        new LiveCall(
            call, call.localTag(), call.remoteTag(), leg, terms.hasTelephoneEvent(), mailbox);
    RingBackCall.Desk desk =
        door.office().desk(call.callerUser(), call.callId(), announcement.scriptHash());
    RingBackCall.End end = new RingBackCall(announcement.words(), desk).lead(live);
    counts.ended(end);
    door.office().ended(call.callId(), announcement.scriptHash(), end);
  }

  /** On the SIP worker. */
  private record Up(CallMailbox mailbox, MediaLeg leg) implements DialogEvents {
    @Override
    public byte @Nullable [] reoffered(byte[] sdp) {
      return switch (leg.reoffer(sdp)) {
        case Reoffer.Answered(byte[] answer, _) -> answer;
        case Reoffer.Refused _ -> null;
      };
    }

    @Override
    public void ended(EndCause cause, List<String> reasonHeaders) {
      mailbox.offer(new Signal.DialogEnded(cause, reasonHeaders));
    }
  }

  /** On the media thread. */
  private record Heard(CallMailbox mailbox) implements MediaEvents {
    @Override
    public void key(Key key) {
      mailbox.offer(new Signal.KeyHeard(key));
    }

    @Override
    public void segment(SegmentReport report) {
      mailbox.offer(new Signal.SegmentSent(report));
    }

    @Override
    public void closed(MediaReport report) {
      mailbox.offer(new Signal.MediaClosed(report));
    }
  }
}
