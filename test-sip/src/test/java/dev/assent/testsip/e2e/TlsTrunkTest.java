package dev.assent.testsip.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Visitor;
import dev.assent.dialer.sip.TestCertificates;
import dev.assent.testsip.carrier.sip.StreamSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A campaign over a trunk with TLS, and a check of what is wrong with one. */
@Timeout(180)
class TlsTrunkTest {
  private static final String NAME = "sbc.carrier.example";
  private static final Instant THEN = Instant.parse("2026-09-15T00:00:00Z");

  private final TestCertificates certificates = new TestCertificates(THEN);
  @TempDir Path root;

  private StreamSocket listen(Rehearsal stage, TestCertificates.Identity shown) throws Exception {
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return stage.carrier.listen(anyPort, shown.context(null));
  }

  /** The trunk's file as for the rehearsal, but over TLS. */
  private void rewrite(Rehearsal stage, int port, String tls) throws Exception {
    stage.stopEngine();
    Path file = stage.home().resolve("conf/trunks/loopback.yaml");
    String plain =
        Files.readString(file).replaceAll("(?m)^tls:.*\n", "").replaceAll("(?m)^targets:.*\n", "");
    Files.writeString(
        file,
        plain.replaceAll("transport: .*", "transport: tls")
            + "targets: [\"127.0.0.1:%d\"]\ntls: %s\n".formatted(port, tls));
    stage.startEngine();
  }

  @Test
  void aCampaignOverTls() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      Path ca = certificates.authorityFile(stage.home().resolve("conf/trunks"));
      StreamSocket listener = listen(stage, certificates.identity("x", "dns:" + NAME));
      rewrite(
          stage,
          listener.local().getPort(),
          "{ca: %s, name: %s}".formatted(ca.getFileName(), NAME));

      Visitor alice = Visitor.nobody();
      Exit checked = stage.give(alice, "trunk", "check", "loopback", "-o", "csv", "--as", "alice");
      assertThat(checked).as(alice.words() + alice.data()).isEqualTo(Exit.DONE);
      assertThat(alice.data()).contains("CONNECT", "TLSv1.3", "CN=x", "pin: [sha256/", "OPTIONS");

      List<String> numbers = List.of(Rehearsal.number(700), Rehearsal.number(701));
      numbers.forEach(
          number ->
              stage.carrier.plan(
                  number,
                  "ring 200ms, answer, prompt 2, wait 100ms, key 1, prompt 1, wait 500ms, bye"));
      stage.campaign("secured", numbers);
      stage.run("secured").join();
      JsonNode report =
          new ObjectMapper()
              .readTree(stage.done("campaign", "report", "secured", "-o", "json", "--as", "alice"));
      assertThat(report.at("/answered").intValue()).as(report.toString()).isEqualTo(2);
      assertThat(stage.carrier.calls()).hasSize(2).allMatch(call -> call.faults().isEmpty());
      assertThat(listener.connections()).as("one connection for all calls").isEqualTo(1);
    }
  }

  @Test
  void aWrongCertificateHoldsTheTrunkAndSaysWhy() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      Path ca = certificates.authorityFile(stage.home().resolve("conf/trunks"));
      TestCertificates.Identity other = certificates.identity("x", "dns:other.example");
      int port = listen(stage, other).local().getPort();
      rewrite(stage, port, "{ca: %s, name: %s}".formatted(ca.getFileName(), NAME));
      Visitor alice = Visitor.nobody();
      assertThat(stage.give(alice, "trunk", "check", "loopback", "-o", "csv", "--as", "alice"))
          .isNotEqualTo(Exit.DONE);
      assertThat(alice.data())
          .contains("the certificate is for other.example, not for " + NAME)
          .contains("pin: " + other.pin());

      // The line it said, pasted.
      rewrite(stage, port, "{pin: [\"%s\"], name: %s}".formatted(other.pin(), NAME));
      Visitor again = Visitor.nobody();
      Exit checked = stage.give(again, "trunk", "check", "loopback", "-o", "csv", "--as", "alice");
      assertThat(checked).as(again.words() + again.data()).isEqualTo(Exit.DONE);
    }
  }

  @Test
  void aMissingFileIsNamed() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      int port = listen(stage, certificates.identity("x", "dns:" + NAME)).local().getPort();
      rewrite(stage, port, "{ca: nowhere.pem, name: %s}".formatted(NAME));
      Visitor alice = Visitor.nobody();
      assertThat(stage.give(alice, "trunk", "check", "loopback", "--as", "alice"))
          .isEqualTo(Exit.CONFIG);
      assertThat(alice.words()).contains("trunk loopback: tls.ca: there is no file", "nowhere.pem");
    }
  }
}
