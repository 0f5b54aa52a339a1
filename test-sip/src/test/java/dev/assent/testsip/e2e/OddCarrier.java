package dev.assent.testsip.e2e;

import static dev.assent.dialer.sip.RawPeer.header;

import dev.assent.dialer.sip.RawPeer;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A carrier that answers OPTIONS and BYE as it should, and each INVITE as its callee was told to.
 */
final class OddCarrier implements AutoCloseable {
  /** Answers one INVITE, or leaves it. */
  interface Callee {
    void invited(RawPeer wire, String invite);
  }

  private final RawPeer wire;
  private final Map<String, Callee> callees = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile boolean closed;

  OddCarrier() {
    this("127.0.0.1");
  }

  OddCarrier(String address) {
    wire = new RawPeer(address);
    Thread.ofVirtual().name("odd-carrier").start(this::serve);
  }

  InetSocketAddress address() {
    return wire.address();
  }

  /** What becomes of INVITEs to a number. */
  void plan(String number, Callee callee) {
    callees.put(number, callee);
  }

  /** All requests of a method, as they came. */
  List<String> requests(String method) {
    return requests.stream().filter(request -> request.startsWith(method + " ")).toList();
  }

  private void serve() {
    while (!closed) {
      String message;
      try {
        message = wire.receive();
      } catch (AssertionError | RuntimeException nothing) {
        continue; // nothing came for a while, or this is closed
      }
      requests.add(message);
      if (message.startsWith("OPTIONS ") || message.startsWith("BYE ")) {
        wire.answer(message, "200 OK", "odd");
      } else if (message.startsWith("INVITE ")) {
        String to = header(message, "To");
        callees.entrySet().stream()
            .filter(callee -> to.contains(callee.getKey()))
            .forEach(callee -> callee.getValue().invited(wire, message));
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    wire.close();
  }
}
