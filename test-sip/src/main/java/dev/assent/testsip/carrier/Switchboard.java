package dev.assent.testsip.carrier;

import dev.assent.testsip.carrier.plan.Behaviour;
import dev.assent.testsip.carrier.plan.Plan;
import dev.assent.testsip.carrier.sip.Peer;
import dev.assent.testsip.carrier.sip.Reply;
import dev.assent.testsip.carrier.sip.SipMessage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the call a message belongs to, and the behaviour of a new one. Loop thread only. */
final class Switchboard {
  private final CarrierParts parts;
  private final Plan plan = new Plan();
  private final Registrar registrar;
  private final Map<String, Call> calls = new LinkedHashMap<>();
  private final Map<String, Integer> invitesToNumber = new HashMap<>();
  private final Map<String, Integer> callsToNumber = new HashMap<>();
  private int optionsStatus = 200;
  private long options;
  private long strays;
  private long lastMessageNanos;

  Switchboard(CarrierParts parts) {
    this.parts = parts;
    this.registrar = new Registrar(parts);
    this.lastMessageNanos = parts.loop().now();
  }

  Plan plan() {
    return plan;
  }

  Registrar registrar() {
    return registrar;
  }

  /** Status for OPTIONS; 0 leaves them unanswered. */
  void answerOptions(int status) {
    optionsStatus = status;
  }

  void receive(SipMessage message, Peer peer) {
    lastMessageNanos = parts.loop().now();
    Call call = calls.get(message.callId());
    if (!message.isRequest()) {
      if (call == null) {
        strays++;
      } else {
        call.response(message);
      }
      return;
    }
    if (message.method().equals("INVITE") && message.toTag().isEmpty()) {
      invite(message, peer, call);
    } else if (call != null) {
      call.receive(message, peer);
    } else {
      outsideCalls(message, peer);
    }
  }

  private void invite(SipMessage invite, Peer peer, @Nullable Call known) {
    if (known != null && !known.reopens(invite)) {
      known.receive(invite, peer);
      return;
    }
    String number = invite.calledUser();
    int nth = invitesToNumber.merge(number, 1, Integer::sum) - 1;
    Behaviour planned = plan.of(number, nth);
    var challenge = parts.settings().challenge();
    Behaviour behaviour = challenge == null ? planned : planned.challengedBy(challenge);
    Call call = known;
    if (call == null) {
      call = new Call(parts, invite, number, callsToNumber.merge(number, 1, Integer::sum));
      calls.put(invite.callId(), call);
    }
    call.invited(invite, peer, behaviour);
  }

  private void outsideCalls(SipMessage request, Peer peer) {
    Reply reply = new Reply(request, peer);
    switch (request.method()) {
      case "OPTIONS" -> {
        options++;
        if (optionsStatus > 0) {
          peer.send(reply.text(optionsStatus, "", parts.token(), List.of()));
        }
      }
      case "REGISTER" -> registrar.receive(request, peer);
      case "ACK" -> strays++;
      case "BYE", "CANCEL", "UPDATE", "INVITE", "PRACK", "INFO" -> {
        strays++;
        peer.send(reply.text(481, "", parts.token(), List.of()));
      }
      default -> {
        strays++;
        peer.send(reply.text(405, "", parts.token(), List.of("Allow: INVITE, ACK, CANCEL, BYE")));
      }
    }
  }

  /** Every second. */
  void check() {
    long now = parts.loop().now();
    List.copyOf(calls.values()).forEach(call -> call.check(now));
  }

  void close() {
    calls.values().forEach(Call::close);
  }

  @Nullable Call call(String callId) {
    return calls.get(callId);
  }

  /** Those in which something happened since this was asked last. */
  List<CallReport> changedReports() {
    return calls.values().stream().filter(Call::takeUnreported).map(Call::report).toList();
  }

  List<CallReport> reports() {
    List<CallReport> reports = new ArrayList<>(calls.size());
    calls.values().forEach(call -> reports.add(call.report()));
    return reports;
  }

  CarrierTotals totals(long malformed) {
    return CarrierTotals.of(reports(), options, strays, malformed);
  }

  /** Nanoseconds since the last message; 0 while a call is up. */
  long idleNanos() {
    boolean up = calls.values().stream().anyMatch(Call::up);
    return up ? 0 : parts.loop().now() - lastMessageNanos;
  }
}
