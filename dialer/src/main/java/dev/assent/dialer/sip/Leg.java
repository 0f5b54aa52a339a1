package dev.assent.dialer.sip;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.auth.DigestClient;
import dev.assent.dialer.sip.dialog.Dialog;
import dev.assent.dialer.sip.dialog.DialogState;
import dev.assent.dialer.sip.message.Header;
import dev.assent.dialer.sip.message.MessageText;
import dev.assent.dialer.sip.message.Request;
import dev.assent.dialer.sip.message.RequestHead;
import dev.assent.dialer.sip.message.Response;
import dev.assent.dialer.sip.transaction.Hop;
import dev.assent.dialer.sip.transaction.InviteServer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One dialog of a call, from the 2xx to its end: ACK, BYE in both directions. What the far end asks
 * for in between is answered by {@link LegRequests}. Owned by the call's worker.
 */
final class Leg {

  /** The call this leg belongs to. */
  interface Owner {
    /** Our answer to a changed session, or null to refuse it. */
    byte @Nullable [] reoffered(byte[] sdp);

    /** The leg is over; comes once. */
    void closed(Leg leg, EndCause cause, List<String> reasonHeaders);
  }

  private enum State {
    UP,
    HANGING_UP,
    CLOSED
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Acknowledgement(byte[] message, Hop hop) {}

  private final SipWorker worker;
  private final Dialog dialog;
  private final Transactions transactions;
  private final DigestClient digest;
  private final Owner owner;
  private final LegRequests requests;
  private final LegRefresh refresh;
  private State state = State.UP;
  private EndCause cause = EndCause.NEAR_END;
  private int byeStatus;
  private @Nullable Acknowledgement acknowledgement;

  /**
   * @param session our session description as last sent; empty if the leg is only to be ended
   */
  Leg(
      SipWorker worker,
      Dialog dialog,
      Transactions transactions,
      DigestClient digest,
      byte[] session,
      Owner owner) {
    this.worker = worker;
    this.dialog = dialog;
    this.transactions = transactions;
    this.digest = digest;
    this.owner = owner;
    this.requests = new LegRequests(worker, this, dialog, transactions, session, owner);
    this.refresh = new LegRefresh(worker, this, dialog, transactions, digest);
  }

  DialogState dialogState() {
    return dialog.state();
  }

  /** The session timer of this dialog. */
  LegRefresh refresh() {
    return refresh;
  }

  /** A 2xx of ours to the far end's INVITE waits for its ACK. */
  boolean isAnswering() {
    return requests.isAnswering();
  }

  /** Our session description as last sent. */
  byte[] session() {
    return requests.session();
  }

  /** The answer to a re-INVITE of ours; without one we can follow the call has no session. */
  void reanswered(byte @Nullable [] answer) {
    if (isUp() && (answer == null || owner.reoffered(answer) == null)) {
      hangUp("session not agreed");
    }
  }

  boolean isUp() {
    return state == State.UP;
  }

  boolean isClosed() {
    return state == State.CLOSED;
  }

  /** What our BYE was answered with; 0 for nothing. */
  int byeStatus() {
    return byeStatus;
  }

  /**
   * Acknowledges the 2xx. The ACK is kept for every copy of it (RFC 3261 section 13.2.2.4).
   *
   * @param authorization the credentials of the INVITE: the ACK repeats them (section 22.1)
   */
  void acknowledge(long inviteCseq, List<Header> authorization) {
    Endpoint endpoint = worker.endpoint();
    Target to = dialog.nextHop();
    RequestHead head = dialog.ack(inviteCseq, endpoint.via(to, endpoint.tokens.branch()));
    byte[] message = endpoint.begin(head).headers(authorization).withoutBody();
    Hop hop = worker.hop(to);
    acknowledgement = new Acknowledgement(message, hop);
    hop.send(message, _ -> {});
  }

  /** Answers the INVITE that makes this dialog; the answer is repeated until its ACK comes. */
  void answer(InviteServer server, Request invite, Answers answers, byte[] session) {
    requests.accept(server, invite, answers, session, invite.sdp() == null);
  }

  void acknowledgeAgain() {
    if (acknowledgement != null) {
      acknowledgement.hop.resend(acknowledgement.message, _ -> {});
    }
  }

  /** Sends BYE, once. */
  void hangUp(String reason) {
    if (state == State.UP) {
      state = State.HANGING_UP;
      requests.stop();
      refresh.stop();
      digest.newRequest();
      bye(reason);
    }
  }

  /** The session broke: the far end is still told. */
  void lose(String reason) {
    if (state == State.UP) {
      cause = EndCause.LOST;
      hangUp(reason);
    }
  }

  /** A request of the far end in this dialog, neither a copy nor a CANCEL. */
  void request(Request request) {
    Answers answers = new Answers(worker.endpoint(), request, "");
    if (!request.method().equals("BYE")) {
      requests.take(request, answers);
    } else if (state == State.CLOSED) {
      worker.send(answers.unknownCall(), request.replyTo());
    } else {
      transactions.answer(request, answers.plain(200, "OK"));
      // When two BYEs cross, the end is ours.
      close(state == State.UP ? EndCause.FAR_END : cause, request.values("Reason"));
    }
  }

  /** An ACK in this dialog; false if nothing waits for it. */
  boolean acknowledged(Request ack) {
    return requests.acknowledged(ack);
  }

  /** Ends what is still timed, without a word on the wire. */
  void stop() {
    state = State.CLOSED;
    requests.stop();
    refresh.stop();
  }

  private void bye(String reason) {
    Endpoint endpoint = worker.endpoint();
    Target to = dialog.nextHop();
    RequestHead head = dialog.next("BYE", endpoint.via(to, endpoint.tokens.branch()));
    MessageText text = endpoint.begin(head).headers(digest.authorize(head.method(), head.uri()));
    ReasonText.add(text, "Q.850;cause=16", reason);
    transactions.request(head, text.withoutBody(), to, response -> byeAnswered(response, reason));
  }

  private void byeAnswered(@Nullable Response response, String reason) {
    if (state != State.HANGING_UP) {
      return;
    }
    if (response != null
        && (response.status() == 401 || response.status() == 407)
        && digest.accept(response)) {
      bye(reason);
    } else {
      byeStatus = response == null ? 0 : response.status();
      // 2xx, 481, anything else, or silence: there is nothing more we can say.
      close(cause, List.of());
    }
  }

  private void close(EndCause how, List<String> reasonHeaders) {
    state = State.CLOSED;
    requests.stop();
    refresh.stop();
    owner.closed(this, how, reasonHeaders);
  }
}
