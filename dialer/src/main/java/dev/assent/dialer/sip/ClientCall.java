package dev.assent.dialer.sip;

import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.address.Transport;
import dev.assent.dialer.sip.auth.DigestClient;
import dev.assent.dialer.sip.dialog.Dialog;
import dev.assent.dialer.sip.dialog.DialogState;
import dev.assent.dialer.sip.message.Request;
import dev.assent.dialer.sip.message.Response;
import dev.assent.dialer.sip.transport.Drop;
import dev.assent.dialer.sip.transport.LostFlow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A call of ours: INVITE, its answers, at most one dialog that lasts. Everything but the public
 * commands runs on the worker.
 *
 * <p>A 2xx is always acknowledged. The first one wanted becomes the call; every other (of a fork,
 * after a CANCEL, late) is hung up at once.
 */
final class ClientCall implements Session, OutgoingCall, InviteAttempt.Owner, Leg.Owner {
  /** No honest proxy forks wider. */
  private static final int LEG_LIMIT = 16;

  private static final int LARGEST_DATAGRAM = 1300;

  private enum Phase {
    INVITING,
    /** Somebody decides whether the INVITE may be sent again. */
    DECIDING,
    ANSWERED,
    OVER
  }

  private final SipWorker worker;
  private final Endpoint endpoint;
  private final CallSpec spec;
  private final String callId;
  private final String localTag;
  private final Transactions transactions;
  private final DigestClient digest;
  private final RetryLaw retry;
  private final EarlyDialogs early;
  private final SpoolEntry spool;
  private final Map<String, InviteAttempt> attempts = new HashMap<>(2);
  private final Map<String, Leg> legs = new LinkedHashMap<>(2);
  private Phase phase = Phase.INVITING;

  /**
   * Null once the call is over: it stays for half a minute more, for copies of what was said, and
   * whoever listened need not.
   */
  private @Nullable CallEvents events;

  private @Nullable InviteAttempt attempt;
  private @Nullable Leg chosen;
  private @Nullable Refusal undecided;
  private Timers.@Nullable Cancellable ringLimit;
  private Timers.@Nullable Cancellable decisionLimit;
  private boolean rang;

  ClientCall(SipWorker worker, CallSpec spec, String callId, String localTag, CallEvents events) {
    this.worker = worker;
    this.endpoint = worker.endpoint();
    this.spec = spec;
    this.callId = callId;
    this.localTag = localTag;
    this.events = events;
    this.transactions = new Transactions(worker, this::leaveIfDone);
    this.digest = new DigestClient(spec.credentials(), endpoint.tokens::cnonce);
    this.retry = new RetryLaw(digest, worker, TimerWish.of(spec.profile().sessionTimer()));
    this.early = new EarlyDialogs(worker, transactions, digest, this::reoffered);
    this.spool = new SpoolEntry(endpoint.spool);
  }

  // Commands, from any thread

  @Override
  public String callId() {
    return callId;
  }

  void invite() {
    worker.execute(
        () -> {
          if (worker.enter(this)) {
            attempt(spec.target());
          } else {
            finish(told -> told.notSent("too many calls"));
          }
        });
  }

  @Override
  public void inviteAgain(Target target) {
    UserAgent.checkTarget(target, endpoint.settings);
    worker.execute(
        () -> {
          if (phase == Phase.DECIDING) {
            attempt(target);
          }
        });
  }

  @Override
  public void abandon() {
    worker.execute(this::refuseUndecided);
  }

  @Override
  public void cancel(String reason) {
    worker.execute(() -> cancelNow(reason));
  }

  @Override
  public void hangUp(String reason) {
    worker.execute(
        () -> {
          if (chosen != null) {
            chosen.hangUp(reason);
          } else {
            cancelNow(reason);
          }
        });
  }

  // The INVITE

  private void attempt(Target target) {
    phase = Phase.INVITING;
    Refusal before = undecided;
    undecided = null;
    stopDecisionLimit();
    retry.attempted();
    InviteText invite =
        InviteText.write(
            endpoint,
            spec,
            target,
            callId,
            localTag,
            retry.attempts(),
            digest.authorize("INVITE", InviteText.uri(spec)),
            retry.timer());
    if (isTooLarge(target, invite)) {
      tooLarge(invite.message().length, before);
      return;
    }
    early.clear();
    attempt = new InviteAttempt(worker, transactions, invite, target, this);
    attempts.put(invite.head().branch(), attempt);
    if (spool.inviting(new SpooledCall(invite.head(), target, true, openDialogs()))) {
      limitRinging();
      attempt.start();
    } else {
      transactions.inviteTerminated(invite.head());
      finish(told -> told.notSent("the call could not be spooled"));
    }
  }

  /** Beyond this a datagram may be cut on its way, and lost (RFC 3261 section 18.1.1). */
  private boolean isTooLarge(Target target, InviteText invite) {
    return target.transport() == Transport.UDP
        && invite.message().length > LARGEST_DATAGRAM
        && !spec.profile().largeInvites();
  }

  /** Nothing has left; or, after a refusal, nothing more leaves. */
  private void tooLarge(int length, @Nullable Refusal before) {
    String cause =
        "the INVITE is of %d bytes: over UDP more than %d go only with udpLargeInvites: true"
            .formatted(length, LARGEST_DATAGRAM);
    if (before == null || before.status() == Refusal.NOTHING_LEFT) {
      finish(told -> told.notSent(cause));
    } else {
      finish(
          told ->
              told.refused(
                  new Refusal(
                      before.status(),
                      before.phrase() + "; " + cause,
                      before.reasonHeaders(),
                      before.retryAfter(),
                      before.callInfo(),
                      before.rang())));
    }
  }

  private void limitRinging() {
    stopRingLimit();
    ringLimit = worker.after(spec.ringAtMost().toNanos(), () -> cancelNow("no answer"));
  }

  private void stopRingLimit() {
    if (ringLimit != null) {
      ringLimit.cancel();
      ringLimit = null;
    }
  }

  private void stopDecisionLimit() {
    if (decisionLimit != null) {
      decisionLimit.cancel();
      decisionLimit = null;
    }
  }

  private void cancelNow(String reason) {
    switch (phase) {
      case INVITING -> {
        if (attempt != null) {
          attempt.cancel(reason);
        }
      }
      case DECIDING -> refuseUndecided();
      case ANSWERED, OVER -> {}
    }
  }

  private boolean isCancelling() {
    return attempt != null && attempt.isCancelling();
  }

  @Override
  public void provisional(Response response) {
    if (phase != Phase.INVITING
        || attempt == null
        || events == null
        || !early.take(response, attempt.target())) {
      return;
    }
    if (response.status() / 10 == 18 && !rang) {
      rang = true;
      limitRinging();
    }
    events.progress(response.status(), response.sdp());
  }

  @Override
  public void success(InviteAttempt from, Response response) {
    Leg known = legs.get(response.toTag());
    if (known != null) {
      known.acknowledgeAgain();
    } else if (legs.size() < LEG_LIMIT) {
      answered(from, response);
    } else {
      endpoint.traffic.dropped(Drop.STRAY_RESPONSE, response.source().address().getAddress());
    }
  }

  private void answered(InviteAttempt from, Response response) {
    Dialog dialog = Dialog.answered(response, endpoint.settings.networks(), from.target());
    byte[] answer = early.confirm(response, dialog);
    Leg leg = new Leg(worker, dialog, transactions, digest, spec.sdpOffer(), this);
    legs.put(response.toTag(), leg);
    boolean current = phase == Phase.INVITING && from == attempt;
    boolean wanted = current && !isCancelling();
    boolean cancelled = current && isCancelling();
    if (wanted) {
      chosen = leg;
      phase = Phase.ANSWERED;
    }
    boolean safe =
        spool.confirmed(new SpooledCall(from.head(), from.target(), false, openDialogs()));
    leg.acknowledge(response.cseq(), from.authorization());
    if (wanted) {
      stopRingLimit();
      tellAnswered(answer, response.toTag(), leg);
      if (safe) {
        leg.refresh().answered(response, retry.timer());
      } else {
        leg.lose("internal error");
      }
    } else {
      endpoint.traffic.lateAnswer();
      leg.hangUp("not wanted");
      if (cancelled) {
        finish(told -> told.cancelled(true));
      }
    }
  }

  /** A listener that fails here would leave a person on a line nobody listens to. */
  private void tellAnswered(byte @Nullable [] answer, String remoteTag, Leg leg) {
    try {
      if (events != null) {
        events.answered(answer, remoteTag);
      }
    } catch (RuntimeException e) {
      leg.lose("internal error");
      throw e;
    }
  }

  @Override
  public void failure(Response response) {
    if (phase != Phase.INVITING) {
      return;
    }
    int status = response.status();
    if (isCancelling() && status == 487) {
      finish(told -> told.cancelled(false));
    } else if (status == 408) {
      finish(told -> told.unknown("408 " + response.phrase()));
    } else {
      Refusal refusal =
          new Refusal(
              status,
              response.phrase(),
              response.values("Reason"),
              response.retryAfter(),
              response.values("Call-Info"),
              rang);
      boolean repeatable = !rang && !isCancelling() && retry.isRepeatable(response);
      decide(refusal, repeatable);
    }
  }

  @Override
  public void timedOut() {
    finish(told -> told.unknown("no answer to INVITE"));
  }

  @Override
  public void unsendable(boolean nothingLeft) {
    if (nothingLeft) {
      Refusal refusal =
          new Refusal(Refusal.NOTHING_LEFT, "not sent", List.of(), null, List.of(), rang);
      decide(refusal, !isCancelling() && retry.hasRoom());
    } else {
      finish(told -> told.unknown("the INVITE could not be repeated"));
    }
  }

  @Override
  public void cancelAnswered(int status) {
    // Whatever it says, the INVITE's own answer decides.
  }

  @Override
  public void givenUp() {
    finish(told -> told.cancelled(false));
  }

  private void decide(Refusal refusal, boolean repeatable) {
    stopRingLimit();
    phase = Phase.DECIDING;
    undecided = refusal;
    if (repeatable) {
      // Armed first: whatever becomes of the question, the call does not wait for ever.
      decisionLimit = worker.after(retry.timeLeft(), this::refuseUndecided);
      if (events != null && events.mayRetry(refusal)) {
        return;
      }
    }
    refuseUndecided();
  }

  private void refuseUndecided() {
    Refusal refusal = undecided;
    if (phase == Phase.DECIDING && refusal != null) {
      finish(
          told -> {
            if (refusal.status() == Refusal.NOTHING_LEFT) {
              told.notSent(refusal.phrase());
            } else {
              told.refused(refusal);
            }
          });
    }
  }

  // Dialogs

  @Override
  public byte @Nullable [] reoffered(byte[] sdp) {
    return events == null ? null : events.reoffered(sdp);
  }

  @Override
  public void closed(Leg leg, EndCause cause, List<String> reasonHeaders) {
    if (leg == chosen) {
      finish(told -> told.ended(cause, reasonHeaders));
    } else {
      closeSpoolIfSettled();
      leaveIfDone();
    }
  }

  // Packets

  @Override
  public void response(Response response) {
    if (transactions.receive(response)) {
      return;
    }
    InviteAttempt from = attempts.get(response.branch());
    if (from != null && response.isSuccess() && response.method().equals("INVITE")) {
      success(from, response); // later than its transaction remembers
    } else {
      endpoint.traffic.dropped(Drop.STRAY_RESPONSE, response.source().address().getAddress());
    }
  }

  @Override
  public void request(Request request) {
    Leg leg = request.toTag().equals(localTag) ? legs.get(request.fromTag()) : null;
    if (request.method().equals("ACK")) {
      if ((leg == null || !leg.acknowledged(request)) && !transactions.receive(request)) {
        endpoint.traffic.dropped(Drop.STRAY_ACK, request.replyTo().address().getAddress());
      }
    } else if (transactions.receive(request)) {
      return;
    } else if (request.method().equals("CANCEL")) {
      // Everything is answered at once, so there is never anything to cancel.
      Answers answers = new Answers(endpoint, request, "");
      worker.send(
          transactions.servesCancelled(request) ? answers.plain(200, "OK") : answers.unknownCall(),
          request.replyTo());
    } else if (leg != null) {
      leg.request(request);
    } else {
      boolean unanswered = phase == Phase.INVITING && request.toTag().equals(localTag);
      Answers answers = new Answers(endpoint, request, "");
      if (!unanswered || !request.method().equals("UPDATE") || !early.update(request, answers)) {
        worker.send(EarlyRequests.answer(answers, unanswered), request.replyTo());
      }
    }
  }

  // Ends

  @Override
  public void flowLost(LostFlow lost) {
    transactions.flowLost(lost);
  }

  @Override
  public void lost() {
    legs.values().forEach(Leg::stop);
    switch (phase) {
      case INVITING -> finish(told -> told.unknown("the user agent was closed"));
      case DECIDING -> refuseUndecided();
      case ANSWERED -> finish(told -> told.ended(EndCause.LOST, List.of()));
      case OVER -> {}
    }
  }

  /** The one ending event. */
  private void finish(Consumer<CallEvents> event) {
    CallEvents told = events;
    if (told != null) {
      events = null;
      stopRingLimit();
      stopDecisionLimit();
      phase = Phase.OVER;
      undecided = null;
      closeSpoolIfSettled();
      try {
        event.accept(told);
      } finally {
        leaveIfDone();
      }
    }
  }

  private List<DialogState> openDialogs() {
    List<DialogState> dialogs = new ArrayList<>(legs.size());
    for (Leg leg : legs.values()) {
      if (!leg.isClosed()) {
        dialogs.add(leg.dialogState());
      }
    }
    return dialogs;
  }

  private void closeSpoolIfSettled() {
    if (phase == Phase.OVER && legs.values().stream().allMatch(Leg::isClosed)) {
      spool.close(callId);
    }
  }

  private void leaveIfDone() {
    if (phase == Phase.OVER && transactions.isEmpty()) {
      worker.leave(this);
    }
  }
}
