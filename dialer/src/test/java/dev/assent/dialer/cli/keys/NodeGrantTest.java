package dev.assent.dialer.cli.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.store.PostgresServer;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Office;
import dev.assent.dialer.cli.Visitor;
import dev.assent.dialer.engine.home.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A second machine is admitted to a shared database, and nobody else is. */
@Timeout(240)
class NodeGrantTest {
  private static final String NUMBER = "+8619900000001";

  @TempDir Path directory;

  @Test
  void onlyWhoWasGrantedComesInAndKnowsWhatTheOthersKnow() throws IOException {
    Path shared = Files.createDirectories(directory.resolve("shared"));
    Path there = Files.createDirectory(directory.resolve("there"));
    try (Office first = new Office(Files.createDirectory(directory.resolve("here")));
        Office second = new Office(there)) {
      Home home = first.init();
      second.passphraseFiles();
      sharing(home, shared);
      first.login("bob");
      assertThat(first.done("nodes", "-o", "csv")).contains("first,UP,true");
      Visitor asks = Visitor.nobody();
      assertThat(first.run(asks, "backup", "create", directory.resolve("backup").toString()))
          .isEqualTo(Exit.CONFIG);
      assertThat(asks.words()).contains("pg_dump", "Backups of several nodes");

      String machine =
          second.done(
              "keys",
              "machine",
              "--name",
              "second",
              "--request",
              "request",
              "--key",
              "key",
              "-o",
              "json");
      Matcher said = Pattern.compile("[0-9A-F]{2}(-[0-9A-F]{2}){5,}").matcher(machine);
      assertThat(said.find()).as(machine).isTrue();
      String request = there.resolve("request").toString();
      String grant = there.resolve("grant").toString();
      assertThat(grant(first, request, "00-00", grant)).isEqualTo(Exit.NOT_PERMITTED);
      assertThat(Path.of(grant)).doesNotExist();
      assertThat(grant(first, request, said.group(), grant)).isEqualTo(Exit.DONE);
      assertThat(grant(first, request, said.group(), grant + "2"))
          .as("granted once")
          .isEqualTo(Exit.USAGE);
      second.done("keys", "machine", "--name", "third", "--request", "other", "--key", "otherkey");
      assertThat(join(second, "otherkey", shared))
          .as("sealed to the second")
          .isNotEqualTo(Exit.DONE);
      assertThat(join(second, "key", shared)).isEqualTo(Exit.DONE);
      Path config = second.home().resolve("conf/assent.yaml");
      Files.writeString(config, Files.readString(config).replace("node: first", "node: second"));
      assertThat(Files.readAllBytes(second.home().resolve("keys/operator.json")))
          .as("a keyset of its own")
          .isNotEqualTo(Files.readAllBytes(home.keys().resolve("operator.json")));

      first.done("dnc", "add", NUMBER, "--manner", "MAIL");
      second.login("bob");
      assertThat(second.done("dnc", "why", NUMBER, "-o", "csv")).contains("MAIL");
      assertThat(second.done("nodes", "-o", "csv")).contains("second,UP,true").contains("first,");
      second.done("audit", "verify");
      first.done("audit", "verify", "--with", second.home().resolve("journal").toString());

      refused(first, "ghost", Exit.USAGE, "no node ghost");
      refused(first, "first", Exit.NOT_PERMITTED, "give the command at another");
      Visitor bob = Visitor.nobody();
      assertThat(first.run(bob, "nodes", "leave", "second", "-o", "csv")).isEqualTo(Exit.DONE);
      assertThat(bob.data()).contains("second,LEFT");
      assertThat(bob.words()).contains("home/journal of second", "passwords");
      assertThat(first.done("nodes", "leave", "second", "-o", "csv")).contains("LEFT");
      assertThat(first.done("nodes", "-o", "csv")).contains("first,UP").doesNotContain("second");
      Visitor back = Visitor.nobody();
      assertThat(second.run(back, "nodes")).isEqualTo(Exit.FAILED);
      assertThat(back.words()).contains("node second left this database for good");
      assertThat(grant(first, request, said.group(), grant + "3"))
          .as("its request")
          .isEqualTo(Exit.USAGE);
      first.done("audit", "verify", "--with", second.home().resolve("journal").toString());
    }
  }

  @Test
  void aHomeWithADatabaseOfItsOwnHasNobodyToLetGo() throws IOException {
    try (Office office = new Office(directory)) {
      office.init();
      office.login("bob");
      refused(office, "second", Exit.CONFIG, "database: in conf/assent.yaml");
    }
  }

  private static void refused(Office office, String node, Exit exit, String why) {
    Visitor bob = Visitor.nobody();
    assertThat(office.run(bob, "nodes", "leave", node)).isEqualTo(exit);
    assertThat(bob.words()).contains(why);
  }

  private static void sharing(Home home, Path shared) throws IOException {
    Path config = home.conf().resolve("assent.yaml");
    Files.writeString(
        config,
        Files.readString(config)
            + """
            database:
              node: first
              url: postgresql://%s
              user: postgres
              passwordFile: password
              ledger:
                url: postgresql://%s
                user: keys
                passwordFile: password
            """
                .formatted(PostgresServer.fresh(), PostgresServer.fresh("keys")));
    Files.writeString(home.conf().resolve("password"), "any\n");
    for (String folder : new String[] {"recordings", "evidence"}) {
      Files.move(home.root().resolve(folder), shared.resolve(folder));
      Files.createSymbolicLink(home.root().resolve(folder), shared.resolve(folder));
    }
    Files.createDirectory(shared.resolve("lists"));
    Files.createSymbolicLink(home.data().resolve("lists"), shared.resolve("lists"));
  }

  private static Exit grant(Office office, String request, String fingerprint, String out) {
    return office.run(
        Visitor.nobody(), "keys", "grant", request, "--fingerprint", fingerprint, "--out", out);
  }

  private static Exit join(Office office, String key, Path shared) {
    return office.run(
        Visitor.nobody(),
        "init",
        "--join",
        "grant",
        "--machine-key",
        key,
        "--shared",
        shared.toString(),
        "--passphrase-file",
        "alice=alice.passphrase",
        "--passphrase-file",
        "bob=bob.passphrase");
  }
}
