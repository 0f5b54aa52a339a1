package dev.assent.testsip.carrier;

import dev.assent.testsip.carrier.media.Leg;
import dev.assent.testsip.carrier.media.Recorded;
import dev.assent.testsip.carrier.plan.Behaviour;
import dev.assent.testsip.carrier.sip.Conformance;
import dev.assent.testsip.carrier.sip.InviteTransaction;
import dev.assent.testsip.carrier.sip.Peer;
import dev.assent.testsip.carrier.sip.Reply;
import dev.assent.testsip.carrier.sip.SessionOffer;
import dev.assent.testsip.carrier.sip.SipMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One call (one Call-ID) from its first INVITE to its last response: takes what the caller sends
 * and answers it as every carrier does. What only this call does is up to {@link CalledParty}. Loop
 * thread only.
 */
final class Call {
  /** Sound under way when the call ended is still counted. */
  private static final Duration LINGER = Duration.ofMillis(500);

  private final CarrierParts parts;
  private final CallLog log;
  private final String called;
  private final Dialogs dialogs;
  private final OwnRequests ownRequests;
  private final Challenger challenger;
  private final CallSound sound;
  private final CalledParty party;

  /** INVITEs outside the dialog: more than one after a challenge or a refusal. */
  private final List<InviteTransaction> invites = new ArrayList<>();

  private final List<InviteTransaction> reinvites = new ArrayList<>();
  private boolean cancelSeen;
  private boolean silent;
  private boolean unreported = true;
  private @Nullable CallReport report;

  Call(CarrierParts parts, SipMessage invite, String called, int attempt) {
    this.parts = parts;
    this.called = called;
    this.log = new CallLog(invite, called, attempt, parts.wallTime());
    this.dialogs = new Dialogs(parts::token);
    this.ownRequests = new OwnRequests(parts, log, this::changed);
    this.challenger = new Challenger(parts, log);
    this.sound = new CallSound(parts, called, log.id(), this::changed);
    this.party = new CalledParty(this, parts, log, sound, challenger);
  }

  /** The first INVITE, or one more under this Call-ID after a refusal. */
  void invited(SipMessage invite, Peer peer, Behaviour behaviour) {
    log.in(parts.wallTime(), invite.startLine());
    log.reopened();
    newInvite(invite, peer);
    party.begin(behaviour.steps());
    touch();
  }

  /** Whether this INVITE begins another attempt: the one before was refused and it is newer. */
  boolean reopens(SipMessage invite) {
    return invite().finalStatus() >= 300
        && !challenger.waiting()
        && invite.toTag().isEmpty()
        && invite.cseq() > invite().request().cseq();
  }

  void receive(SipMessage request, Peer peer) {
    log.in(parts.wallTime(), request.startLine());
    if (!silent) {
      switch (request.method()) {
        case "INVITE" -> anotherInvite(request, peer);
        case "ACK" -> ack(request);
        case "CANCEL" -> cancel(request, peer);
        case "BYE" -> bye(request, peer);
        default -> inDialog(request, peer);
      }
    }
    changed();
  }

  void response(SipMessage response) {
    log.in(parts.wallTime(), response.startLine());
    if (!silent) {
      Dialog dialog = dialogs.withTag(response.fromTag());
      if (dialog != null && response.status() >= 200 && response.cseqMethod().equals("INVITE")) {
        reinviteAnswered(dialog, response);
      }
      ownRequests.response(response);
    }
    changed();
  }

  /** The ACK leaves before the script goes on: a further re-INVITE must not overtake it. */
  private void reinviteAnswered(Dialog dialog, SipMessage response) {
    SessionOffer answer = SessionOffer.parse(response.body());
    if (ownRequests.waitsFor(response) && answer != null && response.status() < 300) {
      sound.answered(answer);
    }
    ownRequests.acknowledge(dialog, response, invite().peer().socket());
  }

  /** Every second: a call without sound is ended by a carrier that is paid by the minute. */
  void check(long nanos) {
    long limit = parts.settings().noSoundLimit().toNanos();
    if (!sound.onHold() && nanos - sound.lastArrivalNanos(party.answeredNanos()) > limit) {
      hangUp(EndedBy.NO_SOUND);
    }
  }

  /** The carrier closes: nobody stays up. */
  void close() {
    party.stop();
    hangUp(EndedBy.CARRIER_CLOSED);
    stopSending();
    sound.close();
  }

  private void anotherInvite(SipMessage invite, Peer peer) {
    List<InviteTransaction> same = all().filter(t -> t.isRetransmission(invite)).toList();
    if (!same.isEmpty()) {
      log.retransmission();
      same.forEach(InviteTransaction::repeat);
    } else if (!invite.toTag().isEmpty()) {
      reinvite(invite, peer);
    } else if (challenger.waiting() && invite.cseq() > invite().request().cseq()) {
      newInvite(invite, peer);
      challenger.answeredBy(invite);
    } else {
      log.faults(List.of("INVITE: another one, without a final response to the first"));
    }
  }

  private void newInvite(SipMessage invite, Peer peer) {
    log.invite();
    log.faults(Conformance.faultsOf(invite));
    if (!invites.isEmpty()) {
      SipMessage before = invite().request();
      if (invite.cseq() != before.cseq() + 1 || !invite.fromTag().equals(before.fromTag())) {
        log.faults(List.of("INVITE: wants the From tag of the one before and its CSeq plus one"));
      }
    }
    invites.add(new InviteTransaction(parts.loop(), parts.settings().t1(), invite, peer));
  }

  private void reinvite(SipMessage invite, Peer peer) {
    log.reinvite();
    log.faults(Conformance.faultsOf(invite));
    InviteTransaction own =
        new InviteTransaction(parts.loop(), parts.settings().t1(), invite, peer);
    reinvites.add(own);
    Dialog dialog = dialogs.withTag(invite.toTag());
    SessionOffer changed = SessionOffer.parse(invite.body());
    if (dialog == null || !dialog.open()) {
      own.refuse(481, "", "", List.of());
    } else if (!dialog.takesCseq(invite.cseq())) {
      log.faults(List.of("INVITE: CSeq " + invite.cseq() + " is not newer"));
      own.refuse(500, "", "", List.of());
    } else if (changed == null) {
      own.refuse(488, "", "", List.of());
    } else {
      String sdp = sound.answerTo(changed);
      Runnable noAck = () -> log.faults(List.of("ACK: none for the answer to a re-INVITE"));
      own.answer(dialog.tag(), sdp, noAck);
    }
  }

  private void ack(SipMessage ack) {
    for (InviteTransaction refused : all().filter(t -> t.finalStatus() >= 300).toList()) {
      if (ack.branch().equals(refused.request().branch())) {
        log.faults(Conformance.faultsOf(ack, refused.request(), true));
        refused.acknowledge();
        return;
      }
    }
    Dialog dialog = dialogs.withTag(ack.toTag());
    if (dialog == null) {
      log.faults(List.of("ACK: no dialog with To tag '" + ack.toTag() + "'"));
      return;
    }
    for (InviteTransaction answered : reinvites) {
      if (answered.request().cseq() == ack.cseq()) {
        answered.stop();
        return;
      }
    }
    log.faults(Conformance.faultsOf(ack, dialog.invite().request(), false));
    dialog.acknowledge(parts.wallTime());
  }

  private void cancel(SipMessage cancel, Peer peer) {
    InviteTransaction invite = invite();
    log.faults(Conformance.faultsOf(cancel, invite.request(), true));
    Reply reply = new Reply(cancel, peer);
    if (!cancel.branch().equals(invite.request().branch())) {
      peer.send(reply.text(481, "", parts.token(), List.of()));
      return;
    }
    if (!invite.responded()) {
      log.faults(List.of("CANCEL: before any provisional response"));
    }
    log.reasons(cancel.all("reason"));
    peer.send(reply.text(200, "", dialog(Dialogs.FIRST).tag(), List.of()));
    cancelSeen = true;
    if (!party.awaitsCancel() && invite.finalStatus() == 0) {
      refuse(487, "", List.of(), EndedBy.CANCEL);
    }
  }

  private void bye(SipMessage bye, Peer peer) {
    log.faults(Conformance.faultsOf(bye));
    Dialog dialog = dialogs.withTag(bye.toTag());
    Reply reply = new Reply(bye, peer);
    if (dialog == null || !dialog.answered()) {
      peer.send(reply.text(481, "", "", List.of()));
      return;
    }
    peer.send(reply.text(200, "", "", List.of()));
    if (dialog.open()) {
      if (!dialog.takesCseq(bye.cseq())) {
        log.faults(List.of("BYE: CSeq " + bye.cseq() + " is not newer"));
      }
      log.reasons(bye.all("reason"));
      end(dialog, EndedBy.CALLER);
    }
  }

  private void inDialog(SipMessage request, Peer peer) {
    log.faults(Conformance.faultsOf(request));
    Dialog dialog = dialogs.withTag(request.toTag());
    Reply reply = new Reply(request, peer);
    if (dialog == null) {
      peer.send(reply.text(481, "", "", List.of()));
      return;
    }
    SessionOffer changed = SessionOffer.parse(request.body());
    String sdp = changed == null ? "" : sound.answerTo(changed);
    peer.send(reply.text(200, "", "", List.of(), sdp));
  }

  // For the called party

  /** The latest INVITE outside the dialog. */
  InviteTransaction invite() {
    return invites.getLast();
  }

  Dialog dialog(String label) {
    return dialogs.of(invite(), label);
  }

  @Nullable Dialog openDialog() {
    List<Dialog> open = dialogs.open();
    return open.isEmpty() ? null : open.getFirst();
  }

  OwnRequests ownRequests() {
    return ownRequests;
  }

  boolean cancelSeen() {
    return cancelSeen;
  }

  boolean answersAcknowledged() {
    return dialogs.allAcknowledged();
  }

  void refuse(int status, String phrase, List<String> headers, EndedBy by) {
    log.response(parts.wallTime(), status);
    invite().refuse(status, phrase, dialog(Dialogs.FIRST).tag(), headers);
    over(by);
  }

  /** One dialog is over, and the call with the last of them. */
  void end(Dialog dialog, EndedBy by) {
    dialog.end(parts.wallTime(), by);
    if (dialogs.open().isEmpty()) {
      over(by);
    }
  }

  void hangUp(Dialog dialog, EndedBy why) {
    if (dialog.open()) {
      end(dialog, why);
      ownRequests.bye(dialog, invite().peer().socket(), 1);
      touch();
    }
  }

  void fallSilent() {
    silent = true;
    stopSending();
    sound.stop();
  }

  private void hangUp(EndedBy why) {
    dialogs.open().forEach(dialog -> hangUp(dialog, why));
  }

  private void over(EndedBy by) {
    log.ended(parts.wallTime(), by);
    party.stop();
    sound.end(LINGER);
  }

  private void stopSending() {
    all().forEach(InviteTransaction::stop);
    ownRequests.stop();
  }

  private Stream<InviteTransaction> all() {
    return Stream.concat(invites.stream(), reinvites.stream());
  }

  /** Something happened: the script may go on, and the report is out of date. */
  void changed() {
    party.advance();
    touch();
  }

  private void touch() {
    unreported = true;
    report = null;
  }

  // For the carrier

  String called() {
    return called;
  }

  /** Answered and not over. */
  boolean up() {
    return !dialogs.open().isEmpty();
  }

  /** Whether something happened since this was asked last. */
  boolean takeUnreported() {
    boolean was = unreported;
    unreported = false;
    return was;
  }

  CompletableFuture<Recorded> sent() {
    Leg leg = sound.leg();
    return leg == null ? CompletableFuture.completedFuture(Recorded.NOTHING) : leg.sent();
  }

  CompletableFuture<Recorded> received() {
    Leg leg = sound.leg();
    return leg == null ? CompletableFuture.completedFuture(Recorded.NOTHING) : leg.received();
  }

  /** Made anew only when something happened: thousands of calls are summed up every second. */
  CallReport report() {
    CallReport known = report;
    if (known == null || !log.hasEnded()) {
      known = newReport();
      report = known;
    }
    return known;
  }

  private CallReport newReport() {
    boolean acknowledged =
        dialogs.allAcknowledged()
            && invites.stream().allMatch(t -> t.finalStatus() < 300 || t.acknowledged());
    String caller = invites.getFirst().request().userOf("from");
    return log.report(caller, acknowledged, dialogs.reports(), sound.report());
  }
}
