package dev.assent.testsip.carrier.sip;

import java.net.InetSocketAddress;

/** The far end of a message: our socket and its address. */
public record Peer(SipSocket socket, InetSocketAddress address) {
  public void send(String text) {
    socket.send(text, address);
  }
}
