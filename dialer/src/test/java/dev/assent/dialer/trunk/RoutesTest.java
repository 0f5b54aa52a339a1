package dev.assent.dialer.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.VirtualTimers;
import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.address.Transport;
import dev.assent.dialer.sip.dns.Locator;
import dev.assent.dialer.sip.dns.NameServer;
import dev.assent.dialer.sip.dns.NameServers;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Names, looked up while they hold and kept when nobody answers. */
@Timeout(60)
class RoutesTest {
  private static final String SRV = "_sip._udp.carrier.example";

  private final VirtualTimers timers = new VirtualTimers();
  private NameServer server;
  private NameServers servers;

  @BeforeEach
  void start() throws IOException {
    server = NameServer.start();
    servers = new NameServers(List.of(server.address()), Duration.ofMillis(500));
  }

  @AfterEach
  void stop() {
    servers.close();
    server.close();
  }

  private Routes routes(Routes.Name... names) {
    return new Routes(
            List.of(names),
            Transport.UDP,
            new Locator(servers, false),
            address -> address.getHostAddress().startsWith("192.0.2."),
            timers,
            new Random(4))
        .start();
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      LockSupport.parkNanos(1_000_000); // what is waited for needs the core
    }
  }

  private static List<String> order(Routes routes) {
    return routes.inOrder().stream().map(Target::toString).toList();
  }

  @Test
  void targetsComeInTheirOrderAndEachNameInItsPriorities() {
    server
        .srv(SRV, 20, 0, 5062, "b.example", 60)
        .srv(SRV, 10, 0, 5061, "a.example", 60)
        .a("a.example", "192.0.2.1", 60)
        .a("b.example", "192.0.2.2", 60);
    Routes routes =
        routes(new Routes.Name("carrier.example", 0, ""), new Routes.Name("192.0.2.9", 0, ""));
    await(() -> routes.inOrder().size() == 3);

    assertThat(order(routes))
        .containsExactly("192.0.2.1:5061/UDP", "192.0.2.2:5062/UDP", "192.0.2.9:5060/UDP");
    assertThat(routes.problems()).isEmpty();
  }

  @Test
  void anAnswerIsAskedForAgainWhenItsTimeIsOverAndKeptWhenNobodyAnswers() {
    server.a("carrier.example", "192.0.2.1", 30);
    Routes routes = routes(new Routes.Name("carrier.example", 5060, ""));
    await(() -> !routes.inOrder().isEmpty());
    server.forget("carrier.example");
    server.a("carrier.example", "192.0.2.2", 30);
    timers.advance(Duration.ofSeconds(29));
    assertThat(order(routes)).containsExactly("192.0.2.1:5060/UDP");
    timers.advance(Duration.ofSeconds(5));
    await(() -> order(routes).equals(List.of("192.0.2.2:5060/UDP")));

    server.failing(true);
    await(() -> timers.pending() == 1);
    timers.advance(Duration.ofSeconds(34));
    await(() -> !routes.problems().isEmpty());
    assertThat(order(routes)).as("the last good answer").containsExactly("192.0.2.2:5060/UDP");
    assertThat(routes.problems().getFirst())
        .contains("carrier.example")
        .contains("going on with the last answer");

    server.failing(false);
    await(() -> timers.pending() == 1);
    timers.advance(Duration.ofSeconds(6));
    await(() -> routes.problems().isEmpty());
  }

  @Test
  void whatANameServerSaysBeyondTheNetworksIsNotUsed() {
    server.a("carrier.example", "198.51.100.1", 30).a("carrier.example", "192.0.2.1", 30);
    Routes routes = routes(new Routes.Name("carrier.example", 5060, ""));
    await(() -> !routes.inOrder().isEmpty());

    assertThat(order(routes)).containsExactly("192.0.2.1:5060/UDP");
    assertThat(routes.problems())
        .containsExactly(
            "carrier.example leads to 198.51.100.1, which is outside the networks of signalling");
  }

  @Test
  void aNameThatLeadsNowhereSaysSo() {
    Routes routes = routes(new Routes.Name("nowhere.example", 5060, ""));
    await(() -> !routes.problems().isEmpty());
    assertThat(routes.inOrder()).isEmpty();
    assertThat(routes.problems()).containsExactly("nowhere.example has no IPv4 address");
  }
}
