package dev.assent.dialer.sip;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.auth.Credentials;
import dev.assent.dialer.sip.auth.DigestClient;
import dev.assent.dialer.sip.dialog.Dialog;
import dev.assent.dialer.sip.dialog.DialogState;
import dev.assent.dialer.sip.message.Request;
import dev.assent.dialer.sip.message.Response;
import dev.assent.dialer.sip.transport.Drop;
import dev.assent.dialer.sip.transport.LostFlow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A call nobody waits for any more: one that a crash left open, or a 2xx to an INVITE we have
 * forgotten. It is only brought to its end: CANCEL, ACK, BYE. Owned by its worker.
 */
final class LeftOverCall implements Session, InviteAttempt.Owner, Leg.Owner {
  private static final byte[] NO_INVITE = {};
  private static final byte[] NO_SESSION = {};

  /** More than a crashed process can have sent in one dialog after it was spooled. */
  private static final int NUMBERS_SKIPPED = 100;

  private final SipWorker worker;
  private final Endpoint endpoint;
  private final String callId;
  private final Transactions transactions;
  private final @Nullable Credentials credentials;
  private final SpoolEntry entry;
  private final Map<String, Leg> legs = new HashMap<>(2);
  private final CompletableFuture<Settled> settled;
  private @Nullable SpooledCall spooled;
  private @Nullable InviteAttempt attempt;
  private Settled cancelVerdict = Settled.NO_ANSWER;
  private Settled verdict = Settled.NOTHING_OPEN;

  private LeftOverCall(
      SipWorker worker,
      String callId,
      @Nullable Credentials credentials,
      CompletableFuture<Settled> settled) {
    this.worker = worker;
    this.endpoint = worker.endpoint();
    this.callId = callId;
    this.credentials = credentials;
    this.entry = new SpoolEntry(endpoint.spool);
    this.settled = settled;
    this.transactions = new Transactions(worker, this::leaveIfDone);
  }

  /**
   * Brings a spooled call to its end. Runs on the worker.
   *
   * @param settled completed there
   */
  static void settle(
      SipWorker worker,
      SpooledCall spooled,
      @Nullable Credentials credentials,
      CompletableFuture<Settled> settled) {
    LeftOverCall call = new LeftOverCall(worker, spooled.callId(), credentials, settled);
    if (worker.enter(call)) {
      call.takeUp(spooled);
    } else {
      settled.completeExceptionally(new IllegalStateException("too many calls, or this one is up"));
    }
  }

  /** Acknowledges and hangs up a 2xx to an INVITE of ours that we no longer know. */
  static void hangUpStray(SipWorker worker, Response response) {
    LeftOverCall call =
        new LeftOverCall(worker, response.callId(), null, new CompletableFuture<>());
    if (worker.enter(call)) {
      call.end(response, response.source());
    }
  }

  private void takeUp(SpooledCall call) {
    spooled = call;
    entry.takeUp();
    for (DialogState state : call.dialogs()) {
      Dialog dialog = Dialog.restored(state, endpoint.settings.networks(), call.target());
      dialog.skipNumbers(NUMBERS_SKIPPED);
      leg(state.remote(), dialog).hangUp("restart");
    }
    if (call.open()) {
      InviteText sentBefore = new InviteText(call.invite(), List.of(), NO_INVITE);
      attempt = new InviteAttempt(worker, transactions, sentBefore, call.target(), this);
      attempt.resume();
      attempt.cancel("restart");
    }
    completeIfSettled();
  }

  /** Acknowledges a 2xx only to hang up. */
  private void end(Response response, Target trunk) {
    endpoint.traffic.lateAnswer();
    Dialog dialog = Dialog.answered(response, endpoint.settings.networks(), trunk);
    Leg leg = leg(response.to(), dialog);
    if (spooled != null) {
      entry.confirmed(new SpooledCall(spooled.invite(), spooled.target(), false, openDialogs()));
    }
    leg.acknowledge(response.cseq(), List.of());
    leg.hangUp("not wanted");
  }

  private Leg leg(String remote, Dialog dialog) {
    DigestClient digest = new DigestClient(credentials, endpoint.tokens::cnonce);
    Leg leg = new Leg(worker, dialog, transactions, digest, NO_SESSION, this);
    legs.put(remote, leg);
    return leg;
  }

  @Override
  public boolean alsoSentFrom(String sentBy) {
    return spooled != null && spooled.invite().sentBy().equals(sentBy);
  }

  @Override
  public String callId() {
    return callId;
  }

  @Override
  public void response(Response response) {
    if (transactions.receive(response)) {
      return;
    }
    if (response.isSuccess() && response.method().equals("INVITE")) {
      answered(response, response.source());
    } else {
      endpoint.traffic.dropped(Drop.STRAY_RESPONSE, response.source().address().getAddress());
    }
  }

  private void answered(Response response, Target trunk) {
    Leg known = legs.get(response.to());
    if (known != null) {
      known.acknowledgeAgain();
    } else {
      end(response, trunk);
    }
  }

  @Override
  public void request(Request request) {
    if (request.method().equals("ACK")) {
      endpoint.traffic.dropped(Drop.STRAY_ACK, request.replyTo().address().getAddress());
    } else if (!transactions.receive(request)) {
      Answers answers = new Answers(endpoint, request, "");
      Leg leg = legs.get(request.from());
      if (leg != null && request.method().equals("BYE")) {
        leg.request(request);
      } else {
        worker.send(answers.unknownCall(), request.replyTo());
      }
    }
  }

  @Override
  public void flowLost(LostFlow lost) {
    transactions.flowLost(lost);
  }

  @Override
  public void lost() {
    legs.values().forEach(Leg::stop);
    settled.complete(Settled.NO_ANSWER);
  }

  @Override
  public void provisional(Response response) {
    // It is being cancelled already.
  }

  @Override
  public void success(InviteAttempt from, Response response) {
    attempt = null;
    answered(response, from.target());
  }

  @Override
  public void failure(Response response) {
    inviteEnded(response.status() == 481 ? Settled.NOTHING_OPEN : Settled.CANCELLED);
  }

  @Override
  public void timedOut() {
    inviteEnded(Settled.NO_ANSWER);
  }

  @Override
  public void unsendable(boolean nothingLeft) {
    inviteEnded(Settled.NO_ANSWER);
  }

  @Override
  public void cancelAnswered(int status) {
    if (status == 481 && attempt != null) {
      cancelVerdict = Settled.NOTHING_OPEN;
      attempt.giveUp();
    } else {
      cancelVerdict = Settled.CANCELLED;
    }
  }

  @Override
  public void givenUp() {
    inviteEnded(cancelVerdict);
  }

  @Override
  public byte @Nullable [] reoffered(byte[] sdp) {
    return null;
  }

  @Override
  public void closed(Leg leg, EndCause cause, List<String> reasonHeaders) {
    if (cause == EndCause.FAR_END || leg.byeStatus() != 0) {
      found(leg.byeStatus() == 481 ? Settled.NOTHING_OPEN : Settled.HUNG_UP);
    } else {
      found(Settled.NO_ANSWER);
    }
    completeIfSettled();
    leaveIfDone();
  }

  private void inviteEnded(Settled how) {
    attempt = null;
    found(how);
    completeIfSettled();
    leaveIfDone();
  }

  /** Of several findings the least certain one is told. */
  private void found(Settled how) {
    if (how.compareTo(verdict) > 0) {
      verdict = how;
    }
  }

  private void completeIfSettled() {
    if (attempt == null && openDialogs().isEmpty() && !settled.isDone()) {
      entry.close(callId);
      settled.complete(verdict);
    }
  }

  private List<DialogState> openDialogs() {
    return legs.values().stream().filter(leg -> !leg.isClosed()).map(Leg::dialogState).toList();
  }

  private void leaveIfDone() {
    if (settled.isDone() && transactions.isEmpty()) {
      worker.leave(this);
    }
  }
}
