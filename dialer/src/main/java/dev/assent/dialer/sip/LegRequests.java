package dev.assent.dialer.sip;

import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.dialog.Dialog;
import dev.assent.dialer.sip.message.Request;
import dev.assent.dialer.sip.transaction.Hop;
import dev.assent.dialer.sip.transaction.InviteServer;
import org.jspecify.annotations.Nullable;

/**
 * Answers what the far end asks for in a dialog that is up: re-INVITE and UPDATE (offer and answer,
 * RFC 3264), OPTIONS, INFO. Owned by the call's worker.
 */
final class LegRequests {
  private final SipWorker worker;
  private final Leg leg;
  private final Dialog dialog;
  private final Transactions transactions;
  private final Leg.Owner owner;
  private byte[] session;
  private @Nullable Unacknowledged unacknowledged;

  LegRequests(
      SipWorker worker,
      Leg leg,
      Dialog dialog,
      Transactions transactions,
      byte[] session,
      Leg.Owner owner) {
    this.worker = worker;
    this.leg = leg;
    this.dialog = dialog;
    this.transactions = transactions;
    this.session = session;
    this.owner = owner;
  }

  /** Any request but BYE, ACK and CANCEL. */
  void take(Request request, Answers answers) {
    if (worker.isFull()) {
      worker.send(answers.overloaded(), request.replyTo());
    } else if (!leg.isUp()) {
      refuse(request, answers.unknownCall());
    } else if (!dialog.inOrder(request)) {
      refuse(request, answers.later());
    } else if (!answers.unsupported().isEmpty()) {
      refuse(request, answers.badExtension());
    } else if (isRefresh(request) && leg.refresh().isTooShort(request)) {
      refuse(request, answers.tooShort(leg.refresh().minimum()));
    } else {
      switch (request.method()) {
        case "INVITE" -> reinvite(request, answers);
        case "UPDATE" -> update(request, answers);
        case "OPTIONS" -> transactions.answer(request, answers.capabilities());
        case "INFO" ->
            transactions.answer(
                request, request.hasBody() ? answers.badContent() : answers.plain(200, "OK"));
        default -> transactions.answer(request, OutsideDialog.unsupported(answers));
      }
    }
  }

  private static boolean isRefresh(Request request) {
    return request.method().equals("INVITE") || request.method().equals("UPDATE");
  }

  /** A 2xx of ours waits for its ACK. */
  boolean isAnswering() {
    return unacknowledged != null;
  }

  /** Our session description as last sent. */
  byte[] session() {
    return session;
  }

  /** The ACK of our 2xx to a re-INVITE; false if none is awaited. */
  boolean acknowledged(Request ack) {
    Unacknowledged waiting = unacknowledged;
    if (waiting == null || waiting.cseq != ack.cseq()) {
      return false;
    }
    stop();
    byte[] answer = ack.sdp();
    if (waiting.ourOffer && (answer == null || owner.reoffered(answer) == null)) {
      leg.hangUp("session not agreed");
    }
    return true;
  }

  /** No more copies of a 2xx. */
  void stop() {
    if (unacknowledged != null) {
      unacknowledged.stop();
      unacknowledged = null;
    }
  }

  private void reinvite(Request request, Answers answers) {
    byte[] offer = request.sdp();
    if (unacknowledged != null) {
      refuse(request, unacknowledged.ourOffer ? answers.pending() : answers.later());
    } else if (leg.refresh().isInviting()) {
      refuse(request, answers.pending());
    } else if (request.hasBody() && offer == null) {
      refuse(request, answers.badContent());
    } else {
      // Without an offer ours is wanted: we offer what we have now.
      byte[] ours = offer == null ? session : owner.reoffered(offer);
      if (ours == null || ours.length == 0) {
        refuse(request, answers.notAcceptable());
      } else {
        accept(transactions.serveInvite(request), request, answers, ours, offer == null);
      }
    }
  }

  /** Sends a 2xx, and again until its ACK comes. */
  void accept(
      InviteServer server, Request request, Answers answers, byte[] ours, boolean ourOffer) {
    session = ours;
    dialog.refreshTarget(request.contact());
    byte[] answer = answers.session(ours, leg.refresh().accepted(request));
    unacknowledged = new Unacknowledged(request.cseq(), ourOffer, answer, worker.hopBack(request));
    server.accept(answer);
    unacknowledged.waitForAck();
  }

  private void update(Request request, Answers answers) {
    byte[] offer = request.sdp();
    if (!request.hasBody()) {
      dialog.refreshTarget(request.contact());
      transactions.answer(request, answers.refreshed(leg.refresh().accepted(request)));
    } else if (offer == null) {
      transactions.answer(request, answers.badContent());
    } else if (leg.refresh().isInviting() || (unacknowledged != null && unacknowledged.ourOffer)) {
      transactions.answer(request, answers.pending());
    } else {
      byte[] ours = owner.reoffered(offer);
      if (ours == null) {
        transactions.answer(request, answers.notAcceptable());
      } else {
        session = ours;
        dialog.refreshTarget(request.contact());
        transactions.answer(request, answers.session(ours, leg.refresh().accepted(request)));
      }
    }
  }

  private void refuse(Request request, byte[] answer) {
    if (request.method().equals("INVITE")) {
      transactions.serveInvite(request).refuse(answer);
    } else {
      transactions.answer(request, answer);
    }
  }

  /** A 2xx of ours, sent again until its ACK comes (RFC 3261 section 13.3.1.4). */
  private final class Unacknowledged {
    private final long cseq;
    private final boolean ourOffer;
    private final byte[] answer;
    private final Hop hop;
    private final long deadline;
    private long interval;
    private Timers.@Nullable Cancellable due;

    Unacknowledged(long cseq, boolean ourOffer, byte[] answer, Hop hop) {
      this.cseq = cseq;
      this.ourOffer = ourOffer;
      this.answer = answer;
      this.hop = hop;
      this.interval = worker.endpoint().timerValues.t1();
      this.deadline = worker.nanoTime() + worker.endpoint().timerValues.patience();
    }

    void waitForAck() {
      due = worker.after(interval, this::again);
    }

    void stop() {
      if (due != null) {
        due.cancel();
      }
    }

    private void again() {
      if (worker.nanoTime() - deadline >= 0) {
        leg.lose("no ACK");
        return;
      }
      hop.resend(answer, _ -> {});
      interval = Math.min(2 * interval, worker.endpoint().timerValues.t2());
      waitForAck();
    }
  }
}
