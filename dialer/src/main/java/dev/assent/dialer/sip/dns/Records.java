package dev.assent.dialer.sip.dns;

import java.net.InetAddress;
import java.util.List;

/**
 * What a name server says of one name.
 *
 * @param records of the type asked for; empty when there are none, or no such name
 * @param ttl seconds they may be kept; 0 when there are none
 */
record Records<T>(List<T> records, long ttl) {

  /** RFC 2782. */
  record Srv(int priority, int weight, int port, String target) {}

  /** RFC 3403. */
  record Naptr(int order, int preference, String flags, String service, String replacement) {}

  /** A or AAAA. */
  record Address(InetAddress address) {}
}
