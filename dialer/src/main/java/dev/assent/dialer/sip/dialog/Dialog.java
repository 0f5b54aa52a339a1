package dev.assent.dialer.sip.dialog;

import dev.assent.dialer.sip.address.SignallingNetworks;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.message.Request;
import dev.assent.dialer.sip.message.RequestHead;
import dev.assent.dialer.sip.message.Response;
import dev.assent.dialer.sip.message.SipAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A dialog, seen from the caller: route set, remote target, sequence numbers (RFC 3261 section 12).
 * Owned by the worker of its call.
 */
public final class Dialog {
  private static final long NONE_YET = -1;

  private final String callId;
  private final String local;
  private final String remote;
  private final List<String> routes;
  private final SignallingNetworks networks;
  private final Target trunk;
  private final @Nullable SipAddress firstRoute;
  private String target;
  private Target nextHop;
  private long localCseq;
  private long remoteCseq = NONE_YET;

  private Dialog(DialogState state, SignallingNetworks networks, Target trunk) {
    this.callId = state.callId();
    this.local = state.local();
    this.remote = state.remote();
    this.routes = state.routes();
    this.target = state.target();
    this.localCseq = state.cseq();
    this.networks = networks;
    this.trunk = trunk;
    this.firstRoute = routes.isEmpty() ? null : SipAddress.parse(routes.getFirst());
    this.nextHop = findNextHop();
  }

  /**
   * From an answer with a tag to our INVITE (section 12.1.2): early if that was provisional.
   *
   * @param trunk where the INVITE went
   */
  public static Dialog answered(Response response, SignallingNetworks networks, Target trunk) {
    String contact = response.contact();
    SipAddress to = contact == null ? SipAddress.parse(response.to()) : null;
    DialogState state =
        new DialogState(
            response.callId(),
            response.from(),
            response.to(),
            // An answer must have a Contact; without one the number called will have to do.
            contact != null ? contact : to != null ? to.uri() : "sip:invalid",
            response.values("Record-Route").reversed(),
            response.cseq());
    return new Dialog(state, networks, trunk);
  }

  /**
   * From an INVITE of the far end (section 12.1.1).
   *
   * @param trunk where it came from
   */
  public static Dialog invited(
      Request invite, String localTag, SignallingNetworks networks, Target trunk) {
    String contact = invite.contact();
    SipAddress from = contact == null ? SipAddress.parse(invite.from()) : null;
    DialogState state =
        new DialogState(
            invite.callId(),
            invite.to() + ";tag=" + localTag,
            invite.from(),
            contact != null ? contact : from != null ? from.uri() : "sip:invalid",
            invite.values("Record-Route"),
            0);
    Dialog dialog = new Dialog(state, networks, trunk);
    dialog.remoteCseq = invite.cseq();
    return dialog;
  }

  public static Dialog restored(DialogState state, SignallingNetworks networks, Target trunk) {
    return new Dialog(state, networks, trunk);
  }

  /** Takes up the numbers where the early dialog left them. */
  public void continues(Dialog early) {
    localCseq = Math.max(localCseq, early.localCseq);
    remoteCseq = Math.max(remoteCseq, early.remoteCseq);
  }

  public DialogState state() {
    return new DialogState(callId, local, remote, target, routes, localCseq);
  }

  /**
   * Where requests go, always by the INVITE's transport: the first route, or the far end's Contact,
   * if that is an address inside the signalling networks; else where the INVITE went. Names, other
   * networks and other transports in a Contact are a carrier's inner affair.
   */
  public Target nextHop() {
    return nextHop;
  }

  /** The ACK of a 2xx: a request of its own with the INVITE's number (section 13.2.2.4). */
  public RequestHead ack(long inviteCseq, String via) {
    return head("ACK", inviteCseq, via);
  }

  /** The next request of ours in this dialog. */
  public RequestHead next(String method, String via) {
    localCseq++;
    return head(method, localCseq, via);
  }

  /** Leaves room for requests that a crashed process may have sent. */
  public void skipNumbers(int count) {
    localCseq += count;
  }

  /**
   * Notes the number of a request of the far end.
   *
   * @return false if it is older than one already seen: to be answered 500 (section 12.2.2)
   */
  public boolean inOrder(Request request) {
    if (request.cseq() <= remoteCseq) {
      return false;
    }
    remoteCseq = request.cseq();
    return true;
  }

  /** Takes over the Contact of a re-INVITE or UPDATE (section 12.2.2). */
  public void refreshTarget(@Nullable String contact) {
    if (contact != null && !contact.equals(target)) {
      target = contact;
      nextHop = findNextHop();
    }
  }

  private RequestHead head(String method, long cseq, String via) {
    if (firstRoute != null && !firstRoute.loose()) {
      return strictlyRouted(method, cseq, via, firstRoute);
    }
    return new RequestHead(method, target, via, local, remote, callId, cseq, routes);
  }

  /** A first route without lr wants to be the Request-URI (section 12.2.1.1). */
  private RequestHead strictlyRouted(String method, long cseq, String via, SipAddress first) {
    List<String> rest = new ArrayList<>(routes.subList(1, routes.size()));
    rest.add("<" + target + ">");
    return new RequestHead(method, first.uri(), via, local, remote, callId, cseq, rest);
  }

  private Target findNextHop() {
    SipAddress first = routes.isEmpty() ? SipAddress.parse("<" + target + ">") : firstRoute;
    return first != null
            && first.literal() != null
            && networks.contains(first.literal().getAddress())
            && (!trunk.transport().reliable() || first.names(trunk.transport()))
        ? trunk.at(first.literal())
        : trunk;
  }
}
