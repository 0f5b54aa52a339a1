package dev.assent.dialer.cli.home;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.cli.Office;
import dev.assent.dialer.cli.Visitor;
import dev.assent.dialer.engine.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A home that was copied, and one whose disk is older than its journal's mirror. */
@Timeout(120)
class OlderDiskTest {
  private static final String FIRST = "+8619900000001";
  private static final String SECOND = "+8619900000002";

  @TempDir Path directory;

  @Test
  void aCopyStandsOnHoldAndTakesTheRefusalsThatOnlyTheMirrorKnows() throws IOException {
    try (Office office = new Office(directory)) {
      Home home = office.init();
      Path mirror = Files.createDirectory(directory.resolve("second"));
      Path config = home.conf().resolve("assent.yaml");
      Files.writeString(
          config, Files.readString(config) + "mirrors: {journal: %s}\n".formatted(mirror));
      office.login("bob");
      office.done("unlock", "--user", "bob", "--passphrase-file", "bob.passphrase");
      office.done("dnc", "add", FIRST, "--manner", "MAIL");
      assertThat(doctor(office)).contains("mirror is in step");
      assertThat(office.done("hold", "list", "-o", "csv")).doesNotContain("GLOBAL");
      Path copy = directory.resolve("copy");
      copyTree(office.home(), copy);
      office.done("dnc", "add", SECOND, "--manner", "MAIL");

      Files.move(office.home(), directory.resolve("gone"));
      copyTree(copy, office.home());
      String holds = office.done("hold", "list", "-o", "csv");
      assertThat(holds).contains("this home is a copy").contains("older than its mirror: ");
      assertThat(office.done("dnc", "why", SECOND, "-o", "csv")).contains("MAIL");
      assertThat(office.done("hold", "list", "-o", "csv")).as("once").isEqualTo(holds);
      office.done("audit", "verify");

      // Killed between two commands, the same directory is no copy.
      office.done("lock");
      office.done("unlock", "--user", "bob", "--passphrase-file", "bob.passphrase");
      assertThat(office.done("hold", "list", "-o", "csv")).isEqualTo(holds);

      Files.move(mirror, directory.resolve("unmounted"));
      office.done("dnc", "add", FIRST, "--manner", "WEB");
      assertThat(doctor(office)).contains("mirrors,FAIL,").contains("(ABSENT)");
      assertThat(mirror).as("nothing is written where no disk is mounted").doesNotExist();
    }
  }

  private static String doctor(Office office) {
    Visitor visitor = Visitor.nobody();
    office.run(visitor, "doctor", "-o", "csv");
    return visitor.data();
  }

  private static void copyTree(Path from, Path to) throws IOException {
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
  }
}
