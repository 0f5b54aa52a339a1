package dev.assent.testsip.carrier.sip;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What is wrong with a caller's request: a strict carrier writes it down, a lenient one goes on.
 */
public final class Conformance {
  private static final List<String> ONCE = List.of("from", "to", "call-id", "cseq", "max-forwards");

  private Conformance() {}

  /** Faults any request can have (RFC 3261 §8.1.1). */
  public static List<String> faultsOf(SipMessage request) {
    List<String> faults = new ArrayList<>();
    String method = request.method();
    for (String name : ONCE) {
      if (request.all(name).size() != 1) {
        faults.add("%s: %d headers %s".formatted(method, request.all(name).size(), name));
      }
    }
    if (!request.branch().startsWith("z9hG4bK") || request.branch().length() == 7) {
      faults.add(method + ": branch '" + request.branch() + "' of the topmost Via");
    }
    if (request.fromTag().isEmpty()) {
      faults.add(method + ": no From tag");
    }
    if (!request.cseqMethod().equals(method)) {
      faults.add(method + ": CSeq '" + request.header("cseq") + "'");
    }
    if (!request.startLine().endsWith(" SIP/2.0")) {
      faults.add(method + ": start line '" + request.startLine() + "'");
    }
    String length = request.header("content-length");
    int bytes = request.body().getBytes(StandardCharsets.UTF_8).length;
    if (!length.equals(Integer.toString(bytes))) {
      faults.add(method + ": Content-Length '" + length + "' before " + bytes + " bytes");
    }
    if (method.equals("INVITE") && SipUri.parse(request.header("contact")) == null) {
      faults.add("INVITE: Contact '" + request.header("contact") + "'");
    }
    return faults;
  }

  /** Faults of an ACK (§13.2.2.4, §17.1.1.3) or CANCEL (§9.1) for {@code invite}. */
  public static List<String> faultsOf(SipMessage request, SipMessage invite, boolean sameBranch) {
    List<String> faults = new ArrayList<>(faultsOf(request));
    String method = request.method();
    if (request.cseq() != invite.cseq()) {
      faults.add("%s: CSeq %d for INVITE %d".formatted(method, request.cseq(), invite.cseq()));
    }
    if (sameBranch != request.branch().equals(invite.branch())) {
      faults.add(method + (sameBranch ? ": branch differs from" : ": same branch as") + " INVITE");
    }
    if (sameBranch && !request.requestUri().equals(invite.requestUri())) {
      faults.add(method + ": Request-URI differs from the INVITE's");
    }
    if (!request.fromTag().equals(invite.fromTag())) {
      faults.add(method + ": From tag differs from the INVITE's");
    }
    return faults;
  }
}
