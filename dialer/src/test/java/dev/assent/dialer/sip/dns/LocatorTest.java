package dev.assent.dialer.sip.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assent.dialer.sip.address.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** RFC 3263, asked of a name server on the loopback. */
@Timeout(60)
class LocatorTest {
  private static final String NAME = "carrier.example";

  private NameServer server;
  private NameServers servers;
  private Locator locator;

  @BeforeEach
  void start() throws IOException {
    server = NameServer.start();
    servers = new NameServers(List.of(server.address()), Duration.ofMillis(500));
    locator = new Locator(servers, false);
  }

  @AfterEach
  void stop() {
    servers.close();
    server.close();
  }

  private Located locate(int port, Transport transport) throws Exception {
    return locator.locate(NAME, port, transport).get(20, TimeUnit.SECONDS);
  }

  @Test
  void anAnswerThatIsCutIsAskedForAgainByTcp() throws Exception {
    for (int i = 1; i <= 40; i++) {
      server.a(NAME, "192.0.2." + i, 60);
    }
    server.cutting(true);
    Located found = locate(5060, Transport.UDP);
    assertThat(found.places().getFirst().addresses()).hasSize(40);
    assertThat(server.asked()).contains("A " + NAME, "A " + NAME + " by TCP");
  }

  @Test
  void naptrLeadsToSrvAndSrvToAddresses() throws Exception {
    server
        .naptr(NAME, 10, 10, "SIP+D2U", "_sip._udp.other.example")
        .naptr(NAME, 20, 10, "SIPS+D2T", "later.example")
        .naptr(NAME, 10, 50, "SIPS+D2T", "_sips._tcp.edge.example")
        .srv("_sips._tcp.edge.example", 10, 1, 5071, "two.example", 300)
        .srv("_sips._tcp.edge.example", 5, 1, 5061, "one.example", 300)
        .a("one.example", "192.0.2.1", 120)
        .a("two.example", "192.0.2.2", 900)
        .a("two.example", "2001:db8::2", 900);

    Located found = locate(0, Transport.TLS);

    assertThat(found.ttl()).as("the shortest on the way").isEqualTo(Duration.ofMinutes(2));
    assertThat(found.inOrder(new Random(1)))
        .containsExactly(
            new Located.Place(
                5, 1, "one.example", List.of(new InetSocketAddress("192.0.2.1", 5061))),
            new Located.Place(
                10, 1, "two.example", List.of(new InetSocketAddress("192.0.2.2", 5071))));
  }

  @Test
  void withoutNaptrTheUsualSrvNameIsAskedAndWithoutSrvTheAddress() throws Exception {
    server.a(NAME, "192.0.2.9", 30);

    assertThat(locate(0, Transport.UDP).places().getFirst().addresses())
        .containsExactly(new InetSocketAddress("192.0.2.9", 5060));
    assertThat(locate(0, Transport.TLS).places().getFirst().addresses())
        .containsExactly(new InetSocketAddress("192.0.2.9", 5061));
    assertThat(server.asked())
        .contains("NAPTR " + NAME, "SRV _sip._udp." + NAME, "SRV _sips._tcp." + NAME);
  }

  @Test
  void aPortThatIsWrittenLeavesNothingToAsk() throws Exception {
    server.a(NAME, "192.0.2.9", 30).srv("_sip._udp." + NAME, 1, 1, 5080, "no.example", 30);

    assertThat(locate(5066, Transport.UDP).places().getFirst().addresses())
        .containsExactly(new InetSocketAddress("192.0.2.9", 5066));
    assertThat(server.asked()).containsExactly("A " + NAME);
  }

  @Test
  void anIpv6AddressIsAskedForWhenWeSendFromOne() throws Exception {
    server.a(NAME, "2001:db8::9", 30).a(NAME, "192.0.2.9", 30);

    assertThat(
            new Locator(servers, true)
                .locate(NAME, 5060, Transport.UDP)
                .get(20, TimeUnit.SECONDS)
                .places()
                .getFirst()
                .addresses())
        .containsExactly(new InetSocketAddress("2001:db8::9", 5060));
  }

  @Test
  void aTargetWithoutAddressIsLeftOutAndARootMeansNoService() throws Exception {
    server
        .srv("_sip._udp." + NAME, 1, 1, 5060, "gone.example", 30)
        .srv("_sip._udp." + NAME, 2, 1, 5060, "here.example", 30)
        .srv("_sip._udp." + NAME, 3, 1, 5060, ".", 30)
        .a("here.example", "192.0.2.3", 30);

    assertThat(locate(0, Transport.UDP).places())
        .extracting(Located.Place::host)
        .containsExactly("here.example");
  }

  @Test
  void aNameThatLeadsNowhereIsNamed() {
    assertThatThrownBy(() -> locate(0, Transport.UDP))
        .hasCauseInstanceOf(DnsFailure.class)
        .hasMessageContaining("carrier.example has no IPv4 address");
    server.srv("_sip._udp." + NAME, 1, 1, 5060, "gone.example", 30);
    assertThatThrownBy(() -> locate(0, Transport.UDP))
        .hasMessageContaining("SRV records, but none leads to an address");
  }

  @Test
  void aServerThatIsSilentOrIllIsNamed() {
    server.silent(true);
    assertThatThrownBy(() -> locate(5060, Transport.UDP))
        .hasMessageContaining("A carrier.example")
        .hasMessageContaining("does not answer");
    server.silent(false);
    server.failing(true);
    assertThatThrownBy(() -> locate(5060, Transport.UDP)).hasMessageContaining("ServFail");
  }

  @Test
  void theSecondServerIsAskedWhenTheFirstIsIll() throws Exception {
    server.failing(true);
    try (NameServer second = NameServer.start();
        NameServers both =
            new NameServers(List.of(server.address(), second.address()), Duration.ofMillis(500))) {
      second.a(NAME, "192.0.2.4", 30);
      assertThat(
              new Locator(both, false)
                  .locate(NAME, 5060, Transport.UDP)
                  .get(20, TimeUnit.SECONDS)
                  .places())
          .hasSize(1);
    }
  }

  @Test
  void weightsShareTheCalls() throws Exception {
    server
        .srv("_sip._udp." + NAME, 1, 60, 5060, "a.example", 30)
        .srv("_sip._udp." + NAME, 1, 30, 5060, "b.example", 30)
        .srv("_sip._udp." + NAME, 1, 10, 5060, "c.example", 30)
        .srv("_sip._udp." + NAME, 2, 99, 5060, "d.example", 30);
    for (String name : List.of("a", "b", "c", "d")) {
      server.a(name + ".example", "192.0.2.5", 30);
    }
    Located found = locate(0, Transport.UDP);

    Map<String, Integer> first = new HashMap<>();
    Random random = new Random(20260915);
    for (int i = 0; i < 10_000; i++) {
      List<Located.Place> order = found.inOrder(random);
      assertThat(order).hasSize(4);
      assertThat(order.getLast().host()).isEqualTo("d.example");
      first.merge(order.getFirst().host(), 1, Integer::sum);
    }
    assertThat(first.get("a.example")).isCloseTo(6000, within(250));
    assertThat(first.get("b.example")).isCloseTo(3000, within(250));
    assertThat(first.get("c.example")).isCloseTo(1000, within(250));
  }
}
