package dev.assent.dialer.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.dialer.Exit;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.Office;
import dev.assent.dialer.cli.Visitor;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.keys.OperatorKeyset;
import dev.assent.dialer.keys.Person;
import dev.assent.dialer.keys.QaKeys;
import dev.assent.dialer.keys.QaKeyset;
import dev.assent.recorder.container.RoleKeyPair;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** People who come to listen, people who leave, keys that change. */
@Timeout(120)
class KeysAndLeavingTest {
  private static final String ERIN = "erin listens too, now";

  @TempDir Path directory;
  private Office office;
  private Home home;

  @BeforeEach
  void open() throws IOException {
    office = new Office(directory);
    home = office.init();
    Files.writeString(directory.resolve("erin.passphrase"), ERIN + "\n");
    Files.writeString(directory.resolve("dora.passphrase"), "dora's own passphrase\n");
  }

  @AfterEach
  void close() throws IOException {
    office.close();
  }

  @Test
  void aFurtherListenerIsNamedByComplianceAndLetInByOneWhoListens() {
    office.login("bob");
    String listed =
        office.done("user", "add", "erin:QA", "--passphrase-file", "erin.passphrase", "-o", "csv");
    assertThatThrownBy(() -> opened("erin", ERIN).close())
        .isInstanceOfSatisfying(
            UserError.class, e -> assertThat(e.exit()).isEqualTo(Exit.NOT_PERMITTED));

    Visitor carol = Visitor.nobody();
    assertThat(run(carol, "--as carol keys share erin --key 0000000000000000", "carol"))
        .isEqualTo(Exit.INTEGRITY);
    assertThat(carol.words()).contains("may have changed the keyset file");
    office.done(words("--as carol keys share erin --key " + fingerprint(listed), "carol"));

    try (QaKeys erins = opened("erin", ERIN);
        QaKeys carols = opened("carol", Office.CAROL)) {
      assertThat(publicKeys(erins)).isEqualTo(publicKeys(carols));
    }
    assertThat(office.done("keys", "check", "-o", "csv")).doesNotContain(",false,");
  }

  @Test
  void theFirstListenerOfAHomeMakesTheKeyAndComplianceUsesIt() throws IOException {
    office.close();
    office = new Office(Files.createDirectory(directory.resolve("other")));
    office.passphraseFiles();
    office.done(
        ("init --controller X --user alice:OPERATOR --user bob:COMPLIANCE --recovery-dir shares"
                + " --passphrase-file alice=alice.passphrase"
                + " --passphrase-file bob=bob.passphrase")
            .split(" "));
    office.login("bob");
    Visitor none = Visitor.nobody();
    assertThat(office.run(none, "keys", "check", "-o", "csv")).isEqualTo(Exit.INTEGRITY);
    assertThat(none.data()).contains("qa.json,false").contains("user add NAME:QA");

    office.done("user", "add", "carol:QA", "--passphrase-file", "carol.passphrase");
    String made = office.done(words("--as carol keys rotate qa -o json", "carol"));
    Visitor waiting = Visitor.nobody();
    assertThat(office.run(waiting, "keys", "check", "-o", "csv")).isEqualTo(Exit.INTEGRITY);
    office.done("keys", "use", key(made));
    assertThat(office.done("keys", "check", "-o", "csv")).doesNotContain(",false,");
  }

  @Test
  void aNewQaKeyIsForNewRecordingsAndTheOldOneStays() {
    office.login("bob");
    List<String> before = pinned();
    String made = office.done(words("--as carol keys rotate qa -o json", "carol"));
    assertThat(pinned()).as("nothing is sealed to it before COMPLIANCE says so").isEqualTo(before);
    Visitor waits = Visitor.nobody();
    office.run(waits, "keys", "check", "-o", "csv");
    assertThat(waits.data()).contains("waits to be used").contains("assent keys use");
    assertThat(office.run(Visitor.nobody(), "keys", "use", "f".repeat(32))).isEqualTo(Exit.USAGE);

    office.done("keys", "use", key(made));
    assertThat(pinned()).isNotEqualTo(before);
    try (QaKeys carols = opened("carol", Office.CAROL)) {
      assertThat(carols.roles()).hasSize(2);
    }
    assertThat(office.done("keys", "check", "-o", "csv")).doesNotContain(",false,");
  }

  @Test
  void aKeyThatSomebodySlippedInIsNeverUsed() throws IOException {
    office.login("bob");
    Path qa = home.keys().resolve("qa.json");
    String made = office.done(words("--as carol keys rotate qa -o json", "carol"));
    Files.writeString(qa, Files.readString(qa).replace("\"by\" : \"carol\"", "\"by\" : \"bob\""));
    Visitor bob = Visitor.nobody();
    assertThat(office.run(bob, "keys", "use", key(made))).isEqualTo(Exit.INTEGRITY);
    assertThat(bob.words()).contains("is not signed by bob");
  }

  @Test
  void whoeverLeavesIsOutAtOnceAndTheOthersNoticeNothing() throws IOException {
    office.login("bob");
    office.done("user", "add", "dora:OPERATOR", "--passphrase-file", "dora.passphrase");
    office.done("unlock");
    office.login("dora");
    byte[] oldKeyset = Files.readAllBytes(home.keys().resolve("operator.json"));

    Visitor bob = Visitor.nobody();
    assertThat(office.run(bob, "--as", "bob", "user", "leave", "dora", "-o", "csv"))
        .isEqualTo(Exit.DONE);
    assertThat(bob.data()).contains("dora,true,true,false,");
    assertThat(bob.words()).contains("cannot be taken back").contains("keys rotate ledger");

    Visitor dora = Visitor.nobody();
    assertThat(office.run(dora, "--as", "dora", "campaign", "status"))
        .isEqualTo(Exit.NOT_PERMITTED);
    assertThat(
            office.run(
                Visitor.nobody(),
                "login",
                "--user",
                "dora",
                "--passphrase-file",
                "dora.passphrase"))
        .isEqualTo(Exit.NOT_PERMITTED);
    // The engine's kept key, bob's session and alice's passphrase open the new keyset.
    assertThat(office.done("--as", "bob", "keys", "check", "-o", "csv")).doesNotContain(",false,");
    office.login("alice");

    // What is said to be impossible to undo is so: the old file and passphrase still open it,
    // but not what stands there now.
    Path copy = Files.createDirectory(directory.resolve("copy"));
    Files.write(copy.resolve("operator.json"), oldKeyset);
    OperatorKeyset old = OperatorKeyset.read(copy, home.marker().id());
    try (Person there = old.authenticate("dora", "dora's own passphrase".toCharArray())) {
      old.open(there).close();
      OperatorKeyset now = OperatorKeyset.read(home.keys(), home.marker().id());
      assertThatThrownBy(() -> now.open(there)).isInstanceOf(UserError.class);
    }

    Visitor again = Visitor.nobody();
    assertThat(
            office.run(
                again,
                "--as",
                "bob",
                "user",
                "add",
                "dora:QA",
                "--passphrase-file",
                "dora.passphrase"))
        .isEqualTo(Exit.USAGE);
    assertThat(again.words()).contains("that name stays theirs");
    // Given again, it finishes what a crash left, and here finds nothing left to do.
    assertThat(office.done("--as", "bob", "user", "leave", "dora", "-o", "csv"))
        .contains("dora,false,false,false,");
  }

  @Test
  void nobodyRemovesThemselvesOrTheLastWhoApproves() {
    office.login("bob");
    assertThat(office.run(Visitor.nobody(), "user", "leave", "bob")).isEqualTo(Exit.NOT_PERMITTED);
    assertThat(office.run(Visitor.nobody(), "user", "leave", "nobody")).isEqualTo(Exit.USAGE);
  }

  @Test
  void aCompromisedListenerStopsCallsUntilQaHasANewKey() {
    office.login("bob");
    String listed =
        office.done("user", "add", "erin:QA", "--passphrase-file", "erin.passphrase", "-o", "csv");
    office.done(words("--as carol keys share erin --key " + fingerprint(listed), "carol"));

    Visitor bob = Visitor.nobody();
    assertThat(office.run(bob, "user", "leave", "carol", "--compromised")).isEqualTo(Exit.DONE);
    assertThat(bob.words())
        .contains("still opens share A of older recordings")
        .contains("nobody is called until a new one is in use");
    Visitor checked = Visitor.nobody();
    assertThat(office.run(checked, "keys", "check", "-o", "csv")).isEqualTo(Exit.INTEGRITY);
    assertThat(checked.data()).contains("sealed to no QA key").contains("keys rotate qa");

    String made = office.done(words("--as erin keys rotate qa -o json", "erin"));
    office.done("keys", "use", key(made));
    assertThat(office.done("keys", "check", "-o", "csv")).doesNotContain(",false,");
    try (QaKeys erins = opened("erin", ERIN)) {
      assertThat(erins.roles()).as("older recordings are still heard").hasSize(2);
    }
  }

  @Test
  void theLedgersKeyChangesAndRecoverySharesStillFit() throws IOException {
    office.login("bob");
    office.done("dnc", "add", "+8619900000001", "--manner", "MAIL");
    byte[] before = Files.readAllBytes(home.ledger().resolve("00000001.ledger"));
    assertThat(office.done("keys", "rotate", "ledger", "-o", "csv")).contains("segments,live");
    byte[] after = Files.readAllBytes(home.ledger().resolve("00000001.ledger"));
    assertThat(after).isNotEqualTo(before);
    assertThat(office.done("keys", "check", "-o", "csv")).doesNotContain(",false,");
    assertThat(office.done("dnc", "why", "+8619900000001", "-o", "csv")).contains("MAIL");

    List<String> shares = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(office.shares())) {
      files.forEach(file -> shares.add(file.toString()));
    }
    List<String> drill =
        new ArrayList<>(List.of("--home drill keys drill --by Keepers --from home".split(" ")));
    drill.addAll(List.of("--ledger-mirror", "home/ledger", "--refused", "+8619900000001"));
    drill.addAll(List.of("-o", "csv"));
    drill.addAll(shares.subList(0, 2));
    Visitor keepers = Visitor.nobody();
    assertThat(office.run(keepers, drill.toArray(String[]::new)))
        .as("nobody was called yet, so there is no recording to hear: %s", keepers.words())
        .isEqualTo(Exit.FINDINGS);
    assertThat(keepers.data()).contains("a refusal that still blocks,SHOWN");
  }

  private QaKeys opened(String user, String passphrase) {
    OperatorKeyset people = OperatorKeyset.read(home.keys(), home.marker().id());
    try (Person person = people.authenticate(user, passphrase.toCharArray())) {
      return QaKeyset.read(home.keys(), home.marker().id()).open(person);
    }
  }

  private List<String> pinned() {
    return List.of(
        dev.assent.dialer.keys.PublicRecipients.readCopy(home.conf())
            .qa()
            .map(java.util.HexFormat.of()::formatHex)
            .orElse(""));
  }

  private static List<String> publicKeys(QaKeys keys) {
    return keys.roles().stream().map(RoleKeyPair::publicKey).map(String::valueOf).toList();
  }

  private static String fingerprint(String listed) {
    String line = listed.lines().filter(l -> l.startsWith("erin,")).findFirst().orElseThrow();
    return line.substring(line.lastIndexOf(',') + 1);
  }

  private static String key(String json) {
    int at = json.indexOf("\"key\" : \"") + 9;
    return json.substring(at, at + 32);
  }

  private Exit run(Visitor visitor, String line, String who) {
    return office.run(visitor, words(line, who));
  }

  private static String[] words(String line, String who) {
    return (line + " --passphrase-file " + who + ".passphrase").split(" ");
  }
}
