package dev.assent.dialer.sip;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.message.Header;
import dev.assent.dialer.sip.message.MessageText;
import dev.assent.dialer.sip.message.RequestHead;
import dev.assent.dialer.sip.message.Response;
import dev.assent.dialer.sip.transaction.InviteClient;
import java.util.List;

/**
 * One INVITE and, if it must be, its CANCEL. Owned by the call's worker.
 *
 * <p>A CANCEL leaves only after a provisional answer (RFC 3261 section 9.1), and if no final answer
 * follows within 64 × T1 the INVITE is given up.
 */
final class InviteAttempt implements InviteClient.User {

  /** The call the INVITE is for. */
  interface Owner {
    void provisional(Response response);

    void success(InviteAttempt attempt, Response response);

    void failure(Response response);

    void timedOut();

    void unsendable(boolean nothingLeft);

    /** The CANCEL was answered. */
    void cancelAnswered(int status);

    /** Cancelled, and no final answer came. */
    void givenUp();
  }

  private final SipWorker worker;
  private final Transactions transactions;
  private final RequestHead head;
  private final Target target;
  private final List<Header> authorization;
  private final Owner owner;
  private final InviteClient transaction;
  private boolean provisional;
  private boolean cancelling;
  private String cancelReason = "";

  InviteAttempt(
      SipWorker worker, Transactions transactions, InviteText invite, Target target, Owner owner) {
    this.worker = worker;
    this.transactions = transactions;
    this.head = invite.head();
    this.target = target;
    this.authorization = invite.authorization();
    this.owner = owner;
    this.transaction = transactions.invite(head, invite.message(), target, this);
  }

  RequestHead head() {
    return head;
  }

  Target target() {
    return target;
  }

  List<Header> authorization() {
    return authorization;
  }

  boolean isCancelling() {
    return cancelling;
  }

  void start() {
    transaction.start();
  }

  /** Takes up an INVITE of an earlier process; that it had a provisional answer is assumed. */
  void resume() {
    provisional = true;
    transaction.resume();
  }

  /** Cancels now, or as soon as it is allowed. Idempotent. */
  void cancel(String reason) {
    if (!cancelling) {
      cancelling = true;
      cancelReason = reason;
      if (provisional) {
        sendCancel();
      }
    }
  }

  /** No final answer is awaited any longer. */
  void giveUp() {
    if (transaction.isOpen()) {
      transaction.giveUp();
      owner.givenUp();
    }
  }

  @Override
  public void provisional(Response response) {
    boolean first = !provisional;
    provisional = true;
    if (first && cancelling) {
      sendCancel();
    }
    owner.provisional(response);
  }

  @Override
  public void success(Response response) {
    owner.success(this, response);
  }

  @Override
  public void failure(Response response) {
    owner.failure(response);
  }

  @Override
  public void timedOut() {
    owner.timedOut();
  }

  @Override
  public void unsendable(boolean nothingLeft, Throwable cause) {
    if (!nothingLeft && target.transport().reliable() && !cancelling) {
      // The connection broke and the answer with it: whoever rings is not to ring for nobody.
      cancelling = true;
      sendCancel();
    }
    owner.unsendable(nothingLeft);
  }

  @Override
  public void terminated() {
    transactions.inviteTerminated(head);
  }

  private void sendCancel() {
    RequestHead cancel = head.cancel();
    MessageText text = worker.endpoint().begin(cancel);
    ReasonText.add(text, "SIP;cause=487", cancelReason);
    transactions.request(
        cancel,
        text.withoutBody(),
        target,
        response -> {
          if (response != null) {
            owner.cancelAnswered(response.status());
          }
        });
    worker.after(worker.endpoint().timerValues.patience(), this::giveUp);
  }
}
