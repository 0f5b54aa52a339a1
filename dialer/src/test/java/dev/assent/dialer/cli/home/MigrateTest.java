package dev.assent.dialer.cli.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.store.PostgresServer;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Office;
import dev.assent.dialer.cli.Visitor;
import dev.assent.dialer.engine.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A home moves to a shared database, cut off after every step; and what others know of it. */
@Timeout(240)
class MigrateTest {
  private static final List<String> REFUSED =
      List.of("+8619900000001", "+8619900000002", "+8619900000003", "+8619900000004");

  @TempDir Path directory;

  @Test
  void cutOffAnywhereTheOldHomeGoesOnOrTheNewOne() throws IOException {
    try (Office office = new Office(directory)) {
      Home home = office.init();
      Path mirror = Files.createDirectory(directory.resolve("second"));
      Path config = home.conf().resolve("assent.yaml");
      Files.writeString(
          config, Files.readString(config) + "mirrors: {journal: %s}\n".formatted(mirror));
      for (String file : List.of("database.password", "ledger.password")) {
        Files.writeString(home.conf().resolve(file), "any\n");
      }
      String url = "postgresql://" + PostgresServer.fresh();
      String[] migrate = {
        "migrate",
        "--to",
        url,
        "--node",
        "first",
        "--user",
        "postgres",
        "--ledger",
        "postgresql://" + PostgresServer.fresh("keys"),
        "--ledger-user",
        "keys"
      };
      office.login("bob");
      refuse(office, REFUSED.get(0));

      cutOff(office, migrate, "the key ledger is there");
      refuse(office, REFUSED.get(1));
      cutOff(office, migrate, "the database is there");
      refuse(office, REFUSED.get(2));
      Path before = copy(office.home(), directory.resolve("before"));

      cutOff(office, migrate, "the journal says that");
      assertMoved(office, url);
      cutOff(office, migrate, "the old database is never");
      assertMoved(office, url);
      cutOff(office, migrate, "names the new database");
      cutOff(office, migrate, "lies in data/moved");
      assertKnown(office, 3);
      office.done(migrate);
      refuse(office, REFUSED.get(3));
      assertKnown(office, 4);
      assertThat(office.done("hold", "list", "-o", "csv")).doesNotContain("GLOBAL");
      assertThat(office.done("nodes", "-o", "csv")).contains("first,UP,true");
      office.done("audit", "verify");
      assertThat(home.data().resolve("assent.mv.db")).doesNotExist();
      try (Stream<Path> ledger = Files.list(home.ledger())) {
        assertThat(ledger).as("what is erased now must not live on there").isEmpty();
      }

      // A copy of before: its journal's mirror knows. And without one, it stands on hold.
      Files.move(office.home(), directory.resolve("at-work"));
      Files.move(before, office.home());
      assertMoved(office, url);
      Visitor again = Visitor.nobody();
      assertThat(office.run(again, migrate)).as(again.words()).isEqualTo(Exit.NOT_PERMITTED);
    }
  }

  private static void refuse(Office office, String number) {
    office.done("dnc", "add", number, "--manner", "MAIL");
  }

  private static void cutOff(Office office, String[] migrate, String words) {
    Visitor visitor = Visitor.cutOffAt(words);
    assertThat(office.run(visitor, migrate)).as(visitor.words()).isNotEqualTo(Exit.DONE);
    assertThat(visitor.words()).contains(words);
  }

  private static void assertKnown(Office office, int count) {
    for (String number : REFUSED.subList(0, count)) {
      assertThat(office.done("dnc", "why", number, "-o", "csv")).contains("MAIL");
    }
  }

  private static void assertMoved(Office office, String url) {
    Visitor visitor = Visitor.nobody();
    assertThat(office.run(visitor, "dnc", "why", REFUSED.get(0))).isEqualTo(Exit.NOT_PERMITTED);
    assertThat(visitor.words()).contains("was moved to").contains(url.substring(13));
  }

  private static Path copy(Path from, Path to) throws IOException {
    try (Stream<Path> tree = Files.walk(from)) {
      for (Path path : tree.toList()) {
        Path target = to.resolve(from.relativize(path).toString());
        if (Files.isDirectory(path)) {
          Files.createDirectory(
              target,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else if (Files.isRegularFile(path)) {
          Files.copy(path, target);
        }
      }
    }
    return to;
  }
}
