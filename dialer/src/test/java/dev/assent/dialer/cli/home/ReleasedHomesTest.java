package dev.assent.dialer.cli.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Office;
import dev.assent.dialer.cli.Visitor;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.home.UpgradeMark;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Homes as each release left them are brought to this one and know what they knew. */
@Timeout(120)
class ReleasedHomesTest {
  private static final String REFUSED = "+8619900000001";
  private static final String FLAGGED = "+8619900000002";
  private static final List<String> LEFT_OUT = List.of("lock", "log", "engine.pid");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"home-0.1.zip"})
  void aHomeOfARelease(String name) throws IOException {
    try (Office office = new Office(directory)) {
      office.passphraseFiles();
      unpack(name, office.home());
      Path backups = Files.createDirectory(directory.resolve("backups"));
      assertThat(office.done("upgrade", "--check", "-o", "csv")).contains("release,");
      assertThat(office.run(Visitor.nobody(), "upgrade", "apply")).isEqualTo(Exit.USAGE);
      office.done("unlock", "--user", "bob", "--passphrase-file", "bob.passphrase");
      cutOffBeforeItsBackup(office);
      String applied = office.done("upgrade", "apply", "--backup", backups.toString(), "-o", "csv");
      assertThat(applied).contains("journal,true,").contains("database,true,");
      assertThat(applied).doesNotContain(",false,");
      assertThat(office.home().resolve("data/upgrade.json")).doesNotExist();
      assertThat(backups).isDirectoryContaining(file -> file.toString().endsWith(".backup"));
      office.login("bob");
      assertThat(office.done("dnc", "why", REFUSED, "-o", "csv")).contains("REGULATOR");
      assertThat(office.done("person", "show", FLAGGED, "-o", "csv")).contains("LITIGATION");
      assertThat(office.done("hold", "list", "-o", "csv"))
          .contains("a drill")
          .contains("this home is a copy");
      office.done("audit", "verify");
      assertThat(office.done("upgrade", "--check", "-o", "json")).contains("\"pending\" : \"\"");

      Files.createFile(office.home().resolve("data/shared-database"));
      Visitor looks = Visitor.nobody();
      assertThat(office.run(looks, "upgrade", "--check")).isEqualTo(Exit.CONFIG);
      assertThat(looks.words()).contains("stop every engine, dump that database");
    }
  }

  /** Killed there, the upgrade has changed nothing, and nothing but itself may change anything. */
  private static void cutOffBeforeItsBackup(Office office) throws IOException {
    mark(office, UpgradeMark.Step.DRAINED);
    String[] show = {"person", "show", FLAGGED, "--as", "bob"};
    office.login("bob");
    Visitor bob = Visitor.nobody();
    assertThat(office.run(bob, show)).isEqualTo(Exit.CONFIG);
    assertThat(bob.words())
        .contains("an upgrade that bob began at 2026-09-15T02:00:00Z was cut off")
        .contains("next: assent upgrade apply --backup DIR");
    Visitor looks = Visitor.nobody();
    assertThat(office.run(looks, "upgrade", "--check", "-o", "csv")).isEqualTo(Exit.DONE);
    assertThat(looks.words()).contains("got as far as DRAINED", "changes to be made");
    Visitor fails = Visitor.nobody();
    Path nowhere = office.root.resolve("nowhere/x.backup");
    assertThat(office.run(fails, "upgrade", "apply", "--backup", nowhere.toString()))
        .isEqualTo(Exit.USAGE);
    assertThat(office.done("upgrade", "--check", "-o", "json")).contains("\"pending\" : \"9");
  }

  private static void mark(Office office, UpgradeMark.Step step) {
    new UpgradeMark("bob", office.now, step, List.of()).write(Home.open(office.home()));
  }

  @Test
  void whoeverOpensAHomeAfterItsBackupMakesItThisReleases() throws IOException {
    try (Office office = new Office(directory)) {
      office.passphraseFiles();
      unpack("home-0.1.zip", office.home());
      office.done("unlock", "--user", "bob", "--passphrase-file", "bob.passphrase");
      mark(office, UpgradeMark.Step.BACKED_UP);
      office.login("bob");
      assertThat(office.done("person", "show", FLAGGED, "-o", "csv")).contains("LITIGATION");
      Visitor looks = Visitor.nobody();
      assertThat(office.run(looks, "upgrade", "--check")).isEqualTo(Exit.DONE);
      assertThat(looks.words()).contains("got as far as BACKED_UP", "nothing to do");
      Path backups = Files.createDirectory(directory.resolve("backups"));
      office.done("upgrade", "apply", "--backup", backups.toString());
      made(
          office,
          "INSERT INTO \"flyway_schema_history\" VALUES (9999, '99999', 'later', 'SQL',"
              + " 'V99999.sql', 1, 'assent', CURRENT_TIMESTAMP, 1, TRUE)");
      Visitor older = Visitor.nobody();
      assertThat(office.run(older, "dnc", "why", REFUSED)).isEqualTo(Exit.CONFIG);
      assertThat(older.words())
          .contains("a newer release made this database (schema 99999): it is left as it is")
          .contains("next: assent upgrade --check");
      made(office, "DELETE FROM \"flyway_schema_history\" WHERE \"version\" = '99999'");
      assertThat(office.done("dnc", "why", REFUSED, "-o", "csv")).contains("REGULATOR");
    }
  }

  /** What another release does to the database. */
  private static void made(Office office, String statement) {
    String url =
        "jdbc:h2:file:%s;MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE"
            .formatted(office.home().resolve("data/assent").toAbsolutePath());
    try (Connection connection = DriverManager.getConnection(url, "assent", "");
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static void unpack(String name, Path home) throws IOException {
    try (InputStream resource =
            Objects.requireNonNull(ReleasedHomesTest.class.getResourceAsStream(name), name);
        ZipInputStream zip = new ZipInputStream(resource)) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        Path target = home.resolve(entry.getName());
        directory(entry.isDirectory() ? target : Objects.requireNonNull(target.getParent()));
        if (!entry.isDirectory()) {
          Files.copy(zip, target);
          Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rw-------"));
        }
      }
    }
  }

  private static void directory(Path directory) throws IOException {
    Files.createDirectories(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /**
   * Makes the home of the present release: {@code -Dassent.released.write=FILE}. Once a release is
   * out its file stays as it is.
   */
  @Test
  @EnabledIfSystemProperty(named = "assent.released.write", matches = ".+")
  void write() throws IOException {
    try (Office office = new Office(directory)) {
      office.init();
      office.login("bob");
      office.done("--as", "bob", "dnc", "add", REFUSED, "--manner", "REGULATOR");
      office.done(
          "--as", "bob", "person", "flag", FLAGGED, "--set", "LITIGATION", "--reason", "a case");
      office.done("hold", "set", "--reason", "a drill");
      office.login("alice");
      office.done("--as", "alice", "source", "add", demo("source.yaml"));
      office.done("--as", "bob", "source", "review", "service-register");
      office.done(
          "--as",
          "alice",
          "contacts",
          "import",
          demo("contacts.csv"),
          "--source",
          "service-register");
      office.done("logout", "--all");
      try (ZipOutputStream zip =
              new ZipOutputStream(
                  Files.newOutputStream(Path.of(System.getProperty("assent.released.write"))));
          Stream<Path> tree = Files.walk(office.home())) {
        zip.setLevel(9);
        for (Path path : tree.sorted().toList()) {
          pack(zip, office.home(), path);
        }
      }
    }
  }

  private static String demo(String file) {
    return Path.of("..", "demo", file).toAbsolutePath().normalize().toString();
  }

  private static void pack(ZipOutputStream zip, Path home, Path path) throws IOException {
    Path relative = home.relativize(path);
    if (relative.toString().isEmpty() || LEFT_OUT.contains(relative.getName(0).toString())) {
      return;
    }
    boolean folder = Files.isDirectory(path);
    ZipEntry entry = new ZipEntry(relative + (folder ? "/" : ""));
    entry.setLastModifiedTime(FileTime.from(Instant.parse("2026-09-15T02:00:00Z")));
    zip.putNextEntry(entry);
    if (Files.isRegularFile(path)) {
      Files.copy(path, zip);
    }
    zip.closeEntry();
  }
}
