package dev.assent.testsip.carrier;

import dev.assent.testsip.carrier.sip.InviteTransaction;
import dev.assent.testsip.carrier.sip.Peer;
import dev.assent.testsip.carrier.sip.RemoteTarget;
import dev.assent.testsip.carrier.sip.Resender;
import dev.assent.testsip.carrier.sip.SipMessage;
import dev.assent.testsip.carrier.sip.SipSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One dialog of a call: a forked call has one for each To tag. Loop thread only. */
final class Dialog {
  private final InviteTransaction invite;
  private final String tag;
  private final RemoteTarget target;
  private @Nullable Resender answer;
  private int ignoredAcks;
  private long ownCseq;
  private long remoteCseq;
  private @Nullable Instant answeredAt;
  private @Nullable Instant ackAt;
  private @Nullable Instant endedAt;
  private @Nullable EndedBy endedBy;

  Dialog(InviteTransaction invite, String tag) {
    this.invite = invite;
    this.tag = tag;
    this.target = RemoteTarget.of(invite.request(), invite.peer().address());
    this.remoteCseq = invite.request().cseq();
  }

  String tag() {
    return tag;
  }

  InviteTransaction invite() {
    return invite;
  }

  void answer(Instant now, String sdp, int acksToIgnore, Runnable noAck) {
    answeredAt = now;
    ignoredAcks = acksToIgnore;
    answer = invite.answer(tag, sdp, noAck);
  }

  /** Takes an ACK for the answer; false if it is one of those to be overheard. */
  boolean acknowledge(Instant now) {
    if (ignoredAcks > 0) {
      ignoredAcks--;
      return false;
    }
    if (answer != null) {
      answer.stop();
    }
    ackAt = ackAt == null ? now : ackAt;
    return true;
  }

  void end(Instant now, EndedBy by) {
    if (endedAt == null) {
      endedAt = now;
      endedBy = by;
    }
    if (answer != null) {
      answer.stop();
    }
  }

  boolean answered() {
    return answeredAt != null;
  }

  boolean acknowledged() {
    return ackAt != null;
  }

  /** Answered and not over. */
  boolean open() {
    return answeredAt != null && endedAt == null;
  }

  /** Whether a request of the caller is newer than all before it (RFC 3261 §12.2.2). */
  boolean takesCseq(long cseq) {
    boolean newer = cseq > remoteCseq;
    remoteCseq = Math.max(remoteCseq, cseq);
    return newer;
  }

  long nextCseq() {
    return ++ownCseq;
  }

  /** Where a request from {@code socket} has to go. */
  Peer peer(SipSocket socket) {
    return new Peer(socket, target.address());
  }

  /** Text of a request in this dialog (RFC 3261 §12.2.1.1); {@code sdp} may be empty. */
  String request(String method, long cseq, String branch, SipSocket socket, String sdp) {
    SipMessage first = invite.request();
    StringBuilder text = new StringBuilder(600);
    text.append(method).append(' ').append(target.uri()).append(" SIP/2.0\r\n");
    text.append("Via: SIP/2.0/").append(socket.transport()).append(' ').append(socket.hostPort());
    text.append(";branch=").append(branch).append("\r\n");
    text.append("Max-Forwards: 70\r\n");
    target.routes().forEach(route -> text.append("Route: ").append(route).append("\r\n"));
    text.append("From: ").append(first.header("to")).append(";tag=").append(tag).append("\r\n");
    text.append("To: ").append(first.header("from")).append("\r\n");
    text.append("Call-ID: ").append(first.callId()).append("\r\n");
    text.append("CSeq: ").append(cseq).append(' ').append(method).append("\r\n");
    text.append("Contact: ").append(socket.contact()).append("\r\n");
    if (!sdp.isEmpty()) {
      text.append("Content-Type: application/sdp\r\n");
    }
    text.append("Content-Length: ").append(sdp.getBytes(StandardCharsets.UTF_8).length);
    return text.append("\r\n\r\n").append(sdp).toString();
  }

  DialogReport report() {
    return new DialogReport(tag, answeredAt, ackAt, endedAt, endedBy);
  }
}
