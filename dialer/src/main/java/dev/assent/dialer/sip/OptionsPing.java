package dev.assent.dialer.sip;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.message.Request;
import dev.assent.dialer.sip.message.RequestHead;
import dev.assent.dialer.sip.message.Response;
import dev.assent.dialer.sip.transport.Drop;
import dev.assent.dialer.sip.transport.LostFlow;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** One OPTIONS to a trunk: is it there? Any answer says yes. Owned by its worker. */
final class OptionsPing implements Session {
  private final SipWorker worker;
  private final String callId;
  private final Target target;
  private final CompletableFuture<Integer> status;
  private final Transactions transactions;

  OptionsPing(SipWorker worker, String callId, Target target, CompletableFuture<Integer> status) {
    this.worker = worker;
    this.callId = callId;
    this.target = target;
    this.status = status;
    this.transactions = new Transactions(worker, () -> worker.leave(this));
  }

  void start() {
    if (!worker.enter(this)) {
      status.completeExceptionally(new IllegalStateException("too many calls"));
      return;
    }
    Endpoint endpoint = worker.endpoint();
    String uri = "sip:" + Target.hostPort(target.address()) + target.transport().uriParameter();
    RequestHead head =
        new RequestHead(
            "OPTIONS",
            uri,
            endpoint.via(target, endpoint.tokens.branch()),
            "<sip:" + endpoint.addresses.sentBy(target) + ">;tag=" + endpoint.tokens.tag(),
            "<" + uri + ">",
            callId,
            1,
            List.of());
    byte[] message =
        endpoint
            .begin(head)
            .header("Contact", endpoint.addresses.contact(target))
            .header("Accept", "application/sdp")
            .withoutBody();
    transactions.request(head, message, target, this::answered);
  }

  private void answered(@Nullable Response response) {
    if (response == null) {
      status.completeExceptionally(new SocketTimeoutException("no answer to OPTIONS"));
    } else {
      status.complete(response.status());
    }
  }

  @Override
  public String callId() {
    return callId;
  }

  @Override
  public void response(Response response) {
    if (!transactions.receive(response)) {
      worker
          .endpoint()
          .traffic
          .dropped(Drop.STRAY_RESPONSE, response.source().address().getAddress());
    }
  }

  @Override
  public void request(Request request) {
    worker.send(new Answers(worker.endpoint(), request, "").unknownCall(), request.replyTo());
  }

  @Override
  public void flowLost(LostFlow lost) {
    transactions.flowLost(lost);
  }

  @Override
  public void lost() {
    status.completeExceptionally(new IllegalStateException("the user agent was closed"));
  }
}
