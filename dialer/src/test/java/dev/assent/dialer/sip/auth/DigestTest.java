package dev.assent.dialer.sip.auth;

import static dev.assent.dialer.sip.message.Messages.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.sip.message.Challenge;
import dev.assent.dialer.sip.message.Header;
import dev.assent.dialer.sip.message.Response;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 2617, RFC 7616, RFC 8760. */
@Timeout(value = 10, unit = TimeUnit.SECONDS)
class DigestTest {
  private static final Credentials MUFASA = new Credentials("Mufasa", "Circle of Life");

  @Test
  void rfc2617Section35() {
    Challenge challenge =
        new Challenge(
            false,
            "testrealm@host.com",
            "dcd98b7102dd2f0e8b11d0f600bfb0c093",
            "5ccc069c403ebaf9f0171e9517f40e41",
            null,
            "auth,auth-int",
            false);
    DigestSession session =
        new DigestSession(
            challenge,
            DigestAlgorithm.MD5,
            new Credentials("Mufasa", "Circle Of Life"),
            "0a4f113b");
    assertThat(session.authorize("GET", "/dir/index.html"))
        .isEqualTo(
            new Header(
                "Authorization",
                "Digest username=\"Mufasa\", realm=\"testrealm@host.com\","
                    + " nonce=\"dcd98b7102dd2f0e8b11d0f600bfb0c093\", uri=\"/dir/index.html\","
                    + " response=\"6629fae49393a05397450978507c4ef1\", cnonce=\"0a4f113b\","
                    + " opaque=\"5ccc069c403ebaf9f0171e9517f40e41\", qop=auth, nc=00000001"));
  }

  /**
   * The first two responses with qop are those of RFC 7616 section 3.9.1; the others are of the
   * same input, computed by another implementation of the hashes.
   */
  @ParameterizedTest
  @CsvSource({
    "MD5,             auth, 8ca523f5e9506fed4657c9700eebdbec",
    "SHA-256,         auth, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
    "SHA-512-256,     auth, 430d05014cecc49cab6fbe03176d41a1da86cbfe24a16580e22aaad928d960d0",
    "MD5-sess,        auth, e783283f46242139c486a698fec7211d",
    "SHA-256-sess,    auth, 2fd51b3a77ad75bad6afad6003e818d767133c46d9e2749e7f5232ae1ea3efd7",
    "SHA-512-256-sess,auth, 3f2a34f923c38b0fb26dce2fdfc2ce326c23cecf86fbb1444f3e51fbbc2cb92e",
    "MD5,             ,     7b2cc3b30e75b4777ea31027084363fd",
    "SHA-256,         ,     a1306b0595a6c7fe96c448631fb5cfbd5107bd1fe1da729d978dd7446b812363",
    "SHA-512-256,     ,     93e9122020ea0624d2ca801426d5bfbeb93d10ff4cc24cb410af3920fa4730e7",
  })
  void rfc7616Section391(String algorithm, String qop, String response) {
    Challenge challenge =
        new Challenge(
            true,
            "http-auth@example.org",
            "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
            null,
            algorithm,
            qop,
            false);
    Header header =
        new DigestSession(
                challenge,
                DigestAlgorithm.named(algorithm).orElseThrow(),
                MUFASA,
                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ")
            .authorize("GET", "/dir/index.html");
    assertThat(header.name()).isEqualTo("Proxy-Authorization");
    assertThat(header.value())
        .contains("response=\"" + response + "\"")
        .contains("algorithm=" + algorithm);
    assertThat(header.value().contains("qop=auth")).isEqualTo(qop != null);
  }

  @Test
  void theNonceCountRisesWithEveryRequest() {
    DigestClient client = new DigestClient(MUFASA, () -> "cnonce");
    assertThat(client.accept(unauthorized("realm=\"r\", nonce=\"n\", qop=\"auth\""))).isTrue();
    assertThat(one(client)).contains("nc=00000001").contains("cnonce=\"cnonce\"");
    assertThat(one(client)).contains("nc=00000002");
    client.newRequest();
    assertThat(client.accept(unauthorized("realm=\"r\", nonce=\"m\", qop=\"auth\""))).isTrue();
    assertThat(one(client)).contains("nonce=\"m\"").contains("nc=00000001");
  }

  @Test
  void theStrongestSupportedChallengeIsAnswered() {
    DigestClient client = new DigestClient(MUFASA, () -> "cnonce");
    Response response =
        unauthorized(
            "realm=\"r\", nonce=\"1\", algorithm=MD5",
            "realm=\"r\", nonce=\"2\", algorithm=SHA-256",
            "realm=\"r\", nonce=\"3\", algorithm=SHA-512-256, qop=\"auth-int\"",
            "realm=\"r\", nonce=\"4\", algorithm=WHIRLPOOL",
            "realm=\"other\", nonce=\"5\"");
    assertThat(client.accept(response)).isTrue();
    assertThat(client.authorize("INVITE", "sip:a@b"))
        .extracting(Header::value)
        .satisfiesExactly(
            value -> assertThat(value).contains("nonce=\"2\"").contains("algorithm=SHA-256"),
            value -> assertThat(value).contains("nonce=\"5\"").doesNotContain("algorithm"));
  }

  @Test
  void onceAndOnceMoreIfStaleButNeverAThirdTime() {
    DigestClient client = new DigestClient(MUFASA, () -> "cnonce");
    assertThat(client.accept(unauthorized("realm=\"r\", nonce=\"1\""))).isTrue();
    assertThat(client.accept(unauthorized("realm=\"r\", nonce=\"2\", stale=true"))).isTrue();
    assertThat(client.accept(unauthorized("realm=\"r\", nonce=\"3\", stale=true"))).isFalse();

    DigestClient wrongPassword = new DigestClient(MUFASA, () -> "cnonce");
    assertThat(wrongPassword.accept(unauthorized("realm=\"r\", nonce=\"1\""))).isTrue();
    assertThat(wrongPassword.accept(unauthorized("realm=\"r\", nonce=\"2\""))).isFalse();
  }

  @Test
  void whatCannotBeComputedIsNotAnswered() {
    DigestClient client = new DigestClient(MUFASA, () -> "cnonce");
    assertThat(client.accept(unauthorized("realm=\"r\", nonce=\"1\", algorithm=AKAv1-MD5")))
        .isFalse();
    assertThat(client.accept(unauthorized("realm=\"r\", nonce=\"1\", qop=\"auth-int\""))).isFalse();
    assertThat(client.accept(response("401 Unauthorized", "INVITE"))).isFalse();
    assertThat(new DigestClient(null, () -> "c").accept(unauthorized("realm=\"r\", nonce=\"1\"")))
        .isFalse();
    assertThat(client.authorize("INVITE", "sip:a@b")).isEmpty();
  }

  @Test
  void quotesInANameAreEscaped() {
    DigestClient client = new DigestClient(new Credentials("a\"b\\c", "p"), () -> "cnonce");
    assertThat(client.accept(unauthorized("realm=\"r\", nonce=\"1\""))).isTrue();
    assertThat(one(client)).contains("username=\"a\\\"b\\\\c\"");
    assertThat(new Credentials("u", "secret").toString()).doesNotContain("secret");
  }

  private static String one(DigestClient client) {
    List<Header> headers = client.authorize("INVITE", "sip:a@b");
    assertThat(headers).hasSize(1);
    return headers.getFirst().value();
  }

  private static Response unauthorized(String... challenges) {
    String[] headers = new String[challenges.length];
    for (int i = 0; i < challenges.length; i++) {
      headers[i] = "WWW-Authenticate: Digest " + challenges[i];
    }
    return response("401 Unauthorized", "INVITE", headers);
  }
}
