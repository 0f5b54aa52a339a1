package dev.assent.dialer.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Office;
import dev.assent.dialer.cli.Visitor;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.keys.OperatorKeyset;
import dev.assent.dialer.keys.Person;
import dev.assent.dialer.keys.QaKeyset;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The machine is gone: a home again out of copies and shares, and nothing with a part of them. */
@Timeout(180)
class RecoverTest {
  private static final String NUMBER = "+8619900000001";
  private static final String LATER = "+8619900000002";
  private static final String FLAGGED = "+8619900000003";

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
  void aHomeComesBackWithItsRefusalsAndOtherPeopleAndStandsOnHold() throws IOException {
    Home lost = office.init();
    Path copies = Files.createDirectory(directory.resolve("copies"));
    Path epochs = Files.createDirectory(directory.resolve("epochs"));
    Path config = lost.conf().resolve("assent.yaml");
    Files.writeString(
        config,
        Files.readString(config) + "ledger: {copies: %s, epochs: %s}\n".formatted(copies, epochs));
    office.login("bob");
    office.done("dnc", "add", NUMBER, "--manner", "MAIL");
    // Changing the ledger's key takes a copy under the new one.
    office.done("keys", "rotate", "ledger");
    // What happens after the copy: the home's copy knows of keys that the ledger's does not.
    office.done("dnc", "add", LATER, "--manner", "WEB");
    office.done("person", "flag", FLAGGED, "--set", "VULNERABLE", "--reason", "said so");
    office.done("logout", "--all");
    List<String> shares = files(office.shares());
    String copy = files(copies).getFirst();
    Path moved = Files.move(office.home(), directory.resolve("home-copy"));
    // The database was copied while it was written, or not at all: only the journal is left.
    Files.delete(moved.resolve("data/assent.mv.db"));
    passphrase("olga", "olga's new passphrase");
    passphrase("paul", "paul's new passphrase");

    Visitor keepers = Visitor.nobody();
    String[] recover =
        ("keys recover --from home-copy --ledger-copy %s --epochs epochs --user olga:COMPLIANCE"
                + " --user paul:OPERATOR --qa paul --passphrase-file olga=olga.passphrase"
                + " --passphrase-file paul=paul.passphrase %s %s")
            .formatted(copy, shares.get(0), shares.get(2))
            .split(" ");
    assertThat(office.run(keepers, recover)).as(keepers.words()).isEqualTo(Exit.DONE);

    assertThat(
            office.run(
                Visitor.nobody(), "login", "--user", "bob", "--passphrase-file", "bob.passphrase"))
        .as("nobody of before opens anything")
        .isEqualTo(Exit.NOT_PERMITTED);
    office.login("olga");
    office.done("unlock", "--user", "olga");
    assertThat(office.done("--as", "olga", "keys", "check", "-o", "csv")).doesNotContain(",false,");
    assertThat(office.done("--as", "olga", "dnc", "why", NUMBER, "-o", "csv")).contains("MAIL");
    assertThat(office.done("--as", "olga", "dnc", "why", LATER, "-o", "csv")).contains("WEB");
    assertThat(office.run(Visitor.nobody(), "--as", "olga", "person", "show", FLAGGED))
        .as("the key of that entry is lost: whose flag it is, nobody can tell any more")
        .isEqualTo(Exit.USAGE);
    assertThat(office.done("--as", "olga", "hold", "list", "-o", "csv"))
        .contains(
            "GLOBAL,,recovered from copies; the ledger from its copy of 2026-09-15T02:00:00Z");
    String hold = office.done("--as", "olga", "hold", "list", "-o", "csv").split("[\\n,]")[6];
    String[] lift = {"--as", "olga", "hold", "lift", hold, "--reason", "asked the carrier"};
    assertThat(office.run(Visitor.nobody(), lift))
        .as("not without accepting the gap")
        .isEqualTo(Exit.NOT_PERMITTED);
    office.done(Stream.concat(Stream.of(lift), Stream.of("--gap", "2")).toArray(String[]::new));

    Home home = Home.open(office.home());
    OperatorKeyset people = OperatorKeyset.read(home.keys(), home.marker().id());
    try (Person paul = people.authenticate("paul", "paul's new passphrase".toCharArray());
        var keys = QaKeyset.read(home.keys(), home.marker().id()).open(paul)) {
      assertThat(keys.roles().getFirst().publicKey().encoded())
          .as("older recordings are heard with the key of before")
          .isEqualTo(QaKeyset.read(moved.resolve("keys"), home.marker().id()).newest());
    }
    assertThat(office.run(Visitor.nobody(), recover)).as("a home is there").isEqualTo(Exit.CONFIG);
  }

  private void passphrase(String user, String words) throws IOException {
    Files.writeString(directory.resolve(user + ".passphrase"), words + "\n");
  }

  private static List<String> files(Path directory) throws IOException {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      files.forEach(file -> found.add(file.toString()));
    }
    found.sort(null);
    return found;
  }
}
