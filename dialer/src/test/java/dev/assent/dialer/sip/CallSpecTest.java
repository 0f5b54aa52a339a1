package dev.assent.dialer.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.dialer.sip.address.SignallingNetworks;
import dev.assent.dialer.sip.address.Target;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is given to the user agent is checked before it can reach a header. */
@Timeout(value = 10, unit = TimeUnit.SECONDS)
class CallSpecTest {
  private static final Target TARGET =
      Target.udp(new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 5060));

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a>b", "a@b", "a\r\nX: y", "a\"b", "a<b", "%41", "阿"})
  void usersThatAreNone(String user) {
    assertThatThrownBy(() -> spec(user, "x", Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a\r\nb", "a>", "x:y", "[::1", "a;b"})
  void domainsThatAreNone(String domain) {
    assertThatThrownBy(() -> spec("1", domain, Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"trunk.example", "192.0.2.1:5070", "[2001:db8::1]:5060"})
  void domains(String domain) {
    assertThat(spec("+8619900000001", domain, Map.of()).domain()).isEqualTo(domain);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Privacy", "privacy", "Via", "FROM", "t", "Content-Length", "Route", "a b", ""})
  void headersThatMayNotBeAdded(String name) {
    assertThatThrownBy(() -> spec("1", "x", Map.of(name, "v")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aHeaderIsOneLine() {
    assertThatThrownBy(() -> spec("1", "x", Map.of("P-Note", "a\r\nPrivacy: id")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("P-Note");
  }

  @Test
  void saysNothingOfTheNumbers() {
    assertThat(spec("+8619900000001", "x", Map.of()).toString()).doesNotContain("1990000");
  }

  @ParameterizedTest
  @CsvSource({
    "192.0.2.0/24,   192.0.2.255,  true",
    "192.0.2.0/24,   192.0.3.0,    false",
    "192.0.2.128/25, 192.0.2.127,  false",
    "192.0.2.7,      192.0.2.7,    true",
    "192.0.2.7,      192.0.2.6,    false",
    "0.0.0.0/0,      198.51.100.1, true",
    "2001:db8::/33,  2001:db8:7fff::1, true",
    "2001:db8::/33,  2001:db8:8000::1, false",
    "2001:db8::/32,  192.0.2.1,    false"
  })
  void networks(String network, String address, boolean inside) {
    assertThat(SignallingNetworks.of(List.of(network)).contains(InetAddress.ofLiteral(address)))
        .isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "trunk.example", "192.0.2.0/33", "192.0.2.0/-1", "192.0.2.0/x", "/8"})
  void networksThatAreNone(String network) {
    assertThatThrownBy(() -> SignallingNetworks.of(List.of(network)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + network + "\"");
  }

  private static CallSpec spec(String user, String domain, Map<String, String> headers) {
    return new CallSpec(
        TARGET, user, "2", domain, new byte[0], null, headers, Duration.ofSeconds(30));
  }
}
