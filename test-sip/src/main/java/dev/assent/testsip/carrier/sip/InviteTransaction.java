package dev.assent.testsip.carrier.sip;

import dev.assent.testsip.carrier.loop.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The server side of one INVITE (RFC 3261 §17.2.1, with any number of 2xx as §13.3.1.4 and forking
 * want). Loop thread only.
 */
public final class InviteTransaction {
  private final Loop loop;
  private final Duration t1;
  private final SipMessage request;
  private final Peer peer;
  private final Reply reply;
  private String last = "";
  private int finalStatus;
  private boolean acknowledged;
  private @Nullable Resender refusal;
  private final List<Resender> answers = new ArrayList<>();

  public InviteTransaction(Loop loop, Duration t1, SipMessage request, Peer peer) {
    this.loop = loop;
    this.t1 = t1;
    this.request = request;
    this.peer = peer;
    this.reply = new Reply(request, peer);
  }

  public SipMessage request() {
    return request;
  }

  public Peer peer() {
    return peer;
  }

  /** 0 until there is one. */
  public int finalStatus() {
    return finalStatus;
  }

  /** An ACK came for a final response of 300 or more. */
  public boolean acknowledged() {
    return acknowledged;
  }

  /** Whether anything was answered: only then may a CANCEL come (§9.1). */
  public boolean responded() {
    return !last.isEmpty();
  }

  public boolean isRetransmission(SipMessage invite) {
    return invite.branch().equals(request.branch()) && invite.cseq() == request.cseq();
  }

  /** Answers a retransmission of the INVITE as it was answered last. */
  public void repeat() {
    if (!last.isEmpty()) {
      peer.send(last);
    }
  }

  public void progress(int status, String toTag, String sdp) {
    last = reply.text(status, "", toTag, List.of(), sdp);
    peer.send(last);
  }

  /** A final response of 300 or more, resent until its ACK or for 64 × T1. */
  public void refuse(int status, String phrase, String toTag, List<String> headers) {
    finalStatus = status;
    last = reply.text(status, phrase, toTag, headers);
    refusal = Resender.send(loop, t1, peer, last, () -> {});
  }

  /** 200, resent until the resender is stopped. */
  public Resender answer(String toTag, String sdp, Runnable noAck) {
    finalStatus = 200;
    last = reply.text(200, "", toTag, List.of("Allow: INVITE, ACK, CANCEL, BYE, UPDATE"), sdp);
    Resender answer = Resender.send(loop, t1, peer, last, noAck);
    answers.add(answer);
    return answer;
  }

  /** The ACK of a refusal. */
  public void acknowledge() {
    acknowledged = true;
    if (refusal != null) {
      refusal.stop();
    }
  }

  /** Nothing is resent any more. */
  public void stop() {
    if (refusal != null) {
      refusal.stop();
    }
    answers.forEach(Resender::stop);
  }
}
