package dev.assent.dialer.sip.transport;

import java.time.Duration;

/**
 * How much, and how long, connections may take.
 *
 * @param connect for TCP and TLS together; short, for a call may try elsewhere within 5 s
 * @param message from the first byte of a message to its last
 * @param write the far end reads nothing
 * @param pong after a ping (RFC 5626 section 4.4.1)
 * @param firstMessage on a connection made to us
 * @param idle on a connection made to us, or one of ours that nobody asked to keep
 * @param queue bytes waiting to be sent on one connection
 * @param accepted connections made to us
 * @param body bytes of a message's body
 */
record StreamLimits(
    Duration connect,
    Duration message,
    Duration write,
    Duration pong,
    Duration firstMessage,
    Duration idle,
    long queue,
    int accepted,
    int body) {

  static StreamLimits of(int body) {
    return new StreamLimits(
        Duration.ofSeconds(3),
        Duration.ofSeconds(20),
        Duration.ofSeconds(10),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(15),
        1 << 20,
        64,
        body);
  }
}
