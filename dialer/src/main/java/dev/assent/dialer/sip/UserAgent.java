package dev.assent.dialer.sip;

import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.address.Transport;
import dev.assent.dialer.sip.auth.Credentials;
import dev.assent.dialer.sip.message.Tokens;
import dev.assent.dialer.sip.transport.ConnectProblem;
import dev.assent.dialer.sip.transport.Connected;
import dev.assent.dialer.sip.transport.DropSource;
import dev.assent.dialer.sip.transport.StreamTransport;
import dev.assent.dialer.sip.transport.Traffic;
import dev.assent.dialer.sip.transport.UdpTransport;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A SIP user agent that places calls over UDP, TCP and TLS. Thread-safe.
 *
 * <p>The socket loop gives each packet to one of some single-threaded workers by the hash of its
 * Call-ID; all state of a call lives there.
 */
public final class UserAgent implements AutoCloseable {
  private final Endpoint endpoint;
  private final UdpTransport datagrams;
  private final StreamTransport streams;
  private final List<SipWorker> workers;
  private volatile boolean closed;

  private UserAgent(
      Endpoint endpoint, UdpTransport datagrams, StreamTransport streams, List<SipWorker> workers) {
    this.endpoint = endpoint;
    this.datagrams = datagrams;
    this.streams = streams;
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
    UdpTransport datagrams =
        UdpTransport.bind(
            settings.bind(), settings.networks(), settings.packetLimit(), traffic, dispatcher);
    StreamTransport streams =
        new StreamTransport(
            datagrams.local().getAddress(),
            settings.networks(),
            settings.streams().peers(),
            settings.packetLimit(),
            timers,
            random,
            traffic,
            dispatcher);
    Map<Transport, InetSocketAddress> local = new EnumMap<>(Transport.class);
    local.put(Transport.UDP, datagrams.local());
    try {
      listen(settings.streams(), streams, local);
    } catch (IOException e) {
      streams.close();
      datagrams.close();
      throw e;
    }
    Endpoint endpoint = new Endpoint(settings, local, new Tokens(random), spool, traffic);
    List<SipWorker> workers =
        IntStream.range(0, settings.workers())
            .mapToObj(number -> new SipWorker(number, endpoint, datagrams, streams, timers))
            .toList();
    workers.forEach(SipWorker::start);
    dispatcher.open(endpoint, workers);
    return new UserAgent(endpoint, datagrams, streams, workers);
  }

  private static void listen(
      StreamSettings settings, StreamTransport streams, Map<Transport, InetSocketAddress> local)
      throws IOException {
    InetSocketAddress tcp = settings.listenTcp();
    if (tcp != null) {
      local.put(Transport.TCP, streams.listen(tcp, null));
    }
    InetSocketAddress tls = settings.listenTls();
    if (tls != null) {
      local.put(Transport.TLS, streams.listen(tls, settings.own()));
    }
  }

  public InetSocketAddress localAddress() {
    return datagrams.local();
  }

  /** Host and port this transport is bound to: where connections to us are accepted, if any. */
  public String sentBy(Transport transport) {
    return endpoint.addresses.bound(transport);
  }

  /**
   * Where our packets come from, as this far end sees it (RFC 3581); empty until it has said so.
   */
  public Optional<InetSocketAddress> seenBy(Target target) {
    return endpoint.addresses.seenBy(target);
  }

  /**
   * Brings the connection to a target up, and keeps it up from now on: to be done ahead of calls,
   * for an INVITE must leave within a second. UDP needs none and completes at once.
   *
   * @param silence after which a keep-alive is sent (RFC 5626 section 3.5.1); zero for none
   * @return fails with a {@link ConnectProblem} if this attempt does; further ones follow.
   *     Completed on the socket loop: dependents must not block
   */
  public CompletableFuture<Connected> connect(Target target, Duration silence) {
    checkOpen();
    checkTarget(target, endpoint.settings);
    return target.transport().reliable()
        ? streams.connect(target, silence)
        : CompletableFuture.completedFuture(new Connected(target, "", null));
  }

  /** Keeps a connection up no longer: it ends once nothing has travelled on it for a while. */
  public void release(Target target) {
    if (target.transport().reliable()) {
      streams.release(target);
    }
  }

  /** Would a message leave at once? Always yes over UDP. */
  public boolean isUp(Target target) {
    return !target.transport().reliable() || streams.isUp(target);
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

  /** From now on calls nobody here asked for are taken like this; before, they are refused. */
  public void take(InboundCalls inbound) {
    endpoint.take(inbound);
  }

  /** The messages, for whoever watches. */
  public SipTrace trace() {
    return endpoint.trace;
  }

  /** Which networks sent what was dropped, so far as that is known: 64, and the rest as one. */
  public List<DropSource> dropSources() {
    return endpoint.traffic.dropSources();
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
        workers.stream().mapToInt(SipWorker::waiting).sum() + streams.waiting(),
        traffic.lostCount());
  }

  /**
   * Ends at once, saying nothing on the wire: calls still up get their ending event, and stay in
   * the spool. Hang up first.
   */
  @Override
  public void close() {
    closed = true;
    workers.forEach(SipWorker::close);
    streams.close();
    datagrams.close();
  }

  static void checkTarget(Target target, UserAgentSettings settings) {
    if (!settings.networks().contains(target.address().getAddress())) {
      throw new IllegalArgumentException(
          "Target " + target + " is outside the signalling networks " + settings.networks());
    }
    if (target.transport() == Transport.TLS
        && !settings.streams().peers().containsKey(target.tlsName())) {
      throw new IllegalArgumentException(
          "Target "
              + target
              + ": nothing says how to know a TLS peer \""
              + target.tlsName()
              + "\"");
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
    public Optional<InetAddress> publicAddress(Target target) {
      return Optional.ofNullable(endpoint.addresses.publicAddress(target.address().getAddress()));
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
