package dev.assent.dialer.cli.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Office;
import dev.assent.dialer.cli.Visitor;
import dev.assent.dialer.sip.TestCertificates;
import dev.assent.dialer.sip.dns.NameServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an operator sees of a carrier before anybody is called, and of everything that is wrong. */
@Timeout(180)
class TrunkCheckTest {
  @TempDir Path directory;
  private Office office;
  private SmallCarrier carrier;
  private NameServer nameServer;

  @BeforeEach
  void open() throws IOException {
    office = new Office(directory);
    office.init();
    carrier = SmallCarrier.udp();
    nameServer = NameServer.start();
    Path conf = office.home().resolve("conf/assent.yaml");
    Files.writeString(
        conf,
        Files.readString(conf)
            .replaceFirst(
                "\nsip:\n",
                "\nsip:\n  nameServers: [\"127.0.0.1:%d\"]\n"
                    .formatted(nameServer.address().getPort())));
    office.done("unlock", "--user", "alice", "--passphrase-file", "alice.passphrase");
    office.login("alice");
  }

  @AfterEach
  void close() throws IOException {
    office.done("lock");
    carrier.close();
    nameServer.close();
    office.close();
  }

  private void trunk(String targets, String transport, String more) throws IOException {
    Path trunks = office.home().resolve("conf/trunks");
    Files.createDirectories(trunks);
    Files.writeString(trunks.resolve("north.password"), "sesame\n");
    Files.writeString(
        trunks.resolve("north.yaml"),
        """
        version: 1
        targets: [%s]
        transport: %s
        signalling: [127.0.0.0/8]
        media: [127.0.0.0/8]
        domain: carrier.example
        callsPerSecond: 5
        channels: 30
        callee:
          rewrite: {"+86": "0"}
          examples: {"+8619900000001": "019900000001"}
        inbound: unavailable
        %s\
        """
            .formatted(targets, transport, more));
  }

  private String registering() {
    return "user: \"1001\"\npasswordFile: north.password\nregister: {expires: 600}\n";
  }

  private String at(int port) {
    return "\"127.0.0.1:" + port + "\"";
  }

  private String check(Exit expected) {
    Visitor visitor = Visitor.nobody();
    assertThat(office.run(visitor, "trunk", "check", "north", "--as", "alice", "-o", "csv"))
        .as(visitor.words())
        .isEqualTo(expected);
    return visitor.data() + visitor.words();
  }

  @Test
  void everyStepOfAGoodTrunkIsShownAndTheBindingTakenBack() throws IOException {
    nameServer
        .srv("_sip._udp.carrier.example", 1, 1, carrier.port(), "sbc.carrier.example", 60)
        .a("sbc.carrier.example", "127.0.0.1", 60);
    trunk("carrier.example", "udp", registering());

    assertThat(check(Exit.DONE))
        .contains("CONFIGURATION,north,OK")
        .contains("DNS,carrier.example,OK,127.0.0.1:" + carrier.port() + "/UDP")
        .contains("OPTIONS,127.0.0.1:" + carrier.port() + "/UDP,OK,200")
        .contains("REGISTER,sip:1001@carrier.example,OK,registered for 300 s");
    assertThat(carrier.requests("REGISTER").getLast()).contains("Expires: 0\r\n");
  }

  @Test
  void aWrongPasswordIsToldAndNotTriedAgain() throws IOException {
    carrier.password("something else");
    trunk(at(carrier.port()), "udp", registering());

    assertThat(check(Exit.FAILED))
        .contains("REGISTER,sip:1001@carrier.example,FAIL,401 Unauthorized")
        .contains("check user and passwordFile")
        .doesNotContain("sesame");
    assertThat(
            carrier.requests("REGISTER").stream().filter(r -> r.contains("Authorization")).count())
        .isEqualTo(1);
  }

  @Test
  void silenceIsToldWithWhereToLook() throws IOException {
    carrier.options(0);
    trunk(at(carrier.port()), "udp", "");
    assertThat(check(Exit.FAILED)).contains("FAIL,no answer in 4 s").contains("on its list");
  }

  @Test
  void aCarrierThatShedsLoadIsNotReady() throws IOException {
    carrier.options(503);
    trunk(at(carrier.port()), "udp", "");
    assertThat(check(Exit.FAILED)).contains("FAIL,503").contains("sheds load");
  }

  @Test
  void aNameThatLeadsNowhereOrOutsideIsTold() throws IOException {
    trunk("nowhere.example", "udp", "");
    assertThat(check(Exit.FAILED))
        .contains("DNS,nowhere.example,FAIL,nowhere.example has no IPv4 address")
        .contains("correct targets");
    nameServer.a("nowhere.example", "192.0.2.7", 60);
    assertThat(check(Exit.FAILED))
        .contains("leads to 192.0.2.7, which is outside the networks of signalling");
  }

  @Test
  void aWrongUriIsAnErrorOfTheFile() throws IOException {
    trunk("\"sip:sbc.carrier.example\"", "udp", "");
    assertThat(check(Exit.CONFIG))
        .contains("north.yaml:2: targets:")
        .contains("leave out the scheme");
  }

  @Test
  void overTlsTheCertificateIsShownWithTheLineToPaste() throws IOException {
    TestCertificates certificates = new TestCertificates(office.now);
    TestCertificates.Identity theirs = certificates.identity("x", "dns:carrier.example");
    try (SmallCarrier tls = SmallCarrier.tls(theirs.context(null))) {
      Path trunks = Files.createDirectories(office.home().resolve("conf/trunks"));
      certificates.authorityFile(trunks);
      trunk(at(tls.port()), "tls", "tls: {ca: ca.pem}\n" + registering());
      assertThat(check(Exit.DONE))
          .contains("CONNECT,127.0.0.1:" + tls.port() + "/TLS,OK")
          .contains("TLSv1.3")
          .contains("CN=x")
          .contains(theirs.pin())
          .contains("registered for 300 s");

      trunk(at(tls.port()), "tls", "");
      assertThat(check(Exit.FAILED))
          .contains("CONNECT,127.0.0.1:" + tls.port() + "/TLS,FAIL")
          .contains(theirs.pin());

      trunk(at(tls.port()), "tls", "tls: {pin: [\"" + theirs.pin() + "\"]}\n");
      assertThat(check(Exit.DONE)).contains("CONNECT,127.0.0.1:" + tls.port() + "/TLS,OK");

      trunk(at(tls.port()), "tls", "tls: {ca: missing.pem}\n");
      assertThat(check(Exit.CONFIG)).contains("tls.ca").contains("missing.pem");
    }
  }

  @Test
  void anExpiredCertificateOrAnotherNameIsTold() throws IOException {
    TestCertificates certificates = new TestCertificates(office.now);
    Path trunks = Files.createDirectories(office.home().resolve("conf/trunks"));
    certificates.authorityFile(trunks);
    TestCertificates.Identity expired =
        certificates.identity("x", office.now.minus(Duration.ofHours(1)), "dns:carrier.example");
    try (SmallCarrier tls = SmallCarrier.tls(expired.context(null))) {
      trunk(at(tls.port()), "tls", "tls: {ca: ca.pem}\n");
      assertThat(check(Exit.FAILED)).contains("FAIL").contains("expired");
    }
    TestCertificates.Identity other = certificates.identity("x", "dns:other.example");
    try (SmallCarrier tls = SmallCarrier.tls(other.context(null))) {
      trunk(at(tls.port()), "tls", "tls: {ca: ca.pem}\n");
      assertThat(check(Exit.FAILED)).contains("other.example").contains("carrier.example");
    }
  }

  @Test
  void whatTheCarrierSeesUsAsIsToldAndWhereItDiffersWarned() throws IOException {
    carrier.sees("127.0.0.9", 40_000);
    trunk(at(carrier.port()), "udp", "");
    String where = "ADDRESS,127.0.0.1:" + carrier.port() + "/UDP,";
    assertThat(check(Exit.DONE))
        .contains(where + "WARN,\"the carrier sees us as 127.0.0.9, and we show it 127.0.0.1\"")
        .contains("set publicAddress: 127.0.0.9");

    trunk(at(carrier.port()), "udp", "publicAddress: learn\n");
    assertThat(check(Exit.DONE))
        .contains(where + "WARN,\"the carrier sees us as 127.0.0.9:40000, and we are bound to")
        .contains("the NAT changes ports");

    carrier.sees("127.0.0.9", 0);
    assertThat(check(Exit.DONE)).contains(where + "OK,\"the carrier sees us as 127.0.0.9, and");

    trunk(at(carrier.port()), "udp", "publicAddress: 127.0.0.8\n");
    assertThat(check(Exit.DONE))
        .contains(where + "WARN,\"the carrier sees us as 127.0.0.9, and we show it 127.0.0.8\"");
    assertThat(carrier.requests("OPTIONS").getLast())
        .contains("Via: SIP/2.0/UDP 127.0.0.8:")
        .contains("Contact: <sip:127.0.0.8:");
  }

  @Test
  void aPublicAddressThatCannotBeIsAnErrorOfTheFile() throws IOException {
    trunk(at(carrier.port()), "udp", "publicAddress: sbc.example\n");
    assertThat(check(Exit.CONFIG)).contains("publicAddress: must be an IP address, not a name");
    trunk(at(carrier.port()), "udp", "publicAddress: 0.0.0.0\n");
    assertThat(check(Exit.CONFIG)).contains("must be the address of one machine");
    trunk(at(carrier.port()), "udp", "publicAddress: \"2001:db8::1\"\n");
    assertThat(check(Exit.CONFIG)).contains("of different families");
  }

  @Test
  void aNumberIsPrintedExactlyAsItWillBeWritten() throws IOException {
    trunk(at(carrier.port()), "udp", "caller: e164\nassertedIdentity: pai\n");
    Visitor visitor = Visitor.nobody();
    office.run(
        visitor,
        "trunk",
        "check",
        "north",
        "--as",
        "alice",
        "--number",
        "+8619900000123",
        "--caller",
        "+8619900009000",
        "-o",
        "json");
    assertThat(visitor.data())
        .contains("\"filed\" : \"+8619900000123\"")
        .contains("\"requestUri\" : \"sip:019900000123@carrier.example\"")
        .contains("\"toHeader\" : \"<sip:019900000123@carrier.example>\"")
        .contains("\"fromHeader\" : \"<sip:8619900009000@carrier.example>\"")
        .contains("\"assertedIdentity\" : \"<sip:8619900009000@carrier.example>\"");
    assertThat(carrier.requests("OPTIONS")).isEmpty();
  }

  @Test
  void statusSaysWhetherATrunkIsWatchedYet() throws IOException {
    trunk(at(carrier.port()), "udp", "");
    assertThat(office.done("trunk", "status", "-o", "csv"))
        .contains("north,trunk,UNKNOWN,not in use since the engine started");
  }
}
