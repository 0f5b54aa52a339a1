package dev.assent.dialer.cli.users;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Office;
import dev.assent.dialer.cli.Visitor;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.home.HomeLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** login, logout, unlock, lock, in a process that is the engine for each command's duration. */
@Timeout(60)
class SessionsTest {
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
  void aWrongPassphraseIsExitFour() throws IOException {
    office.init();
    Visitor visitor = Visitor.answering("not the passphrase");

    Exit exit = office.run(visitor, "login", "--user", "alice");

    assertThat(exit).isEqualTo(Exit.NOT_PERMITTED);
    assertThat(visitor.words())
        .isEqualTo("assent: wrong passphrase for alice\n  next: assent login --user alice\n");
  }

  @Test
  void errorsSpeakChineseToo() throws IOException {
    office.init();
    Visitor visitor = Visitor.answering("not the passphrase");

    office.run(visitor, "login", "--user", "alice", "--lang", "zh");

    assertThat(visitor.words()).isEqualTo("assent: alice 的口令错误\n  下一步：assent login --user alice\n");
  }

  @Test
  void withoutATerminalNobodyIsAsked() throws IOException {
    office.init();
    Visitor nobody = Visitor.nobody();

    assertThat(office.run(nobody, "unlock", "--user", "alice")).isEqualTo(Exit.NOT_PERMITTED);
    assertThat(nobody.words()).contains("next: assent login --user alice");
  }

  @Test
  void aSessionEndsByItself() throws IOException {
    office.init();
    office.login("alice");
    assertThat(office.run(Visitor.nobody(), "unlock")).isEqualTo(Exit.DONE);

    office.now = office.now.plusSeconds(8 * 3600);

    Visitor nobody = Visitor.nobody();
    assertThat(office.run(nobody, "unlock")).isEqualTo(Exit.NOT_PERMITTED);
    assertThat(nobody.words()).contains("nobody is logged in");
  }

  @Test
  void withTwoSessionsSomebodyMustSayWhoTheyAre() throws IOException {
    office.init();
    office.login("alice");
    office.login("bob");
    Visitor nobody = Visitor.nobody();

    assertThat(office.run(nobody, "unlock")).isEqualTo(Exit.NOT_PERMITTED);
    assertThat(nobody.words()).contains("alice, bob").contains("assent --as NAME");
    assertThat(office.run(Visitor.nobody(), "unlock", "--as", "bob")).isEqualTo(Exit.DONE);

    office.done("logout", "--all");
    assertThat(office.run(Visitor.nobody(), "unlock")).isEqualTo(Exit.NOT_PERMITTED);
  }

  @Test
  void carolOpensNoOperatorKeys() throws IOException {
    office.init();
    office.login("carol");
    Visitor nobody = Visitor.nobody();

    assertThat(office.run(nobody, "unlock")).isEqualTo(Exit.NOT_PERMITTED);
    assertThat(nobody.words()).contains("carol has no slot");
  }

  @Test
  void theOpenedKeyLiesInMemoryUntilLock() throws IOException {
    Home home = office.init();
    office.login("alice");
    office.done("unlock");
    Path kept = office.memory.resolve("assent/" + home.marker().id() + "/unlocked");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept)))
        .isEqualTo("rw-------");

    Visitor nobody = Visitor.nobody();
    assertThat(office.run(nobody, "lock")).isEqualTo(Exit.DONE);

    assertThat(kept).doesNotExist();
    assertThat(nobody.words()).contains("locked");
  }

  @Test
  void openedKeysAreRefusedAnyPlaceOnADisk() throws IOException {
    office.init();
    office.environment.put("ASSENT_RUNTIME_DIR", directory.toString());
    Visitor visitor = Visitor.answering(Office.ALICE);

    assertThat(office.run(visitor, "unlock", "--user", "alice")).isEqualTo(Exit.NOT_PERMITTED);

    assertThat(visitor.words()).contains("not tmpfs");
    assertThat(directory.resolve("assent")).doesNotExist();
  }

  @Test
  void openedKeysAreRefusedADirectoryOfOthers() throws IOException {
    office.init();
    Path planted = Files.createDirectory(office.memory.resolve("assent"));
    Files.setPosixFilePermissions(planted, PosixFilePermissions.fromString("rwxrwxrwx"));
    office.environment.put("ASSENT_RUNTIME_DIR", office.memory.toString());
    Visitor visitor = Visitor.answering(Office.ALICE);

    assertThat(office.run(visitor, "unlock", "--user", "alice")).isEqualTo(Exit.NOT_PERMITTED);

    assertThat(visitor.words()).contains("not a 0700 directory");
  }

  @Test
  void aForeignOrNewerHomeIsExitThree() throws IOException {
    Files.createDirectory(
        office.home(),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Visitor nobody = Visitor.nobody();
    assertThat(office.run(nobody, "lock")).isEqualTo(Exit.CONFIG);
    assertThat(nobody.words()).contains("is not a home of Assent").contains("next: assent init");

    Files.writeString(
        office.home().resolve("home.json"), "{\"format\":\"assent-home\",\"version\":2}");
    Visitor again = Visitor.nobody();
    assertThat(office.run(again, "lock")).isEqualTo(Exit.CONFIG);
    assertThat(again.words()).contains("version 2; this release knows version 1");
  }

  @Test
  void aHomeOpenToOthersIsRefused() throws IOException {
    office.init();
    Files.setPosixFilePermissions(office.home(), PosixFilePermissions.fromString("rwxr-x---"));
    Visitor nobody = Visitor.nobody();

    assertThat(office.run(nobody, "lock")).isEqualTo(Exit.CONFIG);
    assertThat(nobody.words()).contains("chmod 700");
  }

  @Test
  void aLockWithoutASocketForFiveSecondsIsExitOne() throws IOException {
    Home home = office.init();
    Visitor nobody = Visitor.nobody();

    try (var _ = HomeLock.take(home.root()).orElseThrow()) {
      assertThat(office.run(nobody, "lock")).isEqualTo(Exit.FAILED);
    }

    assertThat(nobody.words()).contains("holds the home since ? but does not answer");
  }

  @Test
  void editedRolesBreakTheSeal() throws IOException {
    Home home = office.init();
    Path keyset = home.keys().resolve("operator.json");
    Files.writeString(keyset, Files.readString(keyset).replace("\"OPERATOR\"", "\"COMPLIANCE\""));
    Visitor visitor = Visitor.answering(Office.ALICE);

    assertThat(office.run(visitor, "login", "--user", "alice")).isEqualTo(Exit.INTEGRITY);
    assertThat(visitor.words()).contains("is not what was written");
  }
}
