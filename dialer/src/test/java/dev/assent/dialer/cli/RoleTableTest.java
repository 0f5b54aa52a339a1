package dev.assent.dialer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.access.Role;
import dev.assent.compliance.access.RoleConflict;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Language;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.command.EngineCommand;
import dev.assent.dialer.cli.command.Needs;
import dev.assent.dialer.engine.Admission;
import dev.assent.dialer.engine.Engine;
import dev.assent.dialer.engine.acts.EngineActs;
import dev.assent.dialer.engine.acts.PageAction;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.home.HomeLock;
import dev.assent.dialer.engine.socket.OutputFormat;
import dev.assent.dialer.engine.socket.Request;
import dev.assent.dialer.keys.Keyring;
import dev.assent.dialer.keys.Person;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * The table of docs/roles.md, asked for row by row: every command and every act of a page, given by
 * somebody of every role.
 */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoleTableTest {
  private Path directory;
  private Office office;
  private ServedPages pages;

  @BeforeAll
  void open(@TempDir Path made) throws Exception {
    directory = made;
    office = new Office(directory);
    pages = new ServedPages(office);
    for (Role role : Role.values()) {
      if (role != Role.QA) {
        pages.name(name(role), role.name());
        office.done("login", "--user", name(role), "--passphrase-file", name(role) + ".passphrase");
      }
    }
    office.login("carol");
  }

  @AfterAll
  void close() throws Exception {
    pages.close();
    office.close();
  }

  /** One person for each role; carol listens, because only a listener names another. */
  private static String name(Role role) {
    return role == Role.QA ? "carol" : role.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Rows of the table: who may. */
  private static Map<String, String> rows(String prefix) throws Exception {
    Map<String, String> rows = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("../docs/roles.md"))) {
      Matcher row = Pattern.compile("\\| `([^`]+)` \\| ([^|]+) \\| ([^|]+) \\|").matcher(line);
      if (row.matches() && row.group(1).startsWith("page ") == prefix.equals("page ")) {
        rows.put(row.group(1).substring(prefix.length()), row.group(2).strip());
      }
    }
    return rows;
  }

  private static boolean may(String row, Role role) {
    return row.equals("anyone") || Set.of(row.split(", ")).contains(role.name());
  }

  @Test
  void everyCommandIsRefusedToEveryRoleTheTableDoesNotName() throws Exception {
    Map<String, String> table = rows("");
    UUID id = pages.home.marker().id();
    int asked = 0;
    try (Keyring keyring =
        new Keyring(pages.home.keys(), id, () -> office.now, office.environment)) {
      var admission = new Admission(keyring);
      for (CommandLine leaf : CommandTree.leaves(CommandTree.in(Language.EN))) {
        String command = leaf.getCommandSpec().qualifiedName().substring("assent ".length());
        Needs needs = leaf.getCommand().getClass().getAnnotation(Needs.class);
        if (leaf.getCommand() instanceof EngineCommand && needs != null) {
          for (Role role : Role.values()) {
            assertThat(admitted(admission, Set.of(needs.value()), name(role)))
                .as("%s %s", role, command)
                .isEqualTo(may(table.getOrDefault(command, ""), role));
            asked++;
          }
        }
      }
    }
    assertThat(asked).as("commands times roles").isGreaterThan(500);
  }

  /** What decides before any command of an engine runs, asked with a real session. */
  private static boolean admitted(Admission admission, Set<Role> needs, String name) {
    var request =
        new Request(
            List.of(),
            Path.of("/"),
            name,
            "tester",
            Language.EN,
            OutputFormat.TABLE,
            false,
            false,
            0);
    try {
      admission.admit(needs, request, Visitor.nobody()).person().ifPresent(Person::close);
      return true;
    } catch (UserError refused) {
      assertThat(refused.said().code()).isEqualTo("user.lacks_role");
      return false;
    }
  }

  /** Of an engine that nobody unlocked: what there is to ask does not depend on keys. */
  private Collection<PageAction> actions() throws Exception {
    Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    try (Office other = new Office(elsewhere)) {
      Home home = other.init();
      HomeLock lock = HomeLock.take(home.root()).orElseThrow();
      try (Engine engine =
          Engine.start(home, lock, other.machine(), false, (_, _, _) -> Exit.DONE)) {
        return engine.parts().pageActions().all();
      }
    }
  }

  @Test
  void theTableNamesEveryActAndItsRoles() throws Exception {
    Map<String, String> table = rows("page ");
    Map<String, String> enforced = new TreeMap<>();
    for (PageAction action : actions()) {
      enforced.put(
          action.name(),
          action.roles().isEmpty()
              ? "anyone"
              : String.join(
                  ", ", EnumSet.copyOf(action.roles()).stream().map(Role::name).toList()));
    }
    assertThat(table).isEqualTo(enforced);
  }

  /**
   * Over TLS as a browser asks it, or, where only the pages' process asks, signed by the person.
   */
  @Test
  void everyActIsRefusedToEveryRoleTheTableDoesNotName() throws Exception {
    Map<String, String> table = rows("page ");
    for (Role role : Role.values()) {
      byte[] secret = pages.enrol(name(role));
      try (Browsing browser = new Browsing(pages)) {
        String passphrase = role == Role.QA ? Office.CAROL : name(role) + "'s long passphrase";
        assertThat(browser.signIn(name(role), passphrase, pages.code(secret)).status())
            .as("%s", role)
            .isEqualTo(200);
        EngineActs own = pages.signedIn(name(role), passphrase, secret);
        for (var row : table.entrySet()) {
          String act = row.getKey();
          if (act.startsWith("session.")) {
            continue; // everybody's; ends what is asked here
          }
          Browsing.Answer answer = browser.post("/api/act/" + act, Map.of());
          String code =
              answer.code().equals("NOT_FOUND") ? ServedPages.said(own, act) : answer.code();
          assertThat(code.equals("ROLE"))
              .as("%s %s: %s", role, act, code)
              .isEqualTo(!may(row.getValue(), role));
        }
        assertThat(browser.get("/api/session").status()).as("%s", role).isEqualTo(200);
      }
    }
  }

  @Test
  void conflictingRolesAreRefusedInOnePersonAndTheRestAreNot() {
    Set<String> refused = new TreeSet<>();
    for (Role one : Role.values()) {
      for (Role other : Role.values()) {
        if (!RoleConflict.in(EnumSet.of(one, other)).isEmpty() && one.compareTo(other) < 0) {
          refused.add(one + "+" + other);
        }
      }
    }
    assertThat(refused)
        .contains(
            "OPERATOR+COMPLIANCE",
            "COMPLIANCE+DATA_ADMIN",
            "OPERATOR+QA",
            "OPERATOR+INTAKE",
            "SECURITY+SYS_ADMIN",
            "QA+SYS_ADMIN",
            "COMPLIANCE+SECURITY")
        .doesNotContain("SYS_ADMIN+AUDITOR", "QA+INTAKE", "SECURITY+AUDITOR", "COMPLIANCE+LEGAL");
    Visitor visitor = Visitor.nobody();
    assertThat(
            office.run(
                visitor,
                "user",
                "add",
                "both:OPERATOR+COMPLIANCE",
                "--passphrase-file",
                "bob.passphrase",
                "--as",
                "bob"))
        .isEqualTo(Exit.USAGE);
    assertThat(visitor.words()).contains("cannot have these roles together");
  }
}
