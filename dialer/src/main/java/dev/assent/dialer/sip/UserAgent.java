package dev.assent.dialer.sip;

import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.message.Envelope;
import dev.assent.dialer.sip.message.Tokens;
import dev.assent.dialer.sip.transport.Traffic;
import dev.assent.dialer.sip.transport.UdpTransport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A SIP user agent that places calls over UDP. Thread-safe.
 *
 * <p>The socket loop gives each packet to one of some single-threaded workers by the hash of its
 * Call-ID; all state of a call lives there.
 */
public final class UserAgent implements AutoCloseable {
  private final Endpoint endpoint;
  private final UdpTransport transport;
  private final List<SipWorker> workers;
  private volatile boolean closed;

  private UserAgent(Endpoint endpoint, UdpTransport transport, List<SipWorker> workers) {
    this.endpoint = endpoint;
    this.transport = transport;
    this.workers = workers;
  }

  /**
   * @param timers closed by whoever made them, after this user agent
   * @throws IOException if the address cannot be bound
   */
  public static UserAgent start(
      UserAgentSettings settings, Timers timers, SecureRandom random, CallSpool spool)
      throws IOException {
    Traffic traffic = new Traffic();
    Dispatcher dispatcher = new Dispatcher();
    UdpTransport transport =
        UdpTransport.bind(
            settings.bind(),
            settings.networks(),
            settings.packetLimit(),
            traffic,
            dispatcher::packet);
    Endpoint endpoint =
        new Endpoint(settings, transport.local(), new Tokens(random), spool, traffic);
    List<SipWorker> workers =
        IntStream.range(0, settings.workers())
            .mapToObj(number -> new SipWorker(number, endpoint, transport, timers))
            .toList();
    workers.forEach(SipWorker::start);
    dispatcher.open(workers);
    return new UserAgent(endpoint, transport, workers);
  }

  public InetSocketAddress localAddress() {
    return transport.local();
  }

  /**
   * Draws Call-ID and tag, so that they can be written down before the number to call is known;
   * nothing is sent and nothing is held.
   *
   * @throws IllegalStateException after {@link #close}, as from every method that sends
   */
  public PreparedCall prepare() {
    checkOpen();
    String callId = endpoint.tokens.callId();
    return new Prepared(endpoint, worker(callId), callId, endpoint.tokens.tag());
  }

  /**
   * Asks a trunk whether it is there.
   *
   * @return the status of its answer; fails with a SocketTimeoutException after 64 × T1. Completed
   *     on a worker: dependents must not block
   */
  public CompletableFuture<Integer> options(Target target) {
    checkOpen();
    checkTarget(target, endpoint.settings);
    String callId = endpoint.tokens.callId();
    SipWorker worker = worker(callId);
    CompletableFuture<Integer> status = new CompletableFuture<>();
    worker.execute(() -> new OptionsPing(worker, callId, target, status).start());
    return status;
  }

  /**
   * Tells a carrier where we are, when asked to; nothing is sent yet.
   *
   * @return for the life of this user agent
   */
  public Binding binding(BindingSpec spec) {
    checkOpen();
    String callId = endpoint.tokens.callId();
    return new RegisterSession(worker(callId), spec, callId);
  }

  /** {@link #settle(SpooledCall, Credentials)} for a trunk that does not challenge. */
  public CompletableFuture<Settled> settle(SpooledCall leftOver) {
    return settle(leftOver, null);
  }

  /**
   * After a crash: cancels the INVITE that is open and hangs up every dialog, also one that comes
   * up meanwhile. Completed on a worker, at the latest after 128 × T1.
   *
   * @param credentials for a trunk that challenges BYE
   */
  public CompletableFuture<Settled> settle(
      SpooledCall leftOver, @Nullable Credentials credentials) {
    checkOpen();
    SipWorker worker = worker(leftOver.callId());
    CompletableFuture<Settled> settled = new CompletableFuture<>();
    worker.execute(() -> LeftOverCall.settle(worker, leftOver, credentials, settled));
    return settled;
  }

  public SipCounters counters() {
    Traffic traffic = endpoint.traffic;
    return new SipCounters(
        traffic.receivedCount(),
        traffic.sentCount(),
        traffic.retransmittedCount(),
        traffic.droppedCounts(),
        traffic.responseCounts(),
        traffic.lateAnswerCount(),
        endpoint.sessions(),
        workers.stream().mapToInt(SipWorker::retainedRequests).sum(),
        workers.stream().mapToInt(SipWorker::waiting).sum());
  }

  /**
   * Ends at once, saying nothing on the wire: calls still up get their ending event, and stay in
   * the spool. Hang up first.
   */
  @Override
  public void close() {
    closed = true;
    workers.forEach(SipWorker::close);
    transport.close();
  }

  static void checkTarget(Target target, UserAgentSettings settings) {
    if (!settings.networks().contains(target.address().getAddress())) {
      throw new IllegalArgumentException(
          "Target " + target + " is outside the signalling networks " + settings.networks());
    }
    if (target.transport() != Transport.UDP) {
      throw new IllegalArgumentException("Target " + target + ": only UDP is open");
    }
  }

  private void checkOpen() {
    if (closed) {
      throw new IllegalStateException("This user agent is closed");
    }
  }

  private SipWorker worker(String callId) {
    return workers.get(Math.floorMod(callId.hashCode(), workers.size()));
  }

  /** Gives packets to workers; until there are some, the socket's first packets are lost. */
  private static final class Dispatcher {
    private volatile List<SipWorker> workers = List.of();

    void open(List<SipWorker> all) {
      workers = all;
    }

    void packet(byte[] packet, Envelope envelope, Target source) {
      List<SipWorker> all = workers;
      if (!all.isEmpty()) {
        all.get(Math.floorMod(envelope.callId().hashCode(), all.size()))
            .packet(packet, envelope, source);
      }
    }
  }

  private static final class Prepared implements PreparedCall {
    private final Endpoint endpoint;
    private final SipWorker worker;
    private final String callId;
    private final String localTag;
    private final AtomicBoolean invited = new AtomicBoolean();

    Prepared(Endpoint endpoint, SipWorker worker, String callId, String localTag) {
      this.endpoint = endpoint;
      this.worker = worker;
      this.callId = callId;
      this.localTag = localTag;
    }

    @Override
    public String callId() {
      return callId;
    }

    @Override
    public String localTag() {
      return localTag;
    }

    @Override
    public OutgoingCall invite(CallSpec spec, CallEvents events) {
      checkTarget(spec.target(), endpoint.settings);
      if (!invited.compareAndSet(false, true)) {
        throw new IllegalStateException("This call has been placed already");
      }
      ClientCall call = new ClientCall(worker, spec, callId, localTag, events);
      call.invite();
      return call;
    }
  }
}
