package dev.assent.dialer.cli.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Office;
import dev.assent.dialer.cli.Visitor;
import dev.assent.dialer.engine.home.Home;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A backup is made, tried, damaged, and made a home again that knows what came after it. */
@Timeout(180)
class BackupTest {
  private static final String BEFORE = "+8619900000001";
  private static final String AFTER = "+8619900000002";
  private static final String TOLD = "+8619900000003";
  private static final String NOBODY = "+8619900000009";

  @TempDir Path directory;

  @Test
  void aBackupComesBackOnHoldWithTheRefusalsThatCameAfterIt() throws IOException {
    try (Office office = new Office(directory)) {
      Home home = office.init();
      Path journal = Files.createDirectory(directory.resolve("journal"));
      Path ledger = Files.createDirectory(directory.resolve("ledger"));
      Path config = home.conf().resolve("assent.yaml");
      Files.writeString(
          config,
          Files.readString(config)
              + "mirrors: {journal: %s, ledger: %s}\n".formatted(journal, ledger));
      office.login("bob");
      office.done("unlock", "--user", "bob", "--passphrase-file", "bob.passphrase");
      office.done("dnc", "add", BEFORE, "--manner", "MAIL");
      Path gathered = Files.createDirectories(office.home().resolve("evidence/packs/1"));
      Files.writeString(gathered.resolve("pack.json"), "{}");
      Path backup = directory.resolve("home.backup");
      office.done("backup", "create", backup.toString());
      assertThat(office.run(Visitor.nobody(), "backup", "create", backup.toString()))
          .as("never replaces another")
          .isEqualTo(Exit.CONFIG);
      assertThat(
              office.done("backup", "verify", backup.toString(), "--number", BEFORE, "-o", "csv"))
          .contains("newest,true,", "person,true,", "journal,true,")
          .doesNotContain(",false,");
      assertThat(
              office.run(
                  Visitor.nobody(), "backup", "verify", backup.toString(), "--number", NOBODY))
          .isEqualTo(Exit.INTEGRITY);
      assertThat(names(office.home().resolve("data")))
          .as("nothing is left of the work")
          .noneMatch(name -> name.startsWith("backup-") || name.startsWith("trial-"));
      holdsNothingInClear(backup);
      noByteCanBeChanged(office, backup);

      office.done("dnc", "add", AFTER, "--manner", "MAIL");
      Files.writeString(directory.resolve("told.csv"), "number\n" + TOLD + "\nnonsense\n");
      office.done("lock");
      Files.move(office.home(), directory.resolve("gone"));
      List<String> shares = shares(office);
      String[] restore = {
        "backup",
        "restore",
        "home.backup",
        shares.get(0),
        shares.get(2),
        "--ledger",
        "ledger",
        "--journal-mirror",
        "journal",
        "--refusals",
        "told.csv"
      };
      Visitor keepers = Visitor.nobody();
      assertThat(office.run(keepers, restore)).as(keepers.words()).isEqualTo(Exit.DONE);
      assertThat(keepers.words()).contains("1 lines of the list");
      assertThat(office.run(Visitor.nobody(), restore))
          .as("a home is there")
          .isEqualTo(Exit.CONFIG);

      office.login("bob");
      office.done("unlock", "--user", "bob", "--passphrase-file", "bob.passphrase");
      for (String number : List.of(BEFORE, AFTER, TOLD)) {
        assertThat(office.done("dnc", "why", number, "-o", "csv")).contains("MAIL");
      }
      assertThat(office.done("hold", "list", "-o", "csv"))
          .contains("restored from a backup")
          .doesNotContain("is a copy");
      assertThat(office.home().resolve("evidence/packs"))
          .as("what no erasing could reach in a backup")
          .doesNotExist();
      office.done("audit", "verify");
      Visitor doctor = Visitor.nobody();
      office.run(doctor, "doctor", "-o", "csv");
      assertThat(doctor.data()).contains("mirror is in step");
    }
  }

  /** Its files are packed and sealed: not one of their names or beginnings can be read. */
  private static void holdsNothingInClear(Path backup) throws IOException {
    String bytes = new String(Files.readAllBytes(backup), StandardCharsets.ISO_8859_1);
    for (String planted : List.of("ASNTJRNL", "H:2,block", "assent-home", "journal/", "PK\3\4")) {
      assertThat(bytes).doesNotContain(planted);
    }
  }

  private void noByteCanBeChanged(Office office, Path backup) throws IOException {
    byte[] whole = Files.readAllBytes(backup);
    Path other = directory.resolve("other.backup");
    for (int at : List.of(2, 60, whole.length / 2)) {
      byte[] changed = whole.clone();
      changed[at] ^= 1;
      Files.write(other, changed);
      assertThat(office.run(Visitor.nobody(), "backup", "verify", other.toString()))
          .as("byte %d", at)
          .isNotEqualTo(Exit.DONE);
    }
    for (int length : List.of(20, whole.length - 20)) {
      Files.write(other, java.util.Arrays.copyOf(whole, length));
      assertThat(office.run(Visitor.nobody(), "backup", "verify", other.toString()))
          .as("cut at %d", length)
          .isNotEqualTo(Exit.DONE);
    }
  }

  private static List<String> shares(Office office) {
    return names(office.shares()).stream()
        .map(name -> office.shares().resolve(name).toString())
        .sorted()
        .toList();
  }

  private static List<String> names(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return new ArrayList<>(files.map(file -> file.getFileName().toString()).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
