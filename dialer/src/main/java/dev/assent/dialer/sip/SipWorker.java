package dev.assent.dialer.sip;

import dev.assent.dialer.Timers;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.message.BadRequest;
import dev.assent.dialer.sip.message.Envelope;
import dev.assent.dialer.sip.message.MalformedMessage;
import dev.assent.dialer.sip.message.MessageParser;
import dev.assent.dialer.sip.message.Request;
import dev.assent.dialer.sip.message.Response;
import dev.assent.dialer.sip.message.Tokens;
import dev.assent.dialer.sip.transaction.Hop;
import dev.assent.dialer.sip.transport.Drop;
import dev.assent.dialer.sip.transport.LostFlow;
import dev.assent.dialer.sip.transport.StreamTransport;
import dev.assent.dialer.sip.transport.UdpTransport;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread and all state of the calls whose Call-ID falls to it: packets, timers and commands of
 * a call run here one after the other, so nothing of a call is ever locked.
 */
final class SipWorker implements Timers {
  private static final Logger LOG = LoggerFactory.getLogger(SipWorker.class);

  private final Endpoint endpoint;
  private final UdpTransport datagrams;
  private final StreamTransport streams;
  private final Timers timers;
  private final OutsideDialog outside;
  private final MessageParser parser = new MessageParser();
  private final Map<String, Session> sessions = new HashMap<>();
  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicInteger retainedRequests = new AtomicInteger();
  private final Thread thread;
  private volatile boolean running = true;

  SipWorker(
      int number,
      Endpoint endpoint,
      UdpTransport datagrams,
      StreamTransport streams,
      Timers timers) {
    this.endpoint = endpoint;
    this.datagrams = datagrams;
    this.streams = streams;
    this.timers = timers;
    this.outside = new OutsideDialog(endpoint);
    this.thread = Thread.ofPlatform().daemon().name("sip-" + number).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Hands a command to this worker. Any thread. */
  void execute(Runnable task) {
    waiting.incrementAndGet();
    tasks.add(task);
  }

  /** Hands a packet to this worker, unless too much is waiting. Called on the socket loop. */
  void packet(byte[] packet, Envelope envelope, Target source) {
    if (waiting.get() >= endpoint.settings.queueLimit()) {
      endpoint.traffic.dropped(Drop.OVERLOAD, source.address().getAddress());
    } else {
      execute(() -> take(packet, envelope, source));
    }
  }

  /** A connection broke. Called on the socket loop. */
  void lost(LostFlow lost) {
    execute(() -> List.copyOf(sessions.values()).forEach(session -> session.flowLost(lost)));
  }

  /** Tells every session, then ends the thread. Waits for it. */
  void close() {
    execute(
        () -> {
          List.copyOf(sessions.values()).forEach(Session::lost);
          running = false;
        });
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Packets, timers and commands waiting or in work. */
  int waiting() {
    return waiting.get();
  }

  int retainedRequests() {
    return retainedRequests.get();
  }

  // What follows is for this worker's sessions, on its thread.

  /** Enters a session; false if the bound on calls is reached or its Call-ID is taken. */
  boolean enter(Session session) {
    if (sessions.containsKey(session.callId()) || !endpoint.takeRoom()) {
      return false;
    }
    sessions.put(session.callId(), session);
    return true;
  }

  void leave(Session session) {
    if (sessions.remove(session.callId(), session)) {
      endpoint.giveRoomBack();
    }
  }

  /** Is there no room for one more request of the far end? Counted when asked. */
  boolean isFull() {
    if (retainedRequests.get() < endpoint.settings.requestLimit()) {
      return false;
    }
    endpoint.traffic.dropped(Drop.TOO_MANY_REQUESTS);
    return true;
  }

  void retainRequest() {
    retainedRequests.incrementAndGet();
  }

  void releaseRequest() {
    retainedRequests.decrementAndGet();
  }

  Endpoint endpoint() {
    return endpoint;
  }

  /** The way to a target of ours; opened if it is not up. */
  Hop hop(Target to) {
    return to.transport().reliable() ? new StreamHop(to, true) : new UdpHop(to.address());
  }

  /** The way a request came: its answers take it back, and never open one of their own. */
  Hop hopBack(Request request) {
    Target back = request.replyTo();
    return back.transport().reliable() ? new StreamHop(back, false) : hop(back);
  }

  /** Sends an answer without keeping anything. */
  void send(byte[] message, Target to) {
    endpoint.trace.sent(message, to);
    if (to.transport().reliable()) {
      streams.send(message, to, false, _ -> {});
    } else {
      datagrams.send(message, to.address(), _ -> {});
    }
  }

  @Override
  public Cancellable after(long nanos, Runnable task) {
    Due due = new Due(task);
    due.timer = timers.after(nanos, () -> execute(due));
    return due;
  }

  @Override
  public long nanoTime() {
    return timers.nanoTime();
  }

  private void run() {
    while (running) {
      Runnable task;
      try {
        task = tasks.take();
      } catch (InterruptedException e) {
        return;
      }
      try {
        task.run();
      } catch (Throwable e) {
        // Whatever one packet or one listener does, the other calls of this worker go on.
        endpoint.traffic.dropped(Drop.DEFECT);
        LOG.error("A defect while handling SIP: {}", where(e));
      } finally {
        waiting.decrementAndGet();
      }
    }
  }

  private void take(byte[] packet, Envelope envelope, Target source) {
    endpoint.trace.received(packet, source);
    Session session = sessions.get(envelope.callId());
    try {
      if (envelope.status() == 0) {
        takeRequest(session, parser.request(packet, envelope, source));
      } else if (session != null || envelope.status() / 100 == 2) {
        takeResponse(session, parser.response(packet, envelope, source));
      } else {
        // Unparsed: a flood of strays costs one look-up each.
        endpoint.traffic.dropped(Drop.STRAY_RESPONSE, source.address().getAddress());
      }
    } catch (MalformedMessage e) {
      endpoint.traffic.dropped(Drop.MALFORMED, source.address().getAddress());
      LOG.debug("Dropped a packet from {}: {}", source, e.getMessage());
      String tag = endpoint.tokens.steadyTag(envelope.callId(), "");
      byte[] answer = BadRequest.answer(packet, envelope, tag);
      if (answer != null) {
        send(answer, source);
      }
    }
  }

  private void takeRequest(@Nullable Session session, Request request) {
    if (session != null
        && (session.isIncoming() || !request.toTag().isEmpty())
        && request.isVersion2()) {
      session.request(request);
    } else {
      outside.answer(request, this);
    }
  }

  private void takeResponse(@Nullable Session session, Response response) {
    String sentBy = response.sentBy();
    if (!endpoint.addresses.isOurs(sentBy) && (session == null || !session.alsoSentFrom(sentBy))) {
      endpoint.traffic.dropped(Drop.FOREIGN_VIA, response.source().address().getAddress());
      return;
    }
    endpoint.traffic.response(response.status());
    if (session != null) {
      session.response(response);
    } else if (response.isSuccess()
        && response.method().equals("INVITE")
        && Tokens.isBranch(response.branch())) {
      LeftOverCall.hangUpStray(this, response);
    } else {
      endpoint.traffic.dropped(Drop.STRAY_RESPONSE, response.source().address().getAddress());
    }
  }

  /** Type and place of a defect. Not its text, which may repeat what was received. */
  private static String where(Throwable thrown) {
    StringBuilder text = new StringBuilder(thrown.getClass().getName());
    StackTraceElement[] frames = thrown.getStackTrace();
    for (int i = 0; i < Math.min(frames.length, 12); i++) {
      text.append(" < ").append(frames[i]);
    }
    return text.toString();
  }

  /** A timer: fires on the worker, and not at all once called off there. */
  private static final class Due implements Runnable, Cancellable {
    private final Runnable task;
    private boolean off;
    private @Nullable Cancellable timer;

    Due(Runnable task) {
      this.task = task;
    }

    @Override
    public void run() {
      if (!off) {
        off = true;
        task.run();
      }
    }

    @Override
    public void cancel() {
      off = true;
      if (timer != null) {
        timer.cancel();
      }
    }
  }

  private final class UdpHop implements Hop {
    private final InetSocketAddress to;

    UdpHop(InetSocketAddress to) {
      this.to = to;
    }

    @Override
    public void send(byte[] message, Consumer<Throwable> failed) {
      endpoint.trace.sent(message, Target.udp(to));
      datagrams.send(message, to, cause -> execute(() -> failed.accept(cause)));
    }

    @Override
    public void resend(byte[] message, Consumer<Throwable> failed) {
      endpoint.traffic.retransmitted();
      send(message, failed);
    }

    @Override
    public boolean reliable() {
      return false;
    }
  }

  private final class StreamHop implements Hop {
    private final Target to;
    private final boolean open;
    private long sentAt = Long.MAX_VALUE;

    /**
     * @param open bring a connection up if there is none
     */
    StreamHop(Target to, boolean open) {
      this.to = to;
      this.open = open;
    }

    @Override
    public void send(byte[] message, Consumer<Throwable> failed) {
      // Read before: whoever sends while a connection breaks is told of it, in doubt wrongly.
      sentAt = streams.losses();
      endpoint.trace.sent(message, to);
      streams.send(message, to, open, cause -> execute(() -> failed.accept(cause)));
    }

    @Override
    public void resend(byte[] message, Consumer<Throwable> failed) {
      endpoint.traffic.retransmitted();
      send(message, failed);
    }

    @Override
    public boolean reliable() {
      return true;
    }

    @Override
    public boolean wentBy(LostFlow lost) {
      return sentAt < lost.number() && lost.target().equals(to);
    }
  }
}
