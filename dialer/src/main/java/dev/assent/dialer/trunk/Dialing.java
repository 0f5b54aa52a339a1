package dev.assent.dialer.trunk;

import dev.assent.compliance.Clearance;
import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.CallEvents;
import dev.assent.dialer.sip.CallSpec;
import dev.assent.dialer.sip.EndCause;
import dev.assent.dialer.sip.OutgoingCall;
import dev.assent.dialer.sip.PreparedCall;
import dev.assent.dialer.sip.Refusal;
import dev.assent.dialer.sip.address.Target;
import dev.assent.media.rtp.Key;
import dev.assent.media.rtp.MediaEvents;
import dev.assent.media.rtp.MediaLeg;
import dev.assent.media.rtp.MediaPort;
import dev.assent.media.rtp.MediaReport;
import dev.assent.media.rtp.SegmentReport;
import dev.assent.media.sdp.Negotiated;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * From clearance to answer: one attempt, one Call-ID, at most three INVITEs, and one of the endings
 * of {@link Dialed}. Runs on the call's thread; SIP and media only offer into the mailbox.
 */
final class Dialing {
  private static final String REFUSED_ELSEWHERE = "the person asked not to be called";

  private final TrunkSettings trunk;
  private final Way way;
  private final PreparedCall prepared;
  private final CallSound sound;
  private final DialingLaw law;
  private final CallsInProgress inProgress;
  private final CallMailbox mailbox;

  private boolean rang;
  private Signal.@Nullable End endAsked;

  Dialing(
      TrunkSettings trunk,
      TrunkHealth health,
      PreparedCall prepared,
      MediaPort port,
      Timers timers,
      DialingLaw law,
      CallsInProgress inProgress) {
    this.trunk = trunk;
    this.way = new Way(health);
    this.prepared = prepared;
    this.sound = new CallSound(port, trunk.srtp());
    this.law = law;
    this.inProgress = inProgress;
    this.mailbox = new CallMailbox(timers);
  }

  Dialed run(Clearance clearance) {
    inProgress.add(clearance, why -> mailbox.offer(new Signal.EndAsked(Signal.End.of(why))));
    if (way.isNone()) {
      return new Dialed.NotSent("the trunk has no address that may be called");
    }
    Optional<String> against = law.against(clearance);
    if (against.isPresent()) {
      return new Dialed.NotSent(against.get());
    }
    OutgoingCall out = prepared.invite(specOf(clearance), new Events());
    try (CallMailbox.Wait ring = mailbox.begin(law.ringAtMost(clearance))) {
      return await(clearance, out, ring);
    }
  }

  private CallSpec specOf(Clearance clearance) {
    Target target = way.first();
    prepared.publicAddress(target).ifPresent(sound::advertise);
    return new CallSpec(
        target,
        trunk.caller().apply(clearance.callerNumber()),
        trunk.callee().apply(clearance.number()),
        trunk.domain(),
        sound.offer(),
        trunk.credentials(),
        Map.of(),
        law.ringAtMost(clearance),
        trunk.invites());
  }

  private Dialed await(Clearance clearance, OutgoingCall out, CallMailbox.Wait ring) {
    while (true) {
      switch (take(out)) {
        case Signal.Progress(int status) -> {
          if (status >= 180) {
            rang = true;
            inProgress.ringing(clearance);
          }
        }
        case Signal.MayRetry(Refusal refusal) -> {
          Optional<Target> next = endAsked == null ? way.after(refusal) : Optional.empty();
          if (next.isPresent() && law.maySendAgain(clearance, cause(refusal, next.get()))) {
            out.inviteAgain(way.take(next.get()));
          } else {
            out.abandon();
          }
        }
        case Signal.Answered answered -> {
          return answered(clearance, out, answered);
        }
        case Signal.Refused(Refusal refusal) -> {
          return refused(refusal);
        }
        case Signal.Cancelled _ -> {
          return cancelled();
        }
        case Signal.Unknown(String cause) -> {
          return new Dialed.Unknown(cause);
        }
        case Signal.NotSent(String cause) -> {
          return new Dialed.NotSent(cause);
        }
        case Signal.TimeUp time when ring.isOver(time) -> end(out, Signal.End.RANG_OUT);
        case Signal.EndAsked(Signal.End end) -> end(out, end);
        case Signal.DialogEnded _ -> {
          return new Dialed.Unknown("the dialog ended before it was answered");
        }
        case Signal.TimeUp _, Signal.KeyHeard _, Signal.SegmentSent _, Signal.MediaClosed _ -> {
          // Nothing plays and nobody listens before the answer.
        }
      }
    }
  }

  private static String cause(Refusal refusal, Target next) {
    return "after " + refusal.status() + ", to " + next;
  }

  private void end(OutgoingCall out, Signal.End end) {
    if (endAsked == null) {
      endAsked = end;
      out.cancel(end == Signal.End.REFUSED_ELSEWHERE ? REFUSED_ELSEWHERE : "no answer");
    }
  }

  private Dialed answered(Clearance clearance, OutgoingCall out, Signal.Answered answer) {
    switch (sound.accept(answer.sdp())) {
      case Negotiated.Refused(String why) -> {
        way.answered(why);
        out.hangUp("no common codec");
        return new Dialed.NoCommonSound(why);
      }
      case Negotiated.Accepted(var terms) -> {
        way.answered("");
        MediaLeg leg = sound.open(terms, new Heard());
        inProgress.answered(clearance);
        return new Dialed.Answered(
            new LiveCall(
                out,
                prepared.localTag(),
                answer.remoteTag(),
                leg,
                terms.hasTelephoneEvent(),
                mailbox));
      }
    }
  }

  private Dialed refused(Refusal refusal) {
    rang |= refusal.rang();
    if (refusal.status() == 487) {
      return cancelled();
    }
    Disposition disposition = Disposition.of(refusal);
    return switch (disposition) {
      case BUSY -> new Dialed.Busy(refusal.status(), rang);
      case NO_ANSWER -> new Dialed.NoAnswer();
      case UNALLOCATED,
          UNREACHABLE,
          DECLINED,
          UNWANTED,
          BLOCKED,
          FORBIDDEN,
          REDIRECTED,
          INCOMPATIBLE,
          CONGESTION,
          OTHER ->
          new Dialed.Rejected(
              disposition,
              refusal.status(),
              refusal.phrase(),
              refusal.reasonHeaders(),
              refusal.callInfo(),
              rang);
    };
  }

  private Dialed cancelled() {
    if (endAsked == Signal.End.RANG_OUT) {
      return new Dialed.NoAnswer();
    }
    return new Dialed.Cancelled(endAsked == Signal.End.REFUSED_ELSEWHERE, rang);
  }

  private Signal take(OutgoingCall out) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return mailbox.take();
        } catch (InterruptedException e) {
          // The INVITE is out: we stay until we know what became of it.
          interrupted = true;
          end(out, Signal.End.STOPPED);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** On the SIP worker of this Call-ID. */
  private final class Events implements CallEvents {
    private @Nullable Refusal asked;

    private TrunkTally tally() {
      return inProgress.tally(trunk.name());
    }

    @Override
    public void progress(int status, byte @Nullable [] sdp) {
      way.heard(status, null);
      tally().response(status);
      mailbox.offer(new Signal.Progress(status));
    }

    @Override
    public void answered(byte @Nullable [] sdp, String remoteTag) {
      way.heard(200, null);
      tally().response(200);
      mailbox.offer(new Signal.Answered(sdp, remoteTag));
    }

    @Override
    public boolean mayRetry(Refusal refusal) {
      way.heard(refusal);
      asked = refusal;
      tally().response(refusal.status());
      mailbox.offer(new Signal.MayRetry(refusal));
      return true;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // the same word, not one that reads alike
    public void refused(Refusal refusal) {
      way.heard(refusal);
      if (refusal != asked) { // else counted when a further INVITE was thought of
        tally().response(refusal.status());
        if (refusal.status() == 401 || refusal.status() == 407) {
          way.unauthorized(refusal);
        }
      }
      mailbox.offer(new Signal.Refused(refusal));
    }

    @Override
    public void cancelled(boolean answeredMeanwhile) {
      way.heard(487, null);
      tally().response(487);
      mailbox.offer(new Signal.Cancelled(answeredMeanwhile));
    }

    @Override
    public void unknown(String cause) {
      mailbox.offer(new Signal.Unknown(cause));
    }

    @Override
    public void notSent(String cause) {
      way.unsent();
      mailbox.offer(new Signal.NotSent(cause));
    }

    @Override
    public byte @Nullable [] reoffered(byte[] sdp) {
      return sound.answer(sdp).orElse(null);
    }

    @Override
    public void ended(EndCause cause, List<String> reasonHeaders) {
      mailbox.offer(new Signal.DialogEnded(cause, reasonHeaders));
    }
  }

  /** On the media thread. */
  private final class Heard implements MediaEvents {
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
