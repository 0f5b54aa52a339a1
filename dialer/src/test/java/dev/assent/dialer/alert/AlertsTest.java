package dev.assent.dialer.alert;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.assent.dialer.alert.StandingAlerts.Condition;
import dev.assent.dialer.sip.VirtualTimers;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How people are told. */
@Timeout(60)
class AlertsTest {
  private static final Instant NOW = Instant.parse("2026-03-02T02:00:00Z");
  private static final Alert ALERT =
      new Alert(Alert.Kind.TRUNK_DOWN, "north", "no answer to \"OPTIONS\"", false, NOW);
  private static final byte[] SECRET = "sixteen bytes or more".getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;

  @Test
  void aCommandGetsTheAlertOnItsStandardInput() throws Exception {
    Path got = directory.resolve("got");
    AlertCommand command = new AlertCommand(List.of("/bin/sh", "-c", "cat > " + got));
    assertThat(command.tell(ALERT.json(new UUID(0, 1)))).isEmpty();
    assertThat(Files.readString(got))
        .isEqualTo(
            """
            {"version":1,"home":"00000000-0000-0000-0000-000000000001","kind":"TRUNK_DOWN",\
            "about":"north","text":"no answer to \\"OPTIONS\\"","over":false,\
            "at":"2026-03-02T02:00:00Z"}\
            """);
  }

  @Test
  void aCommandThatFailsOrIsNotThereIsTold() throws Exception {
    assertThat(new AlertCommand(List.of("/bin/false")).tell(new byte[0]))
        .contains("/bin/false ended with exit 1");
    assertThat(new AlertCommand(List.of("/nowhere/pager")).tell(new byte[0]).orElseThrow())
        .startsWith("/nowhere/pager cannot be started");
  }

  @Test
  void aWebhookIsSignedAndWhatIsNotTakenIsToldTwiceMore() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    BlockingQueue<String> got = new LinkedBlockingQueue<>();
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 8);
    server.createContext(
        "/hook",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          String signature = exchange.getRequestHeaders().getFirst("Assent-Signature");
          assertSigned(signature, body);
          exchange.sendResponseHeaders(asked.incrementAndGet() < 3 ? 503 : 204, -1);
          exchange.close();
          got.add(new String(body, StandardCharsets.UTF_8));
        });
    server.start();
    try {
      URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
      AlertWebhook hook = new AlertWebhook(url, SECRET, () -> NOW);
      VirtualTimers timers = new VirtualTimers();
      Alerts alerts = new Alerts(List.of(hook), new UUID(0, 1), timers);
      alerts.raise(ALERT);
      for (int i = 0; i < 3; i++) {
        String body = null;
        while (body == null) {
          body = got.poll(100, TimeUnit.MILLISECONDS);
          timers.advance(Duration.ofSeconds(10));
        }
        assertThat(body).contains("TRUNK_DOWN");
      }
      assertThat(asked).hasValue(3);
      assertThat(alerts.test(ALERT).getFirst().problem()).isEmpty();
    } finally {
      server.stop(0);
    }
    assertThat(
            new AlertWebhook(URI.create("http://127.0.0.1:1/"), SECRET, () -> NOW)
                .tell(new byte[0])
                .orElseThrow())
        .startsWith("127.0.0.1 cannot be reached");
  }

  private static void assertSigned(String signature, byte[] body) throws IOException {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
      mac.update((NOW.getEpochSecond() + ".").getBytes(StandardCharsets.US_ASCII));
      assertThat(signature)
          .isEqualTo(
              "t=%d,v1=%s"
                  .formatted(NOW.getEpochSecond(), HexFormat.of().formatHex(mac.doFinal(body))));
    } catch (java.security.GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  @Test
  void whatLastsIsToldAtOnceThenByTheHourAndWhenItIsOver() {
    Instant[] now = {NOW};
    List<Alert> told = new ArrayList<>();
    StandingAlerts standing = new StandingAlerts(told::add, () -> now[0]);
    Condition down = new Condition(Alert.Kind.TRUNK_DOWN, "north", "silent");
    standing.look(Set.of(down));
    standing.look(Set.of(down));
    standing.look(Set.of(new Condition(Alert.Kind.TRUNK_DOWN, "north", "still silent")));
    assertThat(told).hasSize(1);
    now[0] = NOW.plus(Duration.ofMinutes(60));
    standing.look(Set.of(down));
    assertThat(told).hasSize(2).noneMatch(Alert::over);
    standing.look(Set.of());
    standing.look(Set.of());
    assertThat(told).hasSize(3).last().matches(Alert::over);
    standing.look(Set.of(down));
    assertThat(told).hasSize(4);
  }
}
