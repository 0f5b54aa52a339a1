package dev.assent.testsip.carrier;

import dev.assent.testsip.carrier.loop.Background;
import dev.assent.testsip.carrier.loop.Loop;
import dev.assent.testsip.carrier.media.MediaClock;
import dev.assent.testsip.carrier.media.PortRange;
import dev.assent.testsip.carrier.media.Recorded;
import dev.assent.testsip.carrier.plan.Behaviour;
import dev.assent.testsip.carrier.plan.Plan;
import dev.assent.testsip.carrier.sip.Digest;
import dev.assent.testsip.carrier.sip.SipSocket;
import dev.assent.testsip.carrier.sip.StreamSocket;
import dev.assent.testsip.carrier.sip.UdpSocket;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A carrier to call, on a UDP address of this machine, and on others over TCP and TLS.
 *
 * <pre>{@code
 * try (Carrier carrier = Carrier.start(CarrierSettings.loopback())) {
 *   carrier.plan("+8619900000001", Behaviour.of("ring 300ms, answer, prompt 1, key 9"));
 *   …
 *   CallReport call = carrier.awaitCall(Duration.ofSeconds(10), CallReport::ended);
 * }
 * }</pre>
 *
 * <p>Thread-safe: every method asks the carrier's own thread.
 */
public final class Carrier implements AutoCloseable {
  private static final Duration SECOND = Duration.ofSeconds(1);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);

  private final Loop loop;
  private final CarrierParts parts;
  private final SipSocket socket;
  private final Switchboard switchboard;
  private final @Nullable ReportFiles files;
  private final List<StreamSocket> streams = new CopyOnWriteArrayList<>();

  private Carrier(
      CarrierParts parts, SipSocket socket, Switchboard switchboard, @Nullable ReportFiles files) {
    this.loop = parts.loop();
    this.parts = parts;
    this.socket = socket;
    this.switchboard = switchboard;
    this.files = files;
  }

  /**
   * @throws IOException if an address cannot be bound or the directory not be made
   */
  public static Carrier start(CarrierSettings settings) throws IOException {
    Path out = settings.out();
    UdpSocket socket = UdpSocket.open(settings.listen());
    InetSocketAddress second = settings.second();
    UdpSocket other = second == null ? null : UdpSocket.open(second);
    Loop loop = Loop.start("carrier-" + socket.local().getPort());
    Background background = new Background("carrier-files");
    ReportFiles files = out == null ? null : new ReportFiles(out, background);
    CarrierParts parts =
        new CarrierParts(
            loop,
            background,
            settings,
            new MediaClock(loop),
            // Carriers side by side begin at different places of the same range.
            new PortRange(
                settings.firstMediaPort(), settings.lastMediaPort(), socket.local().getPort() * 40),
            new Digest(settings.credentials().user(), settings.credentials().password()),
            new SplittableRandom(settings.seed()),
            other);
    Switchboard switchboard = new Switchboard(parts);
    Carrier carrier = new Carrier(parts, socket, switchboard, files);
    socket.receive(loop, switchboard::receive);
    if (other != null) {
      other.receive(loop, switchboard::receive);
    }
    loop.execute(carrier::everySecond);
    return carrier;
  }

  /** Where to call. */
  public InetSocketAddress address() {
    return socket.local();
  }

  /**
   * Takes calls over TCP or TLS too.
   *
   * @param tls what is shown, and whom to believe; null for TCP
   * @return to break connections by, and to see where it listens
   */
  public StreamSocket listen(InetSocketAddress address, @Nullable SSLContext tls)
      throws IOException {
    StreamSocket stream = StreamSocket.open(address, tls);
    streams.add(stream);
    stream.receive(loop, switchboard::receive);
    return stream;
  }

  /** The address of requests {@code from-second}. */
  public InetSocketAddress secondAddress() {
    SipSocket second = parts.second();
    if (second == null) {
      throw new IllegalStateException("this carrier has no second address");
    }
    return second.local();
  }

  /**
   * Adds a rule or replaces the one of the same pattern.
   *
   * @param pattern {@code +8619900000001}, {@code +8619*}, {@code *77} or {@code *}
   * @param inOrder for the first, second, … call to one number; the last one stays
   */
  public Carrier plan(String pattern, Behaviour... inOrder) {
    return plan(new Plan().put(pattern, List.of(inOrder)));
  }

  /** As {@link #plan(String, Behaviour...)} with {@link Behaviour#of}. */
  public Carrier plan(String pattern, String... inOrder) {
    return plan(pattern, List.of(inOrder).stream().map(Behaviour::of).toArray(Behaviour[]::new));
  }

  public Carrier plan(Plan rules) {
    loop.ask(() -> switchboard.plan().putAll(rules));
    return this;
  }

  /** Status for OPTIONS from here on; 0 leaves them unanswered. */
  public void answerOptions(int status) {
    ask(
        () -> {
          switchboard.answerOptions(status);
          return status;
        });
  }

  /** REGISTERs that would bind one Contact more than so many are answered with 403. */
  public void takeAtMost(int contacts) {
    ask(
        () -> {
          switchboard.registrar().takeAtMost(contacts);
          return contacts;
        });
  }

  /** Every REGISTER whose password was right, in the order they came. */
  public List<Registration> registrations() {
    return ask(switchboard.registrar()::taken);
  }

  /** As {@link #await}, for all of {@link #registrations}. */
  public List<Registration> awaitRegistrations(
      Duration limit, Predicate<List<Registration>> condition) throws InterruptedException {
    return await(limit, switchboard.registrar()::taken, condition);
  }

  /** All calls in the order they came. */
  public List<CallReport> calls() {
    return ask(switchboard::reports);
  }

  public CarrierTotals totals() {
    return ask(() -> switchboard.totals(malformed()));
  }

  /** What was sent in a call, as it was on the wire. */
  public Recorded sent(String callId) {
    return recorded(callId, Call::sent);
  }

  /** What was received in a call, as it was on the wire. */
  public Recorded received(String callId) {
    return recorded(callId, Call::received);
  }

  private Recorded recorded(String callId, Function<Call, CompletableFuture<Recorded>> which) {
    Supplier<CompletableFuture<Recorded>> question =
        () -> {
          Call call = switchboard.call(callId);
          if (call == null) {
            throw new IllegalArgumentException("no call " + callId);
          }
          return which.apply(call);
        };
    return ask(question).join();
  }

  /**
   * Waits until the condition holds for all calls together.
   *
   * @throws AssertionError if it does not hold within {@code limit}, with what there was instead
   */
  public List<CallReport> await(Duration limit, Predicate<List<CallReport>> condition)
      throws InterruptedException {
    return await(limit, switchboard::reports, condition);
  }

  private <T> T await(Duration limit, Supplier<T> what, Predicate<T> condition)
      throws InterruptedException {
    CompletableFuture<T> met = new CompletableFuture<>();
    loop.execute(() -> look(what, condition, met));
    try {
      return met.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      met.cancel(false);
      throw new AssertionError("not within " + limit + ": " + ask(what), e);
    } catch (ExecutionException e) {
      throw new AssertionError("the condition failed: " + e.getCause(), e);
    }
  }

  /** Waits for one call of which the condition holds; the first one is returned. */
  public CallReport awaitCall(Duration limit, Predicate<CallReport> condition)
      throws InterruptedException {
    return await(limit, calls -> calls.stream().anyMatch(condition)).stream()
        .filter(condition)
        .findFirst()
        .orElseThrow();
  }

  private <T> void look(Supplier<T> what, Predicate<T> condition, CompletableFuture<T> met) {
    if (met.isDone()) {
      return;
    }
    try {
      T now = what.get();
      if (condition.test(now)) {
        met.complete(now);
        return;
      }
    } catch (RuntimeException e) {
      met.completeExceptionally(e);
      return;
    }
    loop.after(LOOK_AGAIN, () -> look(what, condition, met));
  }

  /** How long nothing has come; zero while a call is up. */
  public Duration idle() {
    return Duration.ofNanos(ask(switchboard::idleNanos));
  }

  /**
   * Ends what is still up, writes the reports and frees the addresses.
   *
   * @throws IllegalStateException if the carrier itself failed meanwhile
   */
  @Override
  public void close() {
    streams.forEach(StreamSocket::close);
    SipSocket second = parts.second();
    try (socket;
        second;
        var _ = parts.mediaClock();
        var _ = parts.background();
        loop) {
      ask(
          () -> {
            switchboard.close();
            report();
            return true;
          });
    }
  }

  private void everySecond() {
    loop.after(SECOND, this::everySecond);
    switchboard.check();
    report();
  }

  private void report() {
    if (files != null) {
      files.write(switchboard.changedReports(), switchboard.totals(malformed()));
    }
  }

  private long malformed() {
    SipSocket second = parts.second();
    return socket.malformed() + (second == null ? 0 : second.malformed());
  }

  private <T> T ask(Supplier<T> question) {
    return loop.ask(question);
  }
}
