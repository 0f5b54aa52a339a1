package dev.assent.dialer.cli.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.ClockState;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Office;
import dev.assent.dialer.cli.Visitor;
import dev.assent.dialer.engine.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** user, keys, hold and doctor. */
@Timeout(60)
class PeopleAndDoctorTest {
  @TempDir Path directory;
  private Office office;

  @BeforeEach
  void open() throws IOException {
    office = new Office(directory);
  }

  @AfterEach
  void close() throws IOException {
    office.close();
  }

  @Test
  void complianceNamesPeopleAndOperatorsDoNot() throws IOException {
    office.init();
    Files.writeString(directory.resolve("dora.passphrase"), "dora's own passphrase\n");
    office.login("alice");
    Visitor alice = Visitor.nobody();
    assertThat(
            office.run(
                alice, "user", "add", "dora:OPERATOR", "--passphrase-file", "dora.passphrase"))
        .isEqualTo(Exit.NOT_PERMITTED);
    assertThat(alice.words()).contains("alice may not do this; it needs one of: COMPLIANCE");

    office.done("logout", "--all");
    office.login("bob");
    String listed =
        office.done(
            "user", "add", "dora:OPERATOR", "--passphrase-file", "dora.passphrase", "-o", "csv");
    assertThat(listed).startsWith("\uFEFFuser,roles,key\r\n").contains("dora,OPERATOR,");

    office.done("logout", "--all");
    office.login("dora");
    assertThat(office.run(Visitor.nobody(), "unlock")).isEqualTo(Exit.DONE);
  }

  @Test
  void aSwappedRecipientIsFound() throws IOException {
    Home home = office.init();
    office.login("alice");
    assertThat(office.done("keys", "check", "-o", "csv")).contains("recipients.json,true,");
    Path recipients = home.conf().resolve("recipients.json");
    String text = Files.readString(recipients);
    int at = text.lastIndexOf("publicKey") + 40;
    Files.writeString(
        recipients,
        text.substring(0, at) + (text.charAt(at) == 'A' ? 'B' : 'A') + text.substring(at + 1));
    Visitor alice = Visitor.nobody();

    assertThat(office.run(alice, "keys", "check")).isEqualTo(Exit.INTEGRITY);
    assertThat(alice.data()).contains("not the one pinned");
  }

  @Test
  void aHoldSetWhileLockedWaitsAndMovesIntoTheDatabase() throws IOException {
    Home home = office.init();
    office.done("hold", "set", "--trunk", "north", "--reason", "one-way audio");
    assertThat(office.done("hold", "list", "-o", "csv")).contains("TRUNK,north,one-way audio");
    assertThat(home.data().resolve("assent.mv.db")).as("locked: no database").doesNotExist();

    office.login("bob");
    office.done("unlock");
    String listed = office.done("hold", "list", "-o", "csv");
    assertThat(listed).containsOnlyOnce("TRUNK,north,one-way audio,os:tester");
    assertThat(home.data().resolve("assent.mv.db")).exists();

    String id = listed.lines().skip(1).findFirst().orElseThrow().split(",")[0];
    office.done("logout", "--all");
    office.login("alice");
    assertThat(office.run(Visitor.nobody(), "hold", "lift", id, "--reason", "mended"))
        .isEqualTo(Exit.NOT_PERMITTED);
    office.done("logout", "--all");
    office.login("bob");
    office.done("hold", "lift", id, "--reason", "mended");
    assertThat(office.done("hold", "list", "-o", "json").strip()).isEqualTo("[ ]");
  }

  @Test
  void doctorSaysWhatIsMissingWhatItMeansAndWhatToDo() throws IOException {
    office.init();
    Visitor locked = Visitor.nobody();
    assertThat(office.run(locked, "doctor", "-o", "csv")).isEqualTo(Exit.CONFIG);
    assertThat(locked.data())
        .contains("keys,FAIL,locked; 3 people are named,nobody is called,assent unlock")
        .contains("trunks,FAIL,")
        .contains("clock,OK,")
        .contains("calendars,OK,CN-2025@")
        .contains("mirrors,WARN,")
        .contains("descriptors,OK,")
        .contains("space,")
        .contains("timezones,OK,time zones 2026a");

    office.kernelClock = new ClockState(false, Duration.ZERO, "no time server", "2024b");
    office.now = office.now.plus(Duration.ofDays(365));
    Visitor later = Visitor.nobody();
    office.run(later, "doctor", "-o", "csv");
    assertThat(later.data())
        .contains("clock,FAIL,not to be trusted: no time server,nobody is called,timedatectl")
        .contains("timezones,WARN,time zones 2024b are years old,")
        .contains("calendars,FAIL,no calendar CN-2027 in conf/calendars,nobody is called,");
  }

  @Test
  void doctorComparesTheMediaPortsWithTheKernelsOwn() throws IOException {
    Home home = office.init();
    assertThat(doctor()).contains("ports,OK,fine");
    Path config = home.conf().resolve("assent.yaml");
    Files.writeString(
        config,
        Files.readString(config)
            .replace("firstPort: 16384", "firstPort: 2000")
            .replace("lastPort: 24575", "lastPort: 65535"));
    assertThat(doctor()).contains("ports,WARN,media ports 2000-65535 overlap the kernel's own");
  }

  @Test
  void aPrivateAddressShownToACarrierElsewhereIsTold() throws IOException {
    Home home = office.init();
    Path config = home.conf().resolve("assent.yaml");
    String text = Files.readString(config);
    Path file = home.conf().resolve("trunks/north.yaml");
    String trunk =
        """
        version: 1
        targets: ["198.51.100.7:5060"]
        transport: UDP
        signalling: [198.51.100.0/24]
        media: [198.51.100.0/24]
        domain: carrier.example
        callsPerSecond: 5
        channels: 30
        callee: E164_PLUS
        inbound: unavailable
        """;
    Files.writeString(file, trunk);
    Files.writeString(config, text.replaceAll("bind: .*", "bind: 192.168.1.20"));
    assertThat(doctor())
        .contains("nat,WARN,trunk north lies elsewhere and is shown the private address")
        .contains("assent trunk check north");
    Files.writeString(file, trunk + "publicAddress: 203.0.113.9\n");
    assertThat(doctor()).contains("nat,OK,fine");
    Files.writeString(file, trunk);
    Files.writeString(config, text.replaceAll("bind: .*", "bind: 203.0.113.9"));
    assertThat(doctor()).contains("nat,OK,fine");
  }

  @Test
  void aSimulatedHomeRefusesATrunkThatCouldReachSomebody() throws IOException {
    Home home = office.init("--simulated", "2026-09-15T10:00+08:00");
    String trunk =
        """
        version: 1
        targets: ["%s:5060"]
        transport: UDP
        signalling: [127.0.0.0/8]
        media: [127.0.0.0/8]
        domain: carrier.example
        callsPerSecond: 5
        channels: 30
        callee: E164_PLUS
        inbound: unavailable
        """;
    Path file = home.conf().resolve("trunks/north.yaml");
    for (String fine : new String[] {"127.0.0.1", "192.0.2.7", "203.0.113.9", "[2001:db8::1]"}) {
      Files.writeString(file, trunk.formatted(fine));
      assertThat(doctor()).contains("trunks,OK,");
    }
    for (String real : new String[] {"8.8.8.8", "10.0.0.1", "192.0.3.7", "localhost"}) {
      Files.writeString(file, trunk.formatted(real));
      assertThat(doctor()).contains("trunks,FAIL,trunk north names " + real);
    }
  }

  private String doctor() {
    Visitor visitor = Visitor.nobody();
    office.run(visitor, "doctor", "-o", "csv");
    return visitor.data();
  }
}
