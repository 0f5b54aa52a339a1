package dev.assent.dialer.sip;

import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.auth.DigestClient;
import dev.assent.dialer.sip.dialog.Dialog;
import dev.assent.dialer.sip.message.Request;
import dev.assent.dialer.sip.message.RequestHead;
import dev.assent.dialer.sip.message.Response;
import dev.assent.dialer.sip.transaction.InviteServer;
import dev.assent.dialer.sip.transport.Drop;
import dev.assent.dialer.sip.transport.LostFlow;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A call somebody places to us, from its INVITE to the BYE (RFC 3261 section 13.3). Everything but
 * the public commands runs on the worker.
 */
final class ServerCall implements Session, IncomingCall, Leg.Owner {
  private static final Duration RINGS = Duration.ofSeconds(20);
  private static final Pattern USER =
      Pattern.compile("(?i)(?:sips?:(?=[^>]*@)|tel:)([^@;>]{1,64})");

  private enum Phase {
    RINGING,
    ANSWERED,
    OVER
  }

  private final SipWorker worker;
  private final Endpoint endpoint;
  private final Request invite;
  private final String localTag;
  private final Answers answers;
  private final Transactions transactions;
  private final SpoolEntry spool;
  private final InviteServer server;
  private Phase phase = Phase.RINGING;
  private Timers.@Nullable Cancellable ringLimit;
  private @Nullable Leg leg;
  private @Nullable DialogEvents events;

  private ServerCall(SipWorker worker, Request invite) {
    this.worker = worker;
    this.endpoint = worker.endpoint();
    this.invite = invite;
    this.localTag = endpoint.tokens.tag();
    this.answers = new Answers(endpoint, invite, localTag);
    this.spool = new SpoolEntry(endpoint.spool);
    this.transactions = new Transactions(worker, this::leaveIfDone);
    this.server = transactions.serveInvite(invite);
  }

  /** Takes an INVITE outside a dialog; false if there is no room for it. */
  static boolean ring(SipWorker worker, Request invite, InboundCalls inbound) {
    if (worker.isFull()) {
      return false;
    }
    ServerCall call = new ServerCall(worker, invite);
    if (!worker.enter(call)) {
      call.phase = Phase.OVER;
      call.server.refuse(call.answers.overloaded());
      return true;
    }
    call.server.progress(call.answers.plain(180, "Ringing"));
    call.ringLimit =
        worker.after(RINGS.toNanos(), () -> call.refuse(480, "Temporarily Unavailable"));
    inbound.ringing(call);
    return true;
  }

  @Override
  public String callId() {
    return invite.callId();
  }

  @Override
  public InetAddress source() {
    return invite.replyTo().address().getAddress();
  }

  @Override
  public Optional<InetAddress> publicAddress() {
    return Optional.ofNullable(endpoint.addresses.publicAddress(source()));
  }

  @Override
  public String callerUser() {
    List<String> asserted = invite.values("P-Asserted-Identity");
    String value = asserted.isEmpty() ? invite.from() : asserted.getFirst();
    Matcher user = USER.matcher(value.substring(value.lastIndexOf('<') + 1));
    return user.lookingAt() ? user.group(1).replace("%2B", "+").replace("%2b", "+") : "";
  }

  @Override
  public String localTag() {
    return localTag;
  }

  @Override
  public String remoteTag() {
    return invite.fromTag();
  }

  @Override
  public byte @Nullable [] offer() {
    return invite.sdp();
  }

  @Override
  public void accept(byte[] session, DialogEvents listener) {
    worker.execute(
        () -> {
          if (phase == Phase.RINGING) {
            answer(session, listener);
          } else {
            listener.ended(EndCause.FAR_END, List.of());
          }
        });
  }

  @Override
  public void refuse(int status, String phrase) {
    worker.execute(
        () -> {
          if (phase == Phase.RINGING) {
            server.refuse(answers.plain(status, phrase));
            over();
          }
        });
  }

  @Override
  public void hangUp(String reason) {
    worker.execute(
        () -> {
          if (leg != null) {
            leg.hangUp(reason);
          } else if (phase == Phase.RINGING) {
            server.refuse(answers.plain(480, "Temporarily Unavailable"));
            over();
          }
        });
  }

  private void answer(byte[] session, DialogEvents listener) {
    stopRinging();
    events = listener;
    phase = Phase.ANSWERED;
    Target back = invite.replyTo();
    Dialog dialog = Dialog.invited(invite, localTag, endpoint.settings.networks(), back);
    DigestClient digest = new DigestClient(null, endpoint.tokens::cnonce);
    Leg answered = new Leg(worker, dialog, transactions, digest, session, this);
    leg = answered;
    RequestHead ours = dialog.ack(1, endpoint.via(back, endpoint.tokens.branch()));
    boolean safe = spool.confirmed(new SpooledCall(ours, back, false, List.of(dialog.state())));
    answered.answer(server, invite, answers, session);
    if (!safe) {
      answered.lose("internal error");
    }
  }

  private void stopRinging() {
    if (ringLimit != null) {
      ringLimit.cancel();
      ringLimit = null;
    }
  }

  private void over() {
    stopRinging();
    phase = Phase.OVER;
    spool.close(callId());
    leaveIfDone();
  }

  @Override
  public byte @Nullable [] reoffered(byte[] sdp) {
    return events == null ? null : events.reoffered(sdp);
  }

  @Override
  public void closed(Leg closed, EndCause cause, List<String> reasonHeaders) {
    over();
    if (events != null) {
      events.ended(cause, reasonHeaders);
    }
  }

  @Override
  public boolean isIncoming() {
    return true;
  }

  @Override
  public void response(Response response) {
    if (!transactions.receive(response)) {
      endpoint.traffic.dropped(Drop.STRAY_RESPONSE, response.source().address().getAddress());
    }
  }

  @Override
  public void request(Request request) {
    boolean ours = request.toTag().equals(localTag) && request.fromTag().equals(remoteTag());
    Answers own = new Answers(endpoint, request, localTag);
    if (request.method().equals("ACK")) {
      if ((leg == null || !ours || !leg.acknowledged(request)) && !transactions.receive(request)) {
        endpoint.traffic.dropped(Drop.STRAY_ACK, request.replyTo().address().getAddress());
      }
    } else if (transactions.receive(request)) {
      return;
    } else if (request.method().equals("CANCEL")) {
      cancelled(request, own);
    } else if (request.toTag().isEmpty()) {
      // The same call by another way of the network (RFC 3261 section 8.2.2.2).
      worker.send(own.plain(482, "Loop Detected"), request.replyTo());
    } else if (leg != null && ours) {
      leg.request(request);
    } else {
      worker.send(own.unknownCall(), request.replyTo());
    }
  }

  private void cancelled(Request cancel, Answers own) {
    if (!transactions.servesCancelled(cancel)) {
      worker.send(own.unknownCall(), cancel.replyTo());
      return;
    }
    transactions.answer(cancel, own.plain(200, "OK"));
    if (phase == Phase.RINGING) {
      server.refuse(answers.plain(487, "Request Terminated"));
      over();
    }
  }

  @Override
  public void flowLost(LostFlow lost) {
    transactions.flowLost(lost);
  }

  @Override
  public void lost() {
    if (leg != null) {
      leg.stop();
    }
    stopRinging();
    boolean answered = phase == Phase.ANSWERED;
    phase = Phase.OVER;
    if (answered && events != null) {
      events.ended(EndCause.LOST, List.of());
    }
  }

  private void leaveIfDone() {
    if (phase == Phase.OVER && transactions.isEmpty()) {
      worker.leave(this);
    }
  }
}
