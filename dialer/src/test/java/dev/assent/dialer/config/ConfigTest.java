package dev.assent.dialer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.compliance.policy.YamlError;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** assent.yaml and trunks: read into records, complaints with file, line and key. */
@Timeout(60)
class ConfigTest {
  private static final String ASSENT =
      """
      version: 1
      controller: 示例科技有限公司
      region: CN
      sip:
        bind: 127.0.0.1
        port: 0
      media:
        bind: 127.0.0.1
        firstPort: 16384
        lastPort: 16403
      recording:
        headroomMiB: 1024
        retentionClass: standard
      """;

  private static final String TRUNK =
      """
      version: 1
      targets: ["127.0.0.1:5060", "sip.example.net:5061"]
      transport: UDP
      signalling: [127.0.0.0/8]
      media: [127.0.0.1, "2001:db8::/32"]
      domain: carrier.example
      user: 1001
      passwordFile: north.password
      callsPerSecond: 5
      channels: 30
      region: CN
      calleeCaps: [{minutes: 1440, limit: 5}, {minutes: 5, limit: 3}]
      refused: ["+86991"]
      callee: E164_PLUS
      inbound: unavailable
      """;

  @TempDir Path conf;

  private AssentConfig assent(String text) throws IOException {
    Files.writeString(conf.resolve("assent.yaml"), text);
    return AssentConfig.read(conf);
  }

  private TrunkConfig trunk(String text) throws IOException {
    Files.createDirectories(conf.resolve("trunks"));
    Files.writeString(conf.resolve("trunks/north.yaml"), text);
    return TrunkConfig.readAll(conf).getFirst();
  }

  @Test
  void readsWhatBelongsToTheHome() throws IOException {
    AssentConfig config = assent(ASSENT);

    assertThat(config.controller()).isEqualTo("示例科技有限公司");
    assertThat(config.media().pairs()).isEqualTo(10);
    assertThat(config.mirrors().journal()).isEmpty();
  }

  @Test
  void theDaysOfTheLedgersCopiesLieApartFromThem() throws IOException {
    AssentConfig config = assent(ASSENT + "ledger: {copies: /mnt/a/copies, epochs: /mnt/b}\n");
    assertThat(config.ledgerCopies().copies()).contains(Path.of("/mnt/a/copies"));
    assertThat(config.ledgerCopies().epochs()).contains(Path.of("/mnt/b"));
    assertThatThrownBy(() -> assent(ASSENT + "ledger: {copies: /mnt/a, epochs: /mnt/a/epochs}\n"))
        .isInstanceOf(YamlError.class)
        .hasMessageContaining("must lie apart");
    assertThatThrownBy(() -> assent(ASSENT + "ledger: {copies: /mnt/a}\n"))
        .isInstanceOf(YamlError.class)
        .hasMessageContaining("epochs");
  }

  @Test
  void readsWhereCarriersMayConnect() throws IOException {
    assertThat(assent(ASSENT).listen()).isEqualTo(SipListening.NOWHERE);
    SipListening listen =
        assent(ASSENT + "listen: {tcp: 5060, tls: 5061, certificate: own.pem, key: own.key}\n")
            .listen();
    assertThat(listen.tcp()).contains(5060);
    assertThat(listen.tls()).contains(5061);
    assertThat(listen.certificate()).contains(Path.of("own.pem"));
    assertThat(listen.key()).contains(Path.of("own.key"));
    assertThat(listen.clientCa()).isEmpty();
    assertThatThrownBy(() -> assent(ASSENT + "listen: {tcp: 5060, clientCa: ca.pem}\n"))
        .hasMessageContaining("clientCa")
        .hasMessageContaining("belongs to tls");
    assertThatThrownBy(() -> assent(ASSENT + "listen: {tls: 5061, certificate: own.pem}\n"))
        .isInstanceOf(YamlError.class)
        .hasMessageContaining("belong together");
    assertThatThrownBy(() -> assent(ASSENT + "listen: {key: own.key}\n"))
        .isInstanceOf(YamlError.class)
        .hasMessageContaining("belong together");
  }

  @Test
  void readsATrunk() throws IOException {
    TrunkConfig trunk = trunk(TRUNK);

    assertThat(trunk.name()).isEqualTo("north");
    assertThat(trunk.targets())
        .containsExactly(
            new TargetName("127.0.0.1", 5060), new TargetName("sip.example.net", 5061));
    assertThat(trunk.media().getLast().contains(InetAddress.ofLiteral("2001:db8::5"))).isTrue();
    assertThat(trunk.login().orElseThrow().passwordFile())
        .isEqualTo(conf.resolve("trunks/north.password"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "region: CN        | regoin: CN         | 3 | regoin",
        "region: CN        | region: China      | 3 | region",
        "firstPort: 16384  | firstPort: 16385   | 9 | firstPort",
        "lastPort: 16403   | lastPort: 16404    | 10 | lastPort",
        "headroomMiB: 1024 | headroomMiB: lots  | 12 | headroomMiB",
        "port: 0           | port: 70000        | 6 | port",
      })
  void complaintsNameFileLineAndKey(String right, String wrong, int line, String key) {
    assertThatThrownBy(() -> assent(ASSENT.replace(right, wrong)))
        .isInstanceOf(YamlError.class)
        .hasMessageContaining("assent.yaml")
        .hasMessageContaining(String.valueOf(line))
        .hasMessageContaining(key);
  }

  @Test
  void anUnknownKeyComesWithTheNearestValidOne() {
    assertThatThrownBy(() -> trunk(TRUNK.replace("channels:", "chanels:")))
        .isInstanceOf(YamlError.class)
        .hasMessageContaining("chanels")
        .hasMessageContaining("channels");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "127.0.0.0/8             | 127.0.0.0/33",
        "passwordFile: north.password | contact: nobody",
        "user: 1001              | channels: 31",
        "transport: UDP          | transport: SCTP",
        "callsPerSecond: 5       | callsPerSecond: 0",
        "region: CN              | region: China",
        "{minutes: 5, limit: 3}  | {minutes: 1440, limit: 3}",
        "refused: [\"+86991\"]    | refused: [\"86991\"]",
      })
  void refusesATrunkThatCannotBeMeant(String right, String wrong) {
    assertThatThrownBy(() -> trunk(TRUNK.replace(right, wrong))).isInstanceOf(YamlError.class);
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24, 192.0.2.255, true",
    "192.0.2.0/24, 192.0.3.0, false",
    "10.0.0.0/9, 10.127.255.255, true",
    "10.0.0.0/9, 10.128.0.0, false",
    "127.0.0.1, 127.0.0.2, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "2001:db8::/32, 2001:db9::1, false",
    "192.0.2.0/24, ::1, false",
  })
  void aNetworkHoldsItsOwn(String network, String address, boolean inside) {
    assertThat(Network.parse(network).contains(InetAddress.ofLiteral(address))).isEqualTo(inside);
  }

  /**
   * The schemas name the keys the readers know: each required key is missed when it is left out.
   */
  @Test
  void theSchemasRequireWhatTheReadersRequire() throws IOException {
    for (String key : required("assent.schema.json")) {
      assertThatThrownBy(() -> assent(without(key, ASSENT)))
          .as(key)
          .isInstanceOf(YamlError.class)
          .hasMessageContaining(key);
    }
    for (String key : required("trunk.schema.json")) {
      assertThatThrownBy(() -> trunk(without(key, TRUNK)))
          .as(key)
          .isInstanceOf(YamlError.class)
          .hasMessageContaining(key);
    }
  }

  private static Set<String> required(String schema) throws IOException {
    try (InputStream in = ConfigTest.class.getResourceAsStream("/schema/" + schema)) {
      JsonNode root = new ObjectMapper().readTree(in);
      Set<String> keys = new TreeSet<>();
      root.path("required").forEach(key -> keys.add(key.asText()));
      return keys;
    }
  }

  /** The text without a top-level key and what is indented below it. */
  private static String without(String key, String text) {
    List<String> kept = new java.util.ArrayList<>();
    boolean dropping = false;
    for (String line : text.lines().toList()) {
      dropping = line.startsWith(" ") ? dropping : line.startsWith(key + ":");
      if (!dropping) {
        kept.add(line);
      }
    }
    return String.join("\n", kept) + "\n";
  }
}
