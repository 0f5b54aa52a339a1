package dev.assent.dialer.sip;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.message.Envelope;
import dev.assent.dialer.sip.transport.LostFlow;
import dev.assent.dialer.sip.transport.StreamSink;
import java.net.InetSocketAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gives what the sockets say to the workers; until there are some, the sockets' first packets are
 * lost. Called on the socket loops.
 */
final class Dispatcher implements StreamSink {
  private volatile @Nullable Endpoint endpoint;
  private volatile List<SipWorker> workers = List.of();

  void open(Endpoint all, List<SipWorker> them) {
    endpoint = all;
    workers = them;
  }

  @Override
  public void packet(byte[] packet, Envelope envelope, Target source) {
    List<SipWorker> all = workers;
    if (!all.isEmpty()) {
      all.get(Math.floorMod(envelope.callId().hashCode(), all.size()))
          .packet(packet, envelope, source);
    }
  }

  @Override
  public void up(Target target, InetSocketAddress local) {
    Endpoint known = endpoint;
    if (known != null) {
      known.addresses.connected(target, local);
    }
  }

  @Override
  public void lost(LostFlow lost) {
    workers.forEach(worker -> worker.lost(lost));
  }
}
