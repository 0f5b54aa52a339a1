package dev.assent.dialer.sip;

import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.auth.DigestClient;
import dev.assent.dialer.sip.dialog.Dialog;
import dev.assent.dialer.sip.message.Header;
import dev.assent.dialer.sip.message.Message;
import dev.assent.dialer.sip.message.MessageText;
import dev.assent.dialer.sip.message.Request;
import dev.assent.dialer.sip.message.RequestHead;
import dev.assent.dialer.sip.message.Response;
import dev.assent.dialer.sip.transaction.InviteClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The session timer of one dialog (RFC 4028): we refresh where that is our part, by UPDATE if the
 * far end takes it, else by re-INVITE; where a refresh fails or does not come, the call is hung up
 * before it expires. Owned by the call's worker.
 */
final class LegRefresh {
  /** Shorter intervals are a far end's mistake; we do not flood it for that. */
  private static final long SHORTEST = 30;

  private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);
  private static final String EXPIRED = "session expired";

  private final SipWorker worker;
  private final Leg leg;
  private final Dialog dialog;
  private final Transactions transactions;
  private final DigestClient digest;
  private long minimum = SessionTimer.FLOOR;
  private long interval;
  private boolean ours;
  private boolean update;
  private boolean inviting;
  private boolean underway;
  private Timers.@Nullable Cancellable next;
  private Timers.@Nullable Cancellable expiry;

  LegRefresh(
      SipWorker worker, Leg leg, Dialog dialog, Transactions transactions, DigestClient digest) {
    this.worker = worker;
    this.leg = leg;
    this.dialog = dialog;
    this.transactions = transactions;
    this.digest = digest;
  }

  /** The 2xx to our INVITE: its Session-Expires counts, if it names one (section 7.2). */
  void answered(Response success, @Nullable TimerWish wish) {
    if (wish != null) {
      minimum = Math.max(minimum, wish.minimum());
      take(success);
    }
  }

  /** A re-INVITE of ours, and the offer in it, is unanswered. */
  boolean isInviting() {
    return inviting;
  }

  /** Must this request be refused with 422, because its interval is too short (section 9)? */
  boolean isTooShort(Request request) {
    long asked = request.number("Session-Expires");
    return asked >= 0 && asked < minimum && request.tokens("Supported").contains("timer");
  }

  /** Min-SE for a 422. */
  long minimum() {
    return minimum;
  }

  /**
   * The far end's re-INVITE or UPDATE is accepted, which refreshes the session.
   *
   * @return what the answer says of the timer (section 9)
   */
  List<Header> accepted(Request request) {
    noteAllowed(request);
    boolean supported = request.tokens("Supported").contains("timer");
    long asked = request.number("Session-Expires");
    if (asked < 0 && interval == 0) {
      return List.of();
    }
    if (asked >= minimum) {
      interval = asked;
      ours = isRefresher(request, "uas") || !supported;
    } else if (!supported) {
      ours = true;
    }
    if (interval == 0) {
      return List.of();
    }
    restart();
    List<Header> headers = new ArrayList<>(3);
    headers.add(new Header("Supported", "timer"));
    if (!ours) {
      headers.add(new Header("Require", "timer"));
    }
    headers.add(new Header("Session-Expires", interval + ";refresher=" + (ours ? "uas" : "uac")));
    return headers;
  }

  /** Nothing is refreshed and nothing expires any more. */
  void stop() {
    interval = 0;
    cancel(next);
    cancel(expiry);
  }

  private static void cancel(Timers.@Nullable Cancellable timer) {
    if (timer != null) {
      timer.cancel();
    }
  }

  private static boolean isRefresher(Message message, String role) {
    List<String> values = message.values("Session-Expires");
    return !values.isEmpty() && values.getFirst().contains("refresher=" + role);
  }

  private void noteAllowed(Message message) {
    List<String> allowed = message.tokens("Allow");
    if (!allowed.isEmpty()) {
      update = allowed.contains("UPDATE");
    }
  }

  /** From a 2xx to a request of ours. */
  private void take(Response success) {
    noteAllowed(success);
    long agreed = success.number("Session-Expires");
    if (agreed < 0) {
      stop();
    } else {
      interval = Math.max(agreed, SHORTEST);
      ours = !isRefresher(success, "uas");
      restart();
    }
  }

  /** From now on the session has its whole interval. */
  private void restart() {
    cancel(next);
    cancel(expiry);
    long margin = Math.min(32, interval / 3);
    expiry = after(interval - margin, () -> leg.lose(EXPIRED));
    if (ours) {
      next = after(interval / 2, this::refresh);
    }
  }

  private Timers.Cancellable after(long seconds, Runnable task) {
    return worker.after(Duration.ofSeconds(seconds).toNanos(), task);
  }

  private void refresh() {
    if (!leg.isUp() || underway) {
      return;
    }
    if (leg.isAnswering()) {
      again(glare());
      return;
    }
    underway = true;
    digest.newRequest();
    send();
  }

  private void send() {
    if (update) {
      sendUpdate();
    } else {
      sendInvite();
    }
  }

  private void sendUpdate() {
    RequestHead head = next("UPDATE");
    byte[] message = text(head, digest.authorize(head.method(), head.uri())).withoutBody();
    transactions.request(
        head,
        message,
        dialog.nextHop(),
        response -> {
          if (response == null) {
            lost();
          } else if (response.isSuccess()) {
            refreshed(response);
          } else {
            refused(response);
          }
        });
  }

  private void sendInvite() {
    RequestHead head = next("INVITE");
    List<Header> authorization = digest.authorize(head.method(), head.uri());
    byte[] message = text(head, authorization).withSdp(leg.session());
    inviting = true;
    Reinvite reinvite = new Reinvite(head, authorization);
    reinvite.transaction = transactions.invite(head, message, dialog.nextHop(), reinvite);
    reinvite.transaction.start();
    // A far end that only ever says 100 must not keep the call in our tables.
    var _ = worker.after(2 * worker.endpoint().timerValues.patience(), reinvite::giveUp);
  }

  private RequestHead next(String method) {
    Endpoint endpoint = worker.endpoint();
    return dialog.next(method, endpoint.via(dialog.nextHop(), endpoint.tokens.branch()));
  }

  private MessageText text(RequestHead head, List<Header> authorization) {
    Endpoint endpoint = worker.endpoint();
    MessageText text =
        endpoint
            .begin(head)
            .headers(authorization)
            .header("Contact", endpoint.addresses.contact(dialog.nextHop()))
            .header("Allow", Endpoint.ALLOW)
            .header("Supported", "timer")
            .header("Session-Expires", interval + ";refresher=uac");
    return minimum > SessionTimer.FLOOR ? text.header("Min-SE", Long.toString(minimum)) : text;
  }

  private void refreshed(Response success) {
    underway = false;
    if (leg.isUp()) {
      dialog.refreshTarget(success.contact());
      take(success);
    }
  }

  private void lost() {
    underway = false;
    leg.lose("no answer to a refresh");
  }

  /** Anything but 2xx: what can be mended is, until the session expires (section 10). */
  private void refused(Response response) {
    underway = false;
    if (!leg.isUp() || interval == 0) {
      return;
    }
    switch (response.status()) {
      case 408, 481 -> leg.lose("refresh answered " + response.status());
      case 401, 407 -> {
        if (digest.accept(response)) {
          underway = true;
          send();
        } else {
          again(AFTER_FAILURE.toNanos());
        }
      }
      case 422 -> {
        minimum = Math.max(minimum, response.number("Min-SE"));
        interval = Math.max(interval, minimum);
        again(glare());
      }
      case 405, 501 -> {
        boolean wasUpdate = update;
        update = false;
        again(wasUpdate ? 1 : AFTER_FAILURE.toNanos());
      }
      case 491 -> again(glare());
      default -> again(AFTER_FAILURE.toNanos());
    }
  }

  private void again(long nanos) {
    cancel(next);
    next = worker.after(nanos, this::refresh);
  }

  /** Our Call-ID: 2.1 to 4 s in steps of 10 ms (RFC 3261 section 14.1). */
  private long glare() {
    return Duration.ofMillis(2100 + 10L * worker.endpoint().tokens.below(191)).toNanos();
  }

  private final class Reinvite implements InviteClient.User {
    private final RequestHead head;
    private final List<Header> authorization;
    private @Nullable InviteClient transaction;
    private boolean acknowledged;

    Reinvite(RequestHead head, List<Header> authorization) {
      this.head = head;
      this.authorization = authorization;
    }

    void giveUp() {
      if (transaction != null && transaction.isOpen()) {
        transaction.giveUp();
        timedOut();
      }
    }

    @Override
    public void provisional(Response response) {
      // Its final answer decides.
    }

    @Override
    public void success(Response response) {
      if (acknowledged) {
        leg.acknowledgeAgain();
        return;
      }
      acknowledged = true;
      inviting = false;
      refreshed(response);
      leg.acknowledge(head.cseq(), authorization);
      leg.reanswered(response.sdp());
    }

    @Override
    public void failure(Response response) {
      inviting = false;
      refused(response);
    }

    @Override
    public void timedOut() {
      inviting = false;
      lost();
    }

    @Override
    public void unsendable(boolean nothingLeft, Throwable cause) {
      timedOut();
    }

    @Override
    public void terminated() {
      transactions.inviteTerminated(head);
    }
  }
}
