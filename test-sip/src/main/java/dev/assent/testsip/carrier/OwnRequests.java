package dev.assent.testsip.carrier;

import dev.assent.testsip.carrier.sip.OwnRequest;
import dev.assent.testsip.carrier.sip.SipMessage;
import dev.assent.testsip.carrier.sip.SipSocket;
import java.util.HashMap;
import java.util.Map;

/** The carrier's BYEs and re-INVITEs in one call, by branch. Loop thread only. */
final class OwnRequests {
  private final CarrierParts parts;
  private final CallLog log;
  private final Runnable changed;
  private final Map<String, OwnRequest> byBranch = new HashMap<>();
  private int openInvites;

  /** {@code changed} runs when one of them got its final response. */
  OwnRequests(CarrierParts parts, CallLog log, Runnable changed) {
    this.parts = parts;
    this.log = log;
    this.changed = changed;
  }

  void bye(Dialog dialog, SipSocket socket, int copies) {
    send(dialog, "BYE", "BYE", socket, "", copies);
  }

  /** {@code what} names it in the report, such as {@code INVITE hold}. */
  void invite(Dialog dialog, String what, SipSocket socket, String sdp, int copies) {
    openInvites++;
    send(dialog, "INVITE", what, socket, sdp, copies);
  }

  /** Re-INVITEs without a final response. */
  int openInvites() {
    return openInvites;
  }

  /** Whether a request of ours has no final response before this one. */
  boolean waitsFor(SipMessage response) {
    OwnRequest request = byBranch.get(response.branch());
    return request != null && !request.done();
  }

  void response(SipMessage response) {
    OwnRequest request = byBranch.get(response.branch());
    if (request != null) {
      request.response(response.status());
    }
  }

  /** RFC 3261 §17.1.1.3: the ACK of a refusal is of its transaction, that of a 2xx is not. */
  void acknowledge(Dialog dialog, SipMessage response, SipSocket socket) {
    String branch = response.status() < 300 ? branch() : response.branch();
    dialog.peer(socket).send(dialog.request("ACK", response.cseq(), branch, socket, ""));
  }

  void stop() {
    byBranch.values().forEach(OwnRequest::stop);
  }

  private String branch() {
    return "z9hG4bK" + parts.token();
  }

  private void send(
      Dialog dialog, String method, String what, SipSocket socket, String sdp, int copies) {
    String branch = branch();
    String text = dialog.request(method, dialog.nextCseq(), branch, socket, sdp);
    log.out(parts.wallTime(), text.substring(0, text.indexOf('\r')));
    OwnRequest request =
        OwnRequest.send(
            parts.loop(),
            parts.settings().t1(),
            dialog.peer(socket),
            text,
            copies,
            status -> finished(method, what, status));
    byBranch.put(branch, request);
  }

  private void finished(String method, String what, int status) {
    log.outcome(what + " " + status);
    openInvites -= method.equals("INVITE") ? 1 : 0;
    changed.run();
  }
}
