package dev.assent.dialer.engine;

import dev.assent.dialer.Message;
import dev.assent.dialer.config.TrunkConfig;
import dev.assent.dialer.config.TrunkConfig.OwnAddress;
import dev.assent.dialer.sip.Registered;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.transport.Connected;
import dev.assent.dialer.sip.transport.PeerCertificate;
import dev.assent.dialer.trunk.Registering;
import dev.assent.dialer.trunk.Routes;
import dev.assent.dialer.trunk.TrunkHealth;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Goes the whole way to a carrier, but for a call: its file, its names, its addresses, its
 * registrar; and says of each step what is wrong and what to change.
 */
public final class TrunkCheck {
  private static final Duration LOOK_UP = Duration.ofSeconds(8);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SOON = Duration.ofDays(30);
  private static final Duration OPTIONS = Duration.ofSeconds(4);
  private static final Duration REGISTER = Duration.ofSeconds(33);

  /** How a step went. */
  public enum Level {
    OK,
    WARN,
    FAIL
  }

  /**
   * @param what CONFIGURATION, DNS, CONNECT, OPTIONS, REGISTER, ADDRESS
   * @param target the name or address it is about; the trunk's name for its file
   * @param advice what to change; empty text when nothing
   */
  public record Step(String what, String target, Level level, Message finding, Message advice) {
    static Step ok(String what, Object target, Message finding) {
      return new Step(what, target.toString(), Level.OK, finding, Message.text(""));
    }
  }

  private final CallParts calls;
  private final TrunkConfig trunk;
  private final TrunkHealth health;
  private final List<Step> steps = new ArrayList<>();

  /**
   * @throws dev.assent.dialer.UserError exit 3 when the trunk cannot be opened at all
   */
  public TrunkCheck(CallParts calls, TrunkConfig trunk) {
    this.calls = calls;
    this.trunk = trunk;
    this.health = calls.sip().carriers().health(trunk.name());
  }

  /** Waits for each answer; a minute at most. */
  public List<Step> run() {
    configuration();
    List<Target> targets = names();
    if (!targets.isEmpty()) {
      List<Target> up = connected(targets);
      options(up);
      register();
      up.forEach(this::address);
    }
    return List.copyOf(steps);
  }

  private void configuration() {
    if (trunk.login().isPresent() && !Files.isReadable(trunk.login().get().passwordFile())) {
      fail("CONFIGURATION", trunk.name(), Message.of("doctor.no_password", trunk.name(), ""), "");
    }
    steps.add(
        Step.ok(
            "CONFIGURATION",
            trunk.name(),
            Message.of(
                "trunk.configured",
                trunk.transport(),
                trunk.targets().size(),
                trunk.callsPerSecond(),
                trunk.channels())));
  }

  private List<Target> names() {
    Routes routes = health.routes();
    long tries = LOOK_UP.dividedBy(LOOK_AGAIN);
    for (long i = 0; i < tries && !routes.isSettled(); i++) {
      pause(LOOK_AGAIN);
    }
    for (Routes.Found found : routes.found()) {
      if (!found.problem().isEmpty()) {
        fail(
            "DNS",
            found.name(),
            Message.text(found.problem()),
            found.targets().isEmpty() ? "trunk.advice.dns" : "trunk.advice.outside");
      }
      for (Target target : found.targets()) {
        steps.add(Step.ok("DNS", found.name(), Message.text(target.toString())));
      }
    }
    return routes.inOrder();
  }

  /** Those that can be sent to; what the far end's certificate says stands in the finding. */
  private List<Target> connected(List<Target> targets) {
    if (!health.routes().transport().reliable()) {
      return targets;
    }
    List<CompletableFuture<Connected>> asked =
        targets.stream()
            .map(target -> calls.sip().userAgent().connect(target, trunk.keepAlive()))
            .map(answer -> patient(answer, CONNECT))
            .toList();
    List<Target> up = new ArrayList<>();
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      try {
        Connected connected = asked.get(i).join();
        up.add(target);
        steps.add(connected(target, connected));
      } catch (CompletionException e) {
        fail("CONNECT", target, Message.text(why(e, CONNECT)), "trunk.advice.connect");
      }
    }
    return up;
  }

  private Step connected(Target target, Connected connected) {
    PeerCertificate shown = connected.certificate();
    if (shown == null) {
      return Step.ok("CONNECT", target, Message.of("trunk.connected"));
    }
    Message finding =
        Message.of(
            "trunk.certificate",
            connected.protocol(),
            shown.subject(),
            shown.issuer(),
            shown.notAfter(),
            shown.pin());
    boolean soon = shown.notAfter().isBefore(calls.now().plus(SOON));
    return soon
        ? new Step(
            "CONNECT", target.toString(), Level.WARN, finding, Message.of("trunk.advice.expires"))
        : Step.ok("CONNECT", target, finding);
  }

  private static String why(CompletionException thrown, Duration patience) {
    Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
    return cause instanceof Late
        ? "no answer in " + patience.toSeconds() + " s"
        : String.valueOf(cause.getMessage());
  }

  private void options(List<Target> targets) {
    List<CompletableFuture<Integer>> asked =
        targets.stream()
            .map(target -> patient(calls.sip().userAgent().options(target), OPTIONS))
            .toList();
    for (int i = 0; i < targets.size(); i++) {
      Target target = targets.get(i);
      try {
        int status = asked.get(i).join();
        if (status == 503) {
          fail("OPTIONS", target, Message.text("503"), "trunk.advice.busy");
        } else {
          steps.add(Step.ok("OPTIONS", target, Message.text(Integer.toString(status))));
        }
      } catch (CompletionException e) {
        fail("OPTIONS", target, Message.text(why(e, OPTIONS)), "trunk.advice.silent");
      }
    }
  }

  /** What the carrier sees us as, against what we show it. */
  private void address(Target target) {
    InetSocketAddress ours = calls.sip().userAgent().localAddress();
    InetSocketAddress seen = calls.sip().userAgent().seenBy(target).orElse(null);
    if (seen == null) {
      return; // not every carrier says so
    }
    InetAddress shown =
        switch (trunk.ownAddress()) {
          case OwnAddress.Bound _ -> ours.getAddress();
          case OwnAddress.Learned _ -> seen.getAddress();
          case OwnAddress.Fixed(InetAddress address) -> address;
        };
    String sees = seen.getAddress().getHostAddress();
    if (!shown.equals(seen.getAddress())) {
      steps.add(
          new Step(
              "ADDRESS",
              target.toString(),
              Level.WARN,
              Message.of("trunk.address.differs", sees, shown.getHostAddress()),
              Message.of("trunk.advice.public", sees)));
    } else if (!target.transport().reliable() && seen.getPort() != ours.getPort()) {
      steps.add(
          new Step(
              "ADDRESS",
              target.toString(),
              Level.WARN,
              Message.of("trunk.address.port", sees, seen.getPort(), ours.getPort()),
              Message.of("trunk.advice.port")));
    } else {
      steps.add(Step.ok("ADDRESS", target, Message.of("trunk.address", sees)));
    }
  }

  private void register() {
    Registering registering = health.registering();
    if (registering == null) {
      return;
    }
    String aor = trunk.registration().map(TrunkConfig.Registration::aor).orElse("");
    Registered result;
    try {
      result = patient(registering.now(), REGISTER).join();
    } catch (CompletionException e) {
      result = new Registered.NoAnswer("no answer to REGISTER");
    }
    switch (result) {
      case Registered.Bound(Duration expires) ->
          steps.add(Step.ok("REGISTER", aor, Message.of("trunk.registered", expires.toSeconds())));
      case Registered.NotAuthorized(int status, String phrase) ->
          fail("REGISTER", aor, Message.text(status + " " + phrase), "trunk.advice.password");
      case Registered.Refused(int status, String phrase, _) ->
          fail("REGISTER", aor, Message.text(status + " " + phrase), "trunk.advice.refused");
      case Registered.NoAnswer(String cause) ->
          fail("REGISTER", aor, Message.text(cause), "trunk.advice.registrar");
    }
  }

  private void fail(String what, Object target, Message finding, String advice) {
    steps.add(
        new Step(
            what,
            target.toString(),
            Level.FAIL,
            finding,
            advice.isEmpty() ? Message.text("") : Message.of(advice)));
  }

  /** Nothing came in time. */
  private static final class Late extends RuntimeException {}

  private <T> CompletableFuture<T> patient(CompletableFuture<T> answer, Duration patience) {
    CompletableFuture<T> patient = answer.copy();
    var timer =
        calls.timers().after(patience.toNanos(), () -> patient.completeExceptionally(new Late()));
    var _ = patient.whenComplete((_, _) -> timer.cancel());
    return patient;
  }

  private void pause(Duration span) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    calls.timers().after(span.toNanos(), () -> over.complete(null));
    over.join();
  }
}
