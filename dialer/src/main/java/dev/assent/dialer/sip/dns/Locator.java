package dev.assent.dialer.sip.dns;

import dev.assent.dialer.sip.address.Transport;
import dev.assent.dialer.sip.dns.Located.Place;
import dev.assent.dialer.sip.dns.Records.Address;
import dev.assent.dialer.sip.dns.Records.Naptr;
import dev.assent.dialer.sip.dns.Records.Srv;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Finds the servers of a name (RFC 3263 section 4). The transport is the trunk's and not the name
 * server's to choose: NAPTR is only asked under which name its SRV records stand. Any thread.
 */
public final class Locator {
  private final NameServers servers;
  private final boolean v6;

  /**
   * @param v6 whether we send from an IPv6 address; only addresses of our family are of use
   */
  public Locator(NameServers servers, boolean v6) {
    this.servers = servers;
    this.v6 = v6;
  }

  /**
   * @param port 0: whatever the name server says
   * @return fails with a {@link DnsFailure}
   */
  public CompletableFuture<Located> locate(String host, int port, Transport transport) {
    String name = host.toLowerCase(Locale.ROOT);
    if (port != 0) {
      return one(name, port);
    }
    return servers
        .naptr(name)
        .thenCompose(found -> servers.srv(srvName(name, found.records(), transport)))
        .thenCompose(
            found ->
                found.records().isEmpty() ? one(name, usualPort(transport)) : all(name, found));
  }

  /** 5060, or 5061 for TLS (RFC 3261 section 19.1.2). */
  public static int usualPort(Transport transport) {
    return transport == Transport.TLS ? 5061 : 5060;
  }

  private static String srvName(String name, List<Naptr> records, Transport transport) {
    String service =
        switch (transport) {
          case UDP -> "SIP+D2U";
          case TCP -> "SIP+D2T";
          case TLS -> "SIPS+D2T";
        };
    Optional<Naptr> first =
        records.stream()
            .filter(naptr -> naptr.flags().equalsIgnoreCase("s"))
            .filter(naptr -> naptr.service().equalsIgnoreCase(service))
            .min(Comparator.comparingInt(Naptr::order).thenComparingInt(Naptr::preference));
    String usual =
        switch (transport) {
          case UDP -> "_sip._udp.";
          case TCP -> "_sip._tcp.";
          case TLS -> "_sips._tcp.";
        };
    return first.map(Naptr::replacement).orElse(usual + name);
  }

  private CompletableFuture<Located> one(String name, int port) {
    return servers
        .addresses(name, v6)
        .thenCompose(
            found ->
                found.records().isEmpty()
                    ? CompletableFuture.failedFuture(
                        new DnsFailure(name + " has no " + (v6 ? "IPv6" : "IPv4") + " address"))
                    : CompletableFuture.completedFuture(
                        new Located(
                            List.of(new Place(0, 0, name, endpoints(found, port))),
                            Duration.ofSeconds(found.ttl()))));
  }

  /** A target without an address is left out: the others still serve. */
  private CompletableFuture<Located> all(String name, Records<Srv> srvs) {
    List<Srv> usable =
        srvs.records().stream().filter(srv -> srv.port() != 0 && !isRoot(srv.target())).toList();
    List<CompletableFuture<Records<Address>>> asked =
        usable.stream().map(srv -> servers.addresses(srv.target(), v6)).toList();
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .handle((_, _) -> asked)
        .thenCompose(
            _ -> {
              List<Place> places = new ArrayList<>();
              long ttl = srvs.ttl();
              for (int i = 0; i < usable.size(); i++) {
                CompletableFuture<Records<Address>> answer = asked.get(i);
                if (!answer.isCompletedExceptionally() && !answer.join().records().isEmpty()) {
                  Srv srv = usable.get(i);
                  ttl = Math.min(ttl, answer.join().ttl());
                  places.add(
                      new Place(
                          srv.priority(),
                          srv.weight(),
                          srv.target().replaceAll("\\.$", ""),
                          endpoints(answer.join(), srv.port())));
                }
              }
              return places.isEmpty()
                  ? CompletableFuture.failedFuture(
                      new DnsFailure(name + " has SRV records, but none leads to an address"))
                  : CompletableFuture.completedFuture(new Located(places, Duration.ofSeconds(ttl)));
            });
  }

  /** RFC 2782: a service that decidedly is not there. */
  private static boolean isRoot(String target) {
    return target.isEmpty() || target.equals(".");
  }

  private static List<InetSocketAddress> endpoints(Records<Address> found, int port) {
    return found.records().stream()
        .map(Address::address)
        .map(address -> new InetSocketAddress(address, port))
        .toList();
  }
}
