package dev.assent.dialer.sip;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.message.Request;
import dev.assent.dialer.sip.message.RequestHead;
import dev.assent.dialer.sip.message.Response;
import dev.assent.dialer.sip.transaction.InviteClient;
import dev.assent.dialer.sip.transaction.InviteServer;
import dev.assent.dialer.sip.transaction.NonInviteClient;
import dev.assent.dialer.sip.transaction.NonInviteServer;
import dev.assent.dialer.sip.transaction.ServerTransaction;
import dev.assent.dialer.sip.transport.LostFlow;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The transactions of one session, found by branch. Owned by the session's worker. */
final class Transactions {
  private final SipWorker worker;
  private final Runnable emptied;
  private final Map<String, InviteClient> invites = new HashMap<>(4);
  private final Map<String, NonInviteClient> requests = new HashMap<>(4);
  private final Map<String, ServerTransaction> served = new HashMap<>(2);

  /**
   * @param emptied run whenever the last transaction is gone
   */
  Transactions(SipWorker worker, Runnable emptied) {
    this.worker = worker;
    this.emptied = emptied;
  }

  /** Makes the transaction of an INVITE; the caller starts or resumes it. */
  InviteClient invite(RequestHead head, byte[] message, Target to, InviteClient.User user) {
    InviteClient transaction =
        new InviteClient(
            head, message, worker.hop(to), worker, worker.endpoint().timerValues, user);
    invites.put(head.branch(), transaction);
    return transaction;
  }

  /** To be called by the user of an INVITE's transaction when that has terminated. */
  void inviteTerminated(RequestHead head) {
    invites.remove(head.branch());
    checkEmpty();
  }

  /**
   * Sends a request other than INVITE and ACK.
   *
   * @param done given the final answer, or null if none came
   */
  void request(RequestHead head, byte[] message, Target to, Consumer<@Nullable Response> done) {
    String key = key(head.branch(), head.method());
    NonInviteClient transaction =
        new NonInviteClient(
            message,
            worker.hop(to),
            worker,
            worker.endpoint().timerValues,
            new NonInviteClient.User() {
              @Override
              public void answered(Response response) {
                done.accept(response);
              }

              @Override
              public void unanswered() {
                done.accept(null);
              }

              @Override
              public void terminated() {
                requests.remove(key);
                checkEmpty();
              }
            });
    requests.put(key, transaction);
    transaction.start();
  }

  /** Answers a request other than INVITE, and any copy of it. */
  void answer(Request request, byte[] answer) {
    worker.retainRequest();
    String key = request.transactionKey();
    NonInviteServer transaction =
        new NonInviteServer(
            worker.hopBack(request), worker, worker.endpoint().timerValues, () -> forget(key));
    served.put(key, transaction);
    transaction.answer(answer);
  }

  /** Takes an INVITE of the far end. */
  InviteServer serveInvite(Request request) {
    worker.retainRequest();
    String key = request.transactionKey();
    InviteServer transaction =
        new InviteServer(
            worker.hopBack(request), worker, worker.endpoint().timerValues, () -> forget(key));
    served.put(key, transaction);
    return transaction;
  }

  /** Gives a response to its transaction; false if there is none. */
  boolean receive(Response response) {
    if (response.method().equals("INVITE")) {
      InviteClient transaction = invites.get(response.branch());
      if (transaction == null) {
        return false;
      }
      worker.endpoint().addresses.learn(response);
      transaction.receive(response);
      return true;
    }
    NonInviteClient transaction = requests.get(key(response.branch(), response.method()));
    if (transaction == null) {
      return false;
    }
    worker.endpoint().addresses.learn(response);
    transaction.receive(response);
    return true;
  }

  /** Gives a copy of a request, or the ACK of a refusal, to its transaction; false if none. */
  boolean receive(Request request) {
    ServerTransaction transaction = served.get(request.transactionKey());
    if (transaction == null) {
      return false;
    }
    transaction.receive(request);
    return true;
  }

  /** Is the INVITE still known that this CANCEL is for? */
  boolean servesCancelled(Request cancel) {
    return served.containsKey(cancel.cancelledKey());
  }

  /** A connection broke. */
  void flowLost(LostFlow lost) {
    List.copyOf(invites.values()).forEach(each -> each.flowLost(lost));
    List.copyOf(requests.values()).forEach(each -> each.flowLost(lost));
  }

  boolean isEmpty() {
    return invites.isEmpty() && requests.isEmpty() && served.isEmpty();
  }

  private void forget(String key) {
    served.remove(key);
    worker.releaseRequest();
    checkEmpty();
  }

  private void checkEmpty() {
    if (isEmpty()) {
      emptied.run();
    }
  }

  private static String key(String branch, String method) {
    return branch + method;
  }
}
