package dev.assent.media.rtp;

import dev.assent.media.sdp.MediaTerms;
import dev.assent.media.sdp.Negotiated;
import dev.assent.media.sdp.OfferAnswer;
import dev.assent.media.sdp.Reoffer;
import dev.assent.media.sdp.SrtpPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A reserved port pair and the SDP that speaks for it. Thread-safe. */
final class BoundPort implements MediaPort {
  private final MediaEngine engine;
  private final PortPair ports;
  private volatile InetSocketAddress local;
  private final long sessionId;
  private final AtomicBoolean used = new AtomicBoolean();
  private volatile OfferAnswer offerAnswer;

  BoundPort(MediaEngine engine, PortPair ports, InetSocketAddress local, long sessionId) {
    this.engine = engine;
    this.ports = ports;
    this.local = local;
    this.sessionId = sessionId;
    this.offerAnswer = engine.offerAnswer(local, sessionId, SrtpPolicy.OFF);
  }

  @Override
  public InetSocketAddress local() {
    return local;
  }

  @Override
  public void advertise(InetAddress address) {
    if (address.getClass().equals(local.getAddress().getClass())) {
      local = new InetSocketAddress(address, local.getPort());
    }
  }

  @Override
  public byte[] offer() {
    return offer(SrtpPolicy.OFF);
  }

  @Override
  public byte[] offer(SrtpPolicy srtp) {
    OfferAnswer fresh = engine.offerAnswer(local, sessionId, srtp);
    offerAnswer = fresh;
    return fresh.offer();
  }

  @Override
  public Negotiated accept(byte @Nullable [] answerSdp) {
    return answerSdp == null || answerSdp.length == 0
        ? new Negotiated.Refused("no session description in the answer")
        : offerAnswer.accept(answerSdp);
  }

  @Override
  public Reoffer answer(byte[] offerSdp) {
    return offerAnswer.answer(offerSdp);
  }

  @Override
  public Reoffer answer(byte[] offerSdp, SrtpPolicy srtp) {
    OfferAnswer fresh = engine.offerAnswer(local, sessionId, srtp);
    offerAnswer = fresh;
    return fresh.answer(offerSdp);
  }

  @Override
  public MediaLeg open(MediaTerms terms, MediaEvents events) {
    if (!used.compareAndSet(false, true)) {
      throw new IllegalStateException("this media port was opened or closed before");
    }
    ports.drain();
    return engine.open(ports, offerAnswer, terms, events);
  }

  @Override
  public void close() {
    if (used.compareAndSet(false, true)) {
      engine.release(ports);
    }
  }
}
