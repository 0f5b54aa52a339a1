package dev.assent.dialer.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.dialer.sip.address.Target;
import dev.assent.dialer.sip.address.Transport;
import dev.assent.dialer.sip.transport.ConnectProblem;
import dev.assent.dialer.sip.transport.Connected;
import dev.assent.dialer.sip.transport.TlsPeer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With whom we speak TLS, and what is said when we do not (RFC 5922). */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TlsTest {
  private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");
  private static final String NAME = "sbc.carrier.example";

  private final TestCertificates certificates = new TestCertificates(Instant.now());
  private StreamFixture fixture;
  private StreamPeer peer;
  @TempDir Path directory;

  @AfterEach
  void close() {
    if (fixture != null) {
      fixture.close();
    }
    if (peer != null) {
      peer.close();
    }
  }

  private TlsPeer trusting(String... pins) throws IOException {
    return TlsPeer.read(
        NAME,
        certificates.authorityFile(directory),
        List.of(pins),
        null,
        null,
        false,
        InstantSource.system());
  }

  private void start(TlsPeer known, TestCertificates.Identity theirs) {
    fixture = new StreamFixture(settings -> settings.withTls(Map.of(NAME, known)));
    peer = StreamPeer.tls(theirs.context(null), NAME, false);
  }

  /** Why there is no connection. */
  private String refusal(TlsPeer known, TestCertificates.Identity theirs) throws Exception {
    start(known, theirs);
    return refusal();
  }

  private String refusal() throws Exception {
    CompletableFuture<Connected> connecting =
        fixture.userAgent.connect(peer.target(), Duration.ZERO);
    peer.accept();
    Thread handshake = Thread.ofVirtual().start(this::tryHandshake);
    try {
      connecting.get(10, TimeUnit.SECONDS);
      throw new AssertionError("connected");
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(ConnectProblem.class);
      assertThat(fixture.userAgent.isUp(peer.target())).isFalse();
      return e.getCause().getMessage();
    } finally {
      handshake.join(10_000);
    }
  }

  private void tryHandshake() {
    try {
      peer.handshake();
    } catch (RuntimeException e) {
      // as it should be
    }
  }

  @Test
  void aCallOverTls13() throws Exception {
    start(trusting(), certificates.identity("anything", "dns:" + NAME));
    Connected connected = connect();
    assertThat(connected.protocol()).startsWith("TLSv1.3 ");
    assertThat(connected.certificate().names()).containsExactly(NAME);
    OutgoingCall call = fixture.call(peer);
    String invite = peer.expect("INVITE");
    assertThat(RawPeer.header(invite, "Via")).startsWith("SIP/2.0/TLS ");
    assertThat(RawPeer.header(invite, "Contact")).endsWith(";transport=tls>");
    peer.answerSdp(invite, "200 OK", "far");
    peer.expect("ACK");
    assertThat(fixture.events.next()).isEqualTo("answered far sdp");
    call.hangUp("");
    peer.answer(peer.expect("BYE"), "200 OK", null);
    assertThat(fixture.events.next()).isEqualTo("ended NEAR_END");
    fixture.assertNoCalls();
  }

  private Connected connect() throws Exception {
    CompletableFuture<Connected> connecting =
        fixture.userAgent.connect(peer.target(), Duration.ZERO);
    peer.accept();
    tryHandshake();
    return connecting.get(10, TimeUnit.SECONDS);
  }

  /** RFC 5922 section 7.1: what a certificate is for. */
  @Test
  void namesThatCount() throws Exception {
    for (String[] names :
        new String[][] {
          {"dns:" + NAME},
          {"dns:SBC.Carrier.Example"},
          {"uri:sip:" + NAME},
          {"dns:other.example", "uri:sip:" + NAME},
          {"uri:sip:other.example", "dns:" + NAME}
        }) {
      start(trusting(), certificates.identity("anything", names));
      connect();
      close();
    }
    start(trusting(), certificates.identity(NAME));
    assertThat(connect().certificate().names()).containsExactly(NAME);
  }

  @Test
  void namesThatDoNotCount() throws Exception {
    for (String[] names :
        new String[][] {
          {"dns:other.example"},
          {"dns:*.carrier.example"},
          {"uri:sip:user@" + NAME},
          {"uri:sips:" + NAME},
          {"uri:https://" + NAME}
        }) {
      // The common name is right, but does not count beside a subjectAltName.
      TestCertificates.Identity theirs = certificates.identity(NAME, names);
      assertThat(refusal(trusting(), theirs))
          .contains(", not for " + NAME)
          .contains("pin: " + theirs.pin());
      close();
    }
    assertThat(refusal(trusting(), certificates.identity("*.carrier.example")))
        .contains("for *.carrier.example, not for " + NAME);
  }

  @Test
  void aStrangersSignature() throws Exception {
    TestCertificates others = new TestCertificates(Instant.now(), "CN=Others");
    TestCertificates.Identity theirs = others.identity("x", "dns:" + NAME);
    assertThat(refusal(trusting(), theirs))
        .contains("is signed by CN=Others, whom tls.ca does not hold")
        .contains("pin: " + theirs.pin());
  }

  @Test
  void withoutTlsCaJavaDecides() throws Exception {
    TlsPeer known = TlsPeer.read(NAME, null, List.of(), null, null, false, InstantSource.system());
    assertThat(refusal(known, certificates.identity("x", "dns:" + NAME)))
        .contains("whom Java does not know");
  }

  @Test
  void anExpiredCertificate() throws Exception {
    Instant yesterday = Instant.now().minus(Duration.ofHours(12));
    TestCertificates.Identity theirs = certificates.identity("x", yesterday, "dns:" + NAME);
    String day = yesterday.toString().substring(0, 10);
    assertThat(refusal(trusting(), theirs))
        .contains("the certificate of " + NAME + " expired on " + day);
    close();
    assertThat(refusal(trusting(theirs.pin()), theirs)).contains("expired on " + day);
  }

  /** The clock is the injected one. */
  @Test
  void aCertificateOfTheFuture() throws Exception {
    TlsPeer known =
        TlsPeer.read(
            NAME,
            certificates.authorityFile(directory),
            List.of(),
            null,
            null,
            false,
            InstantSource.fixed(NOW.minus(Duration.ofDays(3650))));
    assertThat(refusal(known, certificates.identity("x", "dns:" + NAME)))
        .contains("is valid only from")
        .contains("clock");
  }

  @Test
  void aPinnedKeyNeedsNoNameAndNoSigner() throws Exception {
    TestCertificates others = new TestCertificates(Instant.now());
    TestCertificates.Identity theirs = others.identity("x", "dns:elsewhere.example");
    start(trusting(theirs.pin()), theirs);
    assertThat(connect().certificate().pin()).isEqualTo(theirs.pin());
    close();
    TestCertificates.Identity changed = certificates.identity("x", "dns:" + NAME);
    assertThat(refusal(trusting(theirs.pin()), changed))
        .contains("is not the one of tls.pin")
        .contains("pin: " + changed.pin());
  }

  @Test
  void tls12OnlyIfConfigured() throws Exception {
    TestCertificates.Identity theirs = certificates.identity("x", "dns:" + NAME);
    start(trusting(), theirs);
    peer.speaking("TLSv1.2");
    assertThat(refusal()).contains("tls.minimum");
    close();
    TlsPeer lenient =
        TlsPeer.read(
            NAME,
            certificates.authorityFile(directory),
            List.of(),
            null,
            null,
            true,
            InstantSource.system());
    start(lenient, theirs);
    peer.speaking("TLSv1.2");
    assertThat(connect().protocol()).startsWith("TLSv1.2 ");
  }

  @Test
  void mutualTls() throws Exception {
    TestCertificates.Identity ours = certificates.identity("we", "dns:dialer.example");
    TestCertificates.Identity theirs = certificates.identity("x", "dns:" + NAME);
    TlsPeer known =
        TlsPeer.read(
            NAME,
            certificates.authorityFile(directory),
            List.of(),
            ours.certificateFile(directory),
            ours.keyFile(directory),
            false,
            InstantSource.system());
    fixture = new StreamFixture(settings -> settings.withTls(Map.of(NAME, known)));
    peer = StreamPeer.tls(theirs.context(certificates.authority()), NAME, true);
    connect();
    fixture.call(peer);
    peer.expect("INVITE");
  }

  /** Its refusal comes after our side is done (TLS 1.3): the connection is lost at once. */
  @Test
  void withoutACertificateOfOursWhereOneIsWanted() throws Exception {
    TestCertificates.Identity theirs = certificates.identity("x", "dns:" + NAME);
    fixture = new StreamFixture(settings -> settings.withTls(Map.of(NAME, uncheckedTrust())));
    peer = StreamPeer.tls(theirs.context(certificates.authority()), NAME, true);
    CompletableFuture<Connected> connecting =
        fixture.userAgent.connect(peer.target(), Duration.ZERO);
    peer.accept();
    tryHandshake();
    connecting.handle((_, _) -> null).get(10, TimeUnit.SECONDS);
    SipFixture.await(() -> !fixture.userAgent.isUp(peer.target()), "no connection");
  }

  private TlsPeer uncheckedTrust() {
    try {
      return trusting();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void whoSpeaksNoTls() throws Exception {
    TlsPeer known = trusting();
    fixture = new StreamFixture(settings -> settings.withTls(Map.of(NAME, known)));
    try (StreamPeer plain = StreamPeer.tcp()) {
      CompletableFuture<Connected> connecting =
          fixture.userAgent.connect(Target.tls(plain.address(), NAME), Duration.ZERO);
      plain.accept();
      plain.send("SIP/2.0 400 Bad Request\r\n\r\n");
      assertThatThrownBy(() -> connecting.get(10, TimeUnit.SECONDS))
          .hasMessageContaining("does not speak TLS on this port");
    }
  }

  @Test
  void whoIsUnknownIsNotCalled() throws Exception {
    TlsPeer known = trusting();
    fixture = new StreamFixture(settings -> settings.withTls(Map.of(NAME, known)));
    Target other =
        Target.tls(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 5061), "b.example");
    assertThatThrownBy(() -> fixture.userAgent.connect(other, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("b.example");
  }

  /** A far end that connects to us finds our certificate. */
  @Test
  void listening() throws Exception {
    TestCertificates.Identity ours = certificates.identity("we", "dns:dialer.example");
    TlsPeer own =
        TlsPeer.read(
            "dialer.example",
            null,
            List.of(),
            ours.certificateFile(directory),
            ours.keyFile(directory),
            false,
            InstantSource.system());
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    fixture =
        new StreamFixture(
            settings -> settings.withStreams(new StreamSettings(Map.of(), null, anyPort, own)));
    String sentBy = fixture.userAgent.sentBy(Transport.TLS);
    int port = Integer.parseInt(sentBy.substring(sentBy.lastIndexOf(':') + 1));
    TestCertificates.Identity theirs = certificates.identity("x", "dns:" + NAME);
    peer = StreamPeer.tls(theirs.context(certificates.authority()), NAME, false);
    peer.connectTls(
        new InetSocketAddress(anyPort.getAddress(), port),
        theirs.context(certificates.authority()));
    peer.send(peer.outside("OPTIONS", "inbound"));
    peer.expect("SIP/2.0 200 OK");
  }

  /** Where clientCa is named, only whom that authority has signed may speak. */
  @Test
  void listeningToThoseWeKnow() throws Exception {
    TestCertificates.Identity ours = certificates.identity("we", "dns:dialer.example");
    TlsPeer own =
        TlsPeer.read(
            "",
            certificates.authorityFile(directory),
            List.of(),
            ours.certificateFile(directory),
            ours.keyFile(directory),
            false,
            InstantSource.system());
    InetSocketAddress anyPort = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    fixture =
        new StreamFixture(
            settings -> settings.withStreams(new StreamSettings(Map.of(), null, anyPort, own)));
    String sentBy = fixture.userAgent.sentBy(Transport.TLS);
    int port = Integer.parseInt(sentBy.substring(sentBy.lastIndexOf(':') + 1));
    InetSocketAddress here = new InetSocketAddress(anyPort.getAddress(), port);
    TestCertificates elsewhere = new TestCertificates(Instant.now(), "CN=Another authority");
    for (TestCertificates.Identity wrong :
        List.of(
            elsewhere.identity("x", "dns:" + NAME),
            certificates.identity("x", Instant.now().minusSeconds(60), "dns:" + NAME))) {
      SSLContext shows = wrong.context(certificates.authority());
      try (Socket one = shows.getSocketFactory().createSocket(here.getAddress(), port)) {
        one.setSoTimeout(10_000);
        assertThatThrownBy(() -> one.getInputStream().read()).isInstanceOf(IOException.class);
      }
    }
    TestCertificates.Identity theirs = certificates.identity("x", "dns:" + NAME);
    peer = StreamPeer.tls(theirs.context(certificates.authority()), NAME, false);
    peer.connectTls(here, theirs.context(certificates.authority()));
    peer.send(peer.outside("OPTIONS", "inbound"));
    peer.expect("SIP/2.0 200 OK");
  }

  @Test
  void filesThatAreWrong() throws Exception {
    TestCertificates.Identity ours = certificates.identity("we");
    Path certificate = ours.certificateFile(directory);
    Path key = ours.keyFile(directory);
    Path missing = directory.resolve("missing.pem");
    Path empty = Files.writeString(directory.resolve("empty.pem"), "nothing\n");
    Path old =
        Files.writeString(
            directory.resolve("old.pem"),
            "-----BEGIN EC PRIVATE KEY-----\nAAAA\n-----END EC PRIVATE KEY-----\n");
    Path others = directory.resolve("others");
    Files.createDirectory(others);
    Path otherKey = certificates.identity("x").keyFile(others);
    assertThatThrownBy(() -> read(missing, List.of(), null, null))
        .hasMessage("tls.ca: there is no file " + missing);
    assertThatThrownBy(() -> read(empty, List.of(), null, null))
        .hasMessageContaining("tls.ca: " + empty + " holds no certificate");
    assertThatThrownBy(() -> read(null, List.of("sha256/abc"), null, null))
        .hasMessageContaining("tls.pin: \"sha256/abc\" is no pin");
    assertThatThrownBy(() -> read(null, List.of(), certificate, null))
        .hasMessageContaining("belong together");
    assertThatThrownBy(() -> read(null, List.of(), certificate, certificate))
        .hasMessageContaining("tls.key: " + certificate + " holds no private key");
    assertThatThrownBy(() -> read(null, List.of(), certificate, old))
        .hasMessageContaining("openssl pkcs8");
    assertThatThrownBy(() -> read(null, List.of(), certificate, otherKey))
        .hasMessageContaining("is not the key of the first certificate");
    assertThat(read(null, List.of(), certificate, key).toString())
        .isEqualTo("TlsPeer[" + NAME + "]");
  }

  private static TlsPeer read(Path ca, List<String> pins, Path certificate, Path key)
      throws IOException {
    return TlsPeer.read(NAME, ca, pins, certificate, key, false, InstantSource.system());
  }
}
