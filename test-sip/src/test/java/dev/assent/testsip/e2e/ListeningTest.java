package dev.assent.testsip.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Visitor;
import dev.assent.dialer.sip.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Carriers that connect to us, where {@code listen:} lets them. */
@Timeout(120)
class ListeningTest {
  private static final Instant THEN = Instant.parse("2026-09-15T00:00:00Z");

  private final TestCertificates certificates = new TestCertificates(THEN);
  @TempDir Path root;

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  private static void listen(Rehearsal stage, String listen) throws IOException {
    stage.stopEngine();
    Path conf = stage.home().resolve("conf");
    Path trunk = conf.resolve("trunks/loopback.yaml");
    Files.writeString(
        trunk,
        Files.readString(trunk)
            .replace("inbound: unavailable", "inbound: {redirect: \"tel:+8619900009001\"}"));
    Path assent = conf.resolve("assent.yaml");
    Files.writeString(
        assent, Files.readString(assent).replaceAll("(?m)^listen:.*\n", "") + listen + "\n");
    stage.startEngine();
  }

  /** Rings, and is told where to turn. */
  private static String ring(SocketFactory factory, int port, String id) throws IOException {
    try (Socket socket = factory.createSocket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(10_000);
      String transport = factory.getClass().getName().contains("SSL") ? "TLS" : "TCP";
      String invite =
          """
          INVITE sip:company@127.0.0.1 SIP/2.0
          Via: SIP/2.0/%s 127.0.0.1:%d;branch=z9hG4bK-%s
          Max-Forwards: 70
          From: <sip:+8619900000777@carrier.invalid>;tag=x
          To: <sip:company@127.0.0.1>
          Call-ID: %s
          CSeq: 1 INVITE
          Contact: <sip:caller@127.0.0.1:%d>
          Content-Length: 0

          """
              .formatted(transport, socket.getLocalPort(), id, id, socket.getLocalPort())
              .replace("\n", "\r\n");
      socket.getOutputStream().write(invite.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return read(socket.getInputStream());
    }
  }

  private static String read(InputStream in) throws IOException {
    StringBuilder text = new StringBuilder();
    while (text.indexOf("302 ") < 0 || text.indexOf("\r\n\r\n", text.indexOf("302 ")) < 0) {
      int c = in.read();
      if (c < 0) {
        throw new IOException("closed after: " + text);
      }
      text.append((char) c);
    }
    return text.toString();
  }

  @Test
  void aCarrierRingsOverTcpAndOverTlsWithTheCertificateWeDemand() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      int tcp = freePort();
      int tls = freePort();
      Path conf = stage.home().resolve("conf");
      TestCertificates.Identity ours = certificates.identity("we", "dns:dialer.example");
      ours.certificateFile(conf);
      ours.keyFile(conf);
      certificates.authorityFile(conf);
      listen(
          stage,
          "listen: {tcp: %d, tls: %d, certificate: certificate.pem, key: key.pem, clientCa: ca.pem}"
              .formatted(tcp, tls));

      stage.done("trunk", "check", "loopback", "--as", "alice"); // now it listens
      assertThat(ring(SocketFactory.getDefault(), tcp, "one"))
          .contains("302 ", "Contact: <tel:+8619900009001>");
      TestCertificates.Identity theirs = certificates.identity("x", "dns:sbc.carrier.example");
      assertThat(ring(context(theirs), tls, "two")).contains("302 ");
      TestCertificates.Identity stranger =
          new TestCertificates(THEN, "CN=Another authority").identity("x", "dns:sbc.example");
      assertThatThrownBy(() -> ring(context(stranger), tls, "three"))
          .isInstanceOf(IOException.class);
    }
  }

  private SocketFactory context(TestCertificates.Identity shown) {
    return shown.context(certificates.authority()).getSocketFactory();
  }

  @Test
  void aFileThatIsMissingIsNamed() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      Path conf = stage.home().resolve("conf");
      TestCertificates.Identity ours = certificates.identity("we", "dns:dialer.example");
      ours.certificateFile(conf);
      ours.keyFile(conf);
      listen(
          stage,
          "listen: {tls: %d, certificate: certificate.pem, key: key.pem, clientCa: nowhere.pem}"
              .formatted(freePort()));
      Visitor alice = Visitor.nobody();
      assertThat(stage.give(alice, "trunk", "check", "loopback", "--as", "alice"))
          .isEqualTo(Exit.CONFIG);
      assertThat(alice.words())
          .contains("assent.yaml: listen: clientCa: there is no file", "nowhere.pem");
    }
  }
}
