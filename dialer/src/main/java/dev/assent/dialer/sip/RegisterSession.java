package dev.assent.dialer.sip;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.auth.DigestClient;
import dev.assent.dialer.sip.message.Request;
import dev.assent.dialer.sip.message.RequestHead;
import dev.assent.dialer.sip.message.Response;
import dev.assent.dialer.sip.transport.Drop;
import dev.assent.dialer.sip.transport.LostFlow;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * All REGISTERs of one binding: one Call-ID, ever higher CSeq (RFC 3261 section 10.2.4). A
 * challenge is answered once; an interval that is too brief is raised once (423). Owned by its
 * worker.
 */
final class RegisterSession implements Session, Binding {
  private static final Pattern EXPIRES = Pattern.compile(";\\s*expires\\s*=\\s*\"?([0-9]{1,9})");

  /** All bindings there are (RFC 3261 section 10.2.2). */
  private static final String ALL = "*";

  private static final Pattern SECONDS = Pattern.compile("[0-9]{1,9}");

  private final SipWorker worker;
  private final Endpoint endpoint;
  private final BindingSpec spec;
  private final String callId;
  private final Transactions transactions;
  private DigestClient digest;
  private boolean entered;
  private boolean raised;
  private long cseq;
  private @Nullable CompletableFuture<Registered> running;

  RegisterSession(SipWorker worker, BindingSpec spec, String callId) {
    this.worker = worker;
    this.endpoint = worker.endpoint();
    this.spec = spec;
    this.callId = callId;
    this.transactions = new Transactions(worker, this::leave);
    this.digest = digest();
  }

  @Override
  public CompletableFuture<Registered> register(Target target, Duration expires) {
    return ask(target, expires, false);
  }

  @Override
  public CompletableFuture<Registered> clear(Target target) {
    return ask(target, Duration.ZERO, true);
  }

  private CompletableFuture<Registered> ask(Target target, Duration expires, boolean all) {
    UserAgent.checkTarget(target, endpoint.settings);
    CompletableFuture<Registered> done = new CompletableFuture<>();
    worker.execute(() -> begin(target, expires, all, done));
    return done;
  }

  private void begin(
      Target target, Duration expires, boolean all, CompletableFuture<Registered> done) {
    if (running != null) {
      done.complete(new Registered.NoAnswer("another REGISTER is under way"));
    } else if (!entered && !worker.enter(this)) {
      done.complete(new Registered.NoAnswer("too many calls"));
    } else {
      entered = true;
      running = done;
      raised = false;
      digest.newRequest();
      send(target, expires.toSeconds(), all ? ALL : contact(target));
    }
  }

  private String contact(Target target) {
    return endpoint
        .addresses
        .contact(target)
        .replaceFirst("sip:", "sip:" + Matcher.quoteReplacement(user()));
  }

  private void send(Target target, long expires, String contact) {
    RequestHead head =
        new RequestHead(
            "REGISTER",
            spec.registrar(),
            endpoint.via(target, endpoint.tokens.branch()),
            "<" + spec.aor() + ">;tag=" + endpoint.tokens.tag(),
            "<" + spec.aor() + ">",
            callId,
            ++cseq,
            List.of());
    byte[] message =
        endpoint
            .begin(head)
            .header("Contact", contact)
            .header("Expires", Long.toString(expires))
            .header("Allow", Endpoint.ALLOW)
            .headers(digest.authorize("REGISTER", spec.registrar()))
            .withoutBody();
    transactions.request(
        head, message, target, response -> answered(target, expires, contact, response));
  }

  private DigestClient digest() {
    return new DigestClient(spec.credentials(), endpoint.tokens::cnonce);
  }

  private String user() {
    return spec.user() + "@";
  }

  private void answered(Target target, long expires, String contact, @Nullable Response response) {
    if (response == null) {
      end(new Registered.NoAnswer("no answer to REGISTER"));
      return;
    }
    int status = response.status();
    switch (status) {
      case 401, 407 -> {
        if (digest.accept(response)) {
          send(target, expires, contact);
        } else {
          digest = digest(); // credentials that were refused are not shown unasked next time
          end(new Registered.NotAuthorized(status, response.phrase()));
        }
      }
      case 403 -> end(new Registered.NotAuthorized(status, response.phrase()));
      case 423 -> {
        long least = seconds(response, "Min-Expires", 0);
        if (!raised && least > expires && expires > 0) {
          raised = true;
          digest.newRequest();
          send(target, least, contact);
        } else {
          end(new Registered.Refused(status, response.phrase(), response.retryAfter()));
        }
      }
      default ->
          end(
              response.isSuccess()
                  ? new Registered.Bound(Duration.ofSeconds(granted(response, expires, contact)))
                  : new Registered.Refused(status, response.phrase(), response.retryAfter()));
    }
  }

  /** Of our Contact in the answer; else the answer's Expires; else what we asked for. */
  private static long granted(Response response, long asked, String contact) {
    if (asked == 0) {
      return 0;
    }
    String uri = contact.substring(1, contact.indexOf('>'));
    for (String each : response.values("Contact")) {
      Matcher expires = EXPIRES.matcher(each);
      if (each.contains(uri) && expires.find()) {
        return Long.parseLong(expires.group(1));
      }
    }
    return seconds(response, "Expires", asked);
  }

  private static long seconds(Response response, String header, long otherwise) {
    return response.values(header).stream()
        .filter(value -> SECONDS.matcher(value).matches())
        .mapToLong(Long::parseLong)
        .findFirst()
        .orElse(otherwise);
  }

  private void end(Registered result) {
    CompletableFuture<Registered> done = running;
    running = null;
    if (transactions.isEmpty()) {
      leave();
    }
    if (done != null) {
      done.complete(result);
    }
  }

  private void leave() {
    if (running == null) {
      entered = false;
      worker.leave(this);
    }
  }

  @Override
  public String callId() {
    return callId;
  }

  @Override
  public void response(Response response) {
    if (!transactions.receive(response)) {
      endpoint.traffic.dropped(Drop.STRAY_RESPONSE, response.source().address().getAddress());
    }
  }

  @Override
  public void request(Request request) {
    worker.send(new Answers(endpoint, request, "").unknownCall(), request.replyTo());
  }

  @Override
  public void flowLost(LostFlow lost) {
    transactions.flowLost(lost);
  }

  @Override
  public void lost() {
    end(new Registered.NoAnswer("the user agent was closed"));
  }
}
