package dev.assent.dialer.cli.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Office;
import dev.assent.dialer.cli.Visitor;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.keys.OperatorKeyset;
import dev.assent.dialer.keys.QaKeyset;
import dev.assent.dialer.keys.User;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Making a home: whole or not at all, and only with the people the law wants. */
@Timeout(60)
class InitCommandTest {
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
  void makesAHomeOfPrivateFilesOnly() throws IOException {
    Home home = office.init();

    try (Stream<Path> tree = Files.walk(home.root())) {
      assertThat(tree.toList())
          .allSatisfy(
              path ->
                  assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                      .as("%s", path)
                      .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
    }
    assertThat(home.simulated()).isFalse();
    assertThat(home.conf().resolve("assent.yaml")).content().contains("示例科技有限公司");
    assertThat(OperatorKeyset.read(home.keys(), home.marker().id()).users())
        .extracting(User::name, User::roles)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("alice", Set.of(Role.OPERATOR)),
            org.assertj.core.groups.Tuple.tuple("bob", Set.of(Role.COMPLIANCE)),
            org.assertj.core.groups.Tuple.tuple("carol", Set.of(Role.QA)));
    assertThat(QaKeyset.read(home.keys(), home.marker().id()).people()).containsExactly("carol");
  }

  @Test
  void asksForPassphrasesAndHasTheSharesReadBackAtTheTerminal() throws IOException {
    Visitor visitor = Visitor.answering(Office.ALICE, Office.ALICE);
    for (int share = 0; share < 3; share++) {
      visitor.then(_ -> lastCheckIn(visitor.words()));
    }

    Exit exit = office.run(visitor, "init", "--controller", "Example Ltd", "--sole", "alice");

    assertThat(exit).as(visitor.words()).isEqualTo(Exit.DONE);
    assertThat(Home.open(office.home()).marker().sole()).isTrue();
    assertThat(visitor.words()).contains("SELF_APPROVED");
  }

  private static String lastCheckIn(String words) {
    int at = words.lastIndexOf("check: ") + "check: ".length();
    return words.substring(at, at + 8);
  }

  @Test
  void leavesNothingWhenAShareIsMisread() {
    Visitor visitor = Visitor.answering(Office.ALICE, Office.ALICE, "00000000");

    Exit exit = office.run(visitor, "init", "--controller", "Example Ltd", "--sole", "alice");

    assertThat(exit).isEqualTo(Exit.USAGE);
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void leavesNothingWhenTheSharesCannotBeWritten() throws IOException {
    Files.writeString(office.shares(), "a file where the directory should be");
    Visitor visitor = Visitor.nobody();
    List<String> argv =
        new java.util.ArrayList<>(
            List.of("init", "--controller", "X", "--sole", "alice", "--recovery-dir", "shares"));
    argv.addAll(office.passphraseFiles());

    assertThat(office.run(visitor, argv.toArray(String[]::new))).isEqualTo(Exit.FAILED);

    assertThat(office.home()).doesNotExist();
    assertThat(directory).isDirectoryNotContaining("glob:**/.home.init-*");
    assertThat(visitor.words()).contains("the recovery shares cannot be written");
  }

  @Test
  void changesNothingWhereSomethingIs() throws IOException {
    Files.createDirectory(office.home());
    Files.writeString(office.home().resolve("mine"), "keep");
    Visitor visitor = Visitor.nobody();

    Exit exit = office.run(visitor, wholeCommand());

    assertThat(exit).isEqualTo(Exit.CONFIG);
    assertThat(office.home().resolve("mine")).hasContent("keep");
    assertThat(office.shares()).doesNotExist();
  }

  @Test
  void removesWhatAKilledInitLeft() throws IOException {
    Path leftover = directory.resolve(".home.init-0badcafe");
    Files.createDirectories(leftover.resolve("keys"));
    Files.writeString(leftover.resolve("lock"), "");

    office.init();

    assertThat(leftover).doesNotExist();
  }

  @Test
  void marksASimulatedHomeForEverAndItsClockTicks() throws IOException {
    office.init("--simulated", "2027-02-06T10:00+08:00");
    Home home = Home.open(office.home());

    assertThat(home.simulated()).isTrue();
    var clock = office.machine().clocks().of(home);
    assertThat(clock.instant()).isEqualTo("2027-02-06T02:00:00Z");
    office.now = office.now.plusSeconds(90);
    assertThat(clock.instant()).isEqualTo("2027-02-06T02:01:30Z");
    var simulation = home.marker().simulation().orElseThrow();
    assertThat(simulation.permitsNumber("+8619900001234")).isTrue();
    assertThat(simulation.permitsNumber("+8613800138000")).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--user alice:OPERATOR",
        "--user alice:OPERATOR --user bob:QA",
        "--user alice:OPERATOR+COMPLIANCE",
        "--user alice:BOSS --user bob:COMPLIANCE",
        "--user Alice:OPERATOR --user bob:COMPLIANCE",
        "--sole alice --user bob:COMPLIANCE",
        "--user alice:OPERATOR --user bob:COMPLIANCE --recovery 1/3",
        "--user alice:OPERATOR --user bob:COMPLIANCE --recovery 4/3",
        "--user alice:OPERATOR --user bob:COMPLIANCE --simulated 2026-09-15",
        "--user alice:OPERATOR --user bob:COMPLIANCE --fictional +8619900000000-+8619900000009",
        "--user alice:OPERATOR --user bob:COMPLIANCE --no-such-option",
      })
  void refusesWithExitTwo(String words) throws IOException {
    List<String> argv =
        new java.util.ArrayList<>(List.of("init", "--controller", "X", "--recovery-dir", "shares"));
    argv.addAll(List.of(words.split(" ")));
    argv.addAll(office.passphraseFiles());
    Visitor visitor = Visitor.nobody();

    assertThat(office.run(visitor, argv.toArray(String[]::new)))
        .as(visitor.words())
        .isEqualTo(Exit.USAGE);

    assertThat(office.home()).doesNotExist();
    assertThat(visitor.words()).startsWith("assent: ");
  }

  @Test
  void refusesAShortPassphrase() throws IOException {
    Files.writeString(directory.resolve("short"), "eleven char\n");
    Visitor visitor = Visitor.nobody();

    Exit exit =
        office.run(
            visitor,
            ("init --controller X --sole alice --recovery-dir shares --passphrase-file"
                    + " alice=short")
                .split(" "));

    assertThat(exit).isEqualTo(Exit.USAGE);
    assertThat(visitor.words()).contains("12 characters").doesNotContain("eleven");
  }

  private String[] wholeCommand() throws IOException {
    List<String> argv =
        new java.util.ArrayList<>(
            List.of("init", "--controller", "X", "--sole", "alice", "--recovery-dir", "shares"));
    argv.addAll(office.passphraseFiles());
    return argv.toArray(String[]::new);
  }
}
