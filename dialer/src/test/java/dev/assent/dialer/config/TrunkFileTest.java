package dev.assent.dialer.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.compliance.policy.YamlError;
import dev.assent.media.sdp.SrtpPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Everything a carrier's paper may ask for, and what is said when it cannot be meant. */
@Timeout(60)
class TrunkFileTest {
  private static final String FULL =
      """
      version: 1
      targets: [sbc1.carrier.example, "sbc2.carrier.example:5061", 192.0.2.7, "[2001:db8::7]:5062"]
      transport: tls
      tls:
        ca: carrier-ca.pem
        pin: [sha256/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=]
        name: sip.carrier.example
        certificate: ours.pem
        key: ours.key
        minimum: "1.2"
      srtp: mandatory
      signalling: [192.0.2.0/24]
      media: [192.0.2.0/24]
      domain: carrier.example
      user: "1001"
      passwordFile: north.password
      register:
        registrar: reg.carrier.example
        expires: 600
      callsPerSecond: 5
      channels: 30
      callee:
        rewrite: {"+86": "0", "+": "00"}
        examples:
          "+8619900000001": "019900000001"
          "+12025550100": "0012025550100"
      caller: e164
      assertedIdentity: pai
      privacy: none
      sessionTimer: {expires: 1800, minimum: 90}
      reliableProvisional: supported
      udpLargeInvites: true
      inbound: {redirect: "tel:+8619900000009"}
      keepAlive: 25
      qualify: {every: 15}
      publicAddress: 203.0.113.5
      """;

  private static final String PLAIN =
      """
      version: 1
      targets: ["192.0.2.7:5060"]
      transport: udp
      signalling: [192.0.2.0/24]
      media: [192.0.2.0/24]
      domain: carrier.example
      callsPerSecond: 5
      channels: 30
      callee: e164-plus
      inbound: unavailable
      """;

  @TempDir Path directory;

  private TrunkConfig trunk(String text) throws IOException {
    Path file = directory.resolve("north.yaml");
    Files.writeString(file, text);
    return TrunkConfig.read(file);
  }

  @Test
  void readsEverythingACarrierMayAskFor() throws IOException {
    TrunkConfig trunk = trunk(FULL);

    assertThat(trunk.targets())
        .extracting(TargetName::toString)
        .containsExactly(
            "sbc1.carrier.example", "sbc2.carrier.example:5061", "192.0.2.7", "[2001:db8::7]:5062");
    assertThat(trunk.targets())
        .extracting(TargetName::isAddress)
        .containsExactly(false, false, true, true);
    TrunkConfig.Tls tls = trunk.tls().orElseThrow();
    assertThat(tls.ca()).contains(directory.resolve("carrier-ca.pem"));
    assertThat(tls.minimum()).isEqualTo("TLSv1.2");
    assertThat(tls.own().orElseThrow().key()).isEqualTo(directory.resolve("ours.key"));
    assertThat(trunk.srtp()).isEqualTo(SrtpPolicy.MANDATORY);
    assertThat(trunk.registration())
        .contains(
            new TrunkConfig.Registration(
                "sip:1001@carrier.example",
                Optional.of(new TargetName("reg.carrier.example", 0)),
                Duration.ofMinutes(10),
                TrunkConfig.Registration.Nodes.EACH));
    assertThat(trunk.callee().write("+8613800138000")).isEqualTo("013800138000");
    assertThat(trunk.caller().write("+8619900009000")).isEqualTo("8619900009000");
    assertThat(trunk.identity())
        .isEqualTo(new TrunkConfig.Identity(TrunkConfig.Identity.Asserted.PAI, true));
    assertThat(trunk.sessionTimer().orElseThrow().expires()).isEqualTo(Duration.ofMinutes(30));
    assertThat(trunk.inbound()).isEqualTo(new TrunkConfig.Inbound.Redirect("tel:+8619900000009"));
    assertThat(trunk.qualifyEvery()).isEqualTo(Duration.ofSeconds(15));
    assertThat(trunk.ownAddress())
        .isEqualTo(new TrunkConfig.OwnAddress.Fixed(InetAddress.ofLiteral("203.0.113.5")));
  }

  @Test
  void whatIsNotSaidIsOff() throws IOException {
    TrunkConfig trunk = trunk(PLAIN);

    assertThat(trunk.tls()).isEmpty();
    assertThat(trunk.srtp()).isEqualTo(SrtpPolicy.OFF);
    assertThat(trunk.registration()).isEmpty();
    assertThat(trunk.sessionTimer()).isEmpty();
    assertThat(trunk.caller().write("+8619900009000")).isEqualTo("+8619900009000");
    assertThat(trunk.identity().asserted()).isEqualTo(TrunkConfig.Identity.Asserted.NONE);
    assertThat(trunk(PLAIN + "srtp: off\nsessionTimer: off\n")).isEqualTo(trunk);
    assertThat(trunk(PLAIN + "qualify: off\n").qualifyEvery()).isZero();
    assertThatThrownBy(() -> trunk(PLAIN + "qualify: never\n"))
        .hasMessageContaining("must be off, or {every: SECONDS}");
  }

  @Test
  void theExampleOfTheReleaseReads() throws IOException {
    assertThat(TrunkConfig.read(Path.of("../conf/examples/trunk.yaml")).channels()).isEqualTo(30);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "inbound: {redirect: \"tel:+8619900000009\"} | region: CN | 1 | inbound | is missing",
        "inbound: {redirect: \"tel:+8619900000009\"} | inbound: ignore | 33 | inbound | announce",
        "inbound: {redirect: \"tel:+8619900000009\"} | inbound: announce | 33 | inbound |"
            + " inboundScript",
        "redirect: \"tel:+8619900000009\" | redirect: \"http://x\" | 33 | inbound.redirect |"
            + " tel:NUMBER",
        "\"019900000001\" | \"19900000001\" | 25 | callee.examples.+8619900000001 | comes out as"
            + " 019900000001",
        "\"+86\": \"0\" | \"86a\": \"0\" | 23 | callee.rewrite.86a | beginning of a number",
        "sbc1.carrier.example, | sip:sbc1.carrier.example, | 2 | targets | leave out the scheme",
        "192.0.2.7, | 192.0.2.777, | 2 | targets | must read HOST",
        "sbc2.carrier.example:5061 | sbc2.carrier.example:0 | 2 | targets | 1 to 65535",
        "sbc2.carrier.example:5061 | 1001@sbc2.carrier.example | 2 | targets | the user",
        "transport: tls | transport: tcp | 4 | tls | transport: tls",
        "AAAAAAA= | AAAA= | 6 | tls.pin | trunk check",
        "  key: ours.key | | 8 | tls.certificate | belong together",
        "minimum: \"1.2\" | minimum: \"1.1\" | 10 | tls.minimum | 1.3",
        "pin: [ | pins: [ | 6 | tls.pins | did you mean 'pin'",
        "expires: 600 | nodes: both | 19 | register.nodes | 'both' is none of each, one",
        "registrar: reg | registar: reg | 18 | register.registar | did you mean 'registrar'",
        "privacy: none | privacy: id | 29 | privacy | never hidden",
        "expires: 1800, | expires: 60, | 30 | sessionTimer.expires | from 90",
        "domain: carrier.example | domain: sip:carrier.example | 14 | domain | without sip",
      })
  void complaintsNameFileLineAndKey(String right, String wrong, int line, String key, String hint) {
    String text = FULL.replace(right, wrong == null ? "" : wrong);
    assertThat(text).isNotEqualTo(FULL);
    assertThatThrownBy(() -> trunk(text))
        .isInstanceOf(YamlError.class)
        .hasMessageContaining("north.yaml:" + line + ": " + key + ":")
        .hasMessageContaining(hint);
  }

  @Test
  void encryptedSoundNeedsAnEncryptedWayForItsKeys() {
    assertThatThrownBy(() -> trunk(PLAIN + "srtp: mandatory\n"))
        .hasMessageContaining("srtp: needs transport: tls");
  }

  @Test
  void aFormatWithoutExamplesIsNotTakenOnTrust() {
    assertThatThrownBy(
            () -> trunk(PLAIN.replace("callee: e164-plus", "callee: {rewrite: {\"+86\": \"0\"}}")))
        .hasMessageContaining("callee.examples: is missing");
    assertThatThrownBy(
            () ->
                trunk(
                    PLAIN.replace("callee: e164-plus", "callee: {examples: {\"+86199\": \"1\"}}")))
        .hasMessageContaining("callee.rewrite: give either format");
  }

  /** The schema names exactly the keys that the reader knows. */
  @Test
  void theSchemaKnowsTheSameKeys() throws IOException {
    List<String> known = new ArrayList<>();
    assertThatThrownBy(() -> trunk(PLAIN + "zzzzzzzzzzz: 1\n"))
        .satisfies(
            thrown -> {
              String message = thrown.getMessage();
              String list = message.substring(message.indexOf("Valid here: ") + 12);
              known.addAll(List.of(list.split(", ")));
            });
    try (InputStream in = TrunkFileTest.class.getResourceAsStream("/schema/trunk.schema.json")) {
      JsonNode schema = new ObjectMapper().readTree(in);
      Set<String> keys = new TreeSet<>();
      schema.path("properties").fieldNames().forEachRemaining(keys::add);
      assertThat(new TreeSet<>(known)).isEqualTo(keys);
    }
  }
}
