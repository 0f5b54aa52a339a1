package dev.assent.dialer.cli.law;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Requirement;
import dev.assent.compliance.policy.PolicyBook;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Office;
import dev.assent.dialer.cli.Visitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The law of a home: what holds at once, what waits for a second person, what is refused. */
@Timeout(120)
class PolicyLawTest {
  private static final String STRICT = PolicyBook.candidates().get("packs/cn-own-customer.yaml");

  @TempDir Path directory;
  private Office office;

  @BeforeEach
  void open() throws IOException {
    office = new Office(directory);
    office.init();
    office.login("alice");
  }

  @AfterEach
  void close() throws IOException {
    office.close();
  }

  @Test
  @Requirement({"R03", "X-01"})
  void aNewHomeTakesTheStrictPacksAndNoProfile() {
    String listed = office.done("policy", "list", "-o", "csv");
    assertThat(row(listed, "cn-own-customer")).contains(",BASE,IN_FORCE,");
    assertThat(row(listed, "finance")).contains(",LIMITS,IN_FORCE,");
    assertThat(row(listed, "us-tcpa")).contains(",US,BASE,IN_FORCE,");
    assertThat(row(listed, "cn-vendor")).contains(",PROFILE,CANDIDATE,");
    assertThat(office.done("policy", "show", "us-tcpa")).contains("K: not re-verified");
    assertThat(office.done("policy", "diff", "cn-own-customer", "cn-callcentre", "-o", "csv"))
        .contains("purposes,");
    assertThat(office.run(Visitor.nobody(), "policy", "test")).isEqualTo(Exit.DONE);
  }

  @Test
  void aStricterPackHoldsAtOnce() throws IOException {
    Path file = pack("version: 3", "version: 4", "ringMaxSec: 45", "ringMaxSec: 40");
    Visitor alice = Visitor.nobody();
    assertThat(office.run(alice, "policy", "add", file.toString())).isEqualTo(Exit.DONE);
    assertThat(alice.words()).contains("is in force");
    assertThat(office.done("policy", "show", "cn-own-customer", "-o", "csv"))
        .contains("ringMaxSec,40,");
    assertThat(installed()).contains("ringMaxSec: 40");
    assertThat(
            office.done(
                "policy", "show", "cn-own-customer", "--at", "2026-09-15T02:00:00Z", "-o", "csv"))
        .contains("ringMaxSec,40,");
  }

  @Test
  void aLooserPackWaitsForASecondPerson() throws IOException {
    Path file = pack("version: 3", "version: 4", "ringMaxSec: 45", "ringMaxSec: 50");
    Visitor alice = Visitor.nobody();
    assertThat(office.run(alice, "policy", "add", file.toString())).isEqualTo(Exit.DONE);
    assertThat(alice.words()).contains("waits for a second person").contains("looser: ringMaxSec");
    assertThat(installed()).contains("ringMaxSec: 45");
    assertThat(office.run(Visitor.nobody(), "policy", "approve", "cn-own-customer"))
        .isEqualTo(Exit.NOT_PERMITTED);

    office.done("logout", "--all");
    office.login("bob");
    office.done("policy", "approve", "cn-own-customer");
    assertThat(installed()).contains("ringMaxSec: 50");
    assertThat(row(office.done("policy", "list", "-o", "csv"), "cn-own-customer"))
        .contains(",IN_FORCE,")
        .contains(",alice,bob,");
    office.done("policy", "retire", "cn-own-customer");
    assertThat(row(office.done("policy", "list", "-o", "csv"), "cn-own-customer"))
        .contains(",RETIRED,");
  }

  @Test
  void aWaitingVersionIsTakenBackAndTheOneInForceStays() throws IOException {
    Path fourth = pack("version: 3", "version: 4", "ringMaxSec: 45", "ringMaxSec: 50");
    office.done("policy", "add", fourth.toString());
    Path fifth = pack("version: 3", "version: 5", "ringMaxSec: 45", "ringMaxSec: 55");
    office.done("policy", "add", fifth.toString());
    office.done("logout", "--all");
    office.login("bob");

    Visitor bob = Visitor.nobody();
    assertThat(office.run(bob, "policy", "retire", "cn-own-customer")).isEqualTo(Exit.USAGE);
    assertThat(bob.words())
        .contains("3 IN_FORCE", "4 WAITING", "5 WAITING", "say which by --version");
    assertThat(office.run(Visitor.nobody(), "policy", "approve", "cn-own-customer"))
        .as("which of two")
        .isEqualTo(Exit.USAGE);
    office.done("policy", "retire", "cn-own-customer", "--version", "4");
    assertThat(office.done("policy", "list", "-o", "csv"))
        .contains("cn-own-customer,3,CN,BASE,IN_FORCE,", "cn-own-customer,5,CN,BASE,WAITING,")
        .doesNotContain("cn-own-customer,4,");
    office.done("policy", "approve", "cn-own-customer");
    assertThat(office.done("policy", "list", "-o", "csv"))
        .contains("cn-own-customer,5,CN,BASE,IN_FORCE,");
    assertThat(installed()).contains("ringMaxSec: 55");
  }

  @Test
  void aProfileNeedsTwoPeople() throws IOException {
    Visitor alice = Visitor.nobody();
    Path profile = office.home().resolve("conf/packs/cn-vendor.yaml");
    assertThat(office.run(alice, "policy", "add", profile.toString())).isEqualTo(Exit.DONE);
    assertThat(alice.words()).contains("it loosens");
    assertThat(row(office.done("policy", "list", "-o", "csv"), "cn-vendor")).contains(",WAITING,");
    office.done("logout", "--all");
    office.login("bob");
    office.done("policy", "approve", "cn-vendor");
    assertThat(row(office.done("policy", "list", "-o", "csv"), "cn-vendor")).contains(",IN_FORCE,");
  }

  @Test
  void anEditedFileIsNoLaw() throws IOException {
    office.done("policy", "list");
    Path file = office.home().resolve("conf/packs/cn-own-customer.yaml");
    Files.writeString(file, STRICT.replace("ringMaxSec: 45", "ringMaxSec: 90"));
    assertThat(row(office.done("policy", "list", "-o", "csv"), "cn-own-customer"))
        .contains(",EDITED,");
    office.done("unlock");
    Visitor alice = Visitor.nobody();
    office.run(alice, "doctor");
    assertThat(alice.data()).contains("conf holds another cn-own-customer than was registered");
    Files.delete(file);
    assertThat(row(office.done("policy", "list", "-o", "csv"), "cn-own-customer"))
        .contains(",IN_FORCE,");
    assertThat(installed()).isEqualTo(STRICT);
  }

  @Test
  void aMistakeIsToldAtItsLine() throws IOException {
    Path file = pack("ringMaxSec: 45", "ringMaxSecs: 45", "version: 3", "version: 4");
    Visitor alice = Visitor.nobody();
    assertThat(office.run(alice, "policy", "add", file.toString())).isEqualTo(Exit.CONFIG);
    assertThat(alice.words()).contains("did you mean 'ringMaxSec'");
    Path old = pack("ringMaxSec: 45", "ringMaxSec: 40", "version: 3", "version: 1");
    assertThat(office.run(alice, "policy", "add", old.toString())).isEqualTo(Exit.CONFIG);
    assertThat(alice.words()).contains("version must be above 3");
  }

  @Test
  @Requirement("R27")
  void nextYearNeedsItsNoticeAndASecondPerson() throws IOException {
    String text =
        PolicyBook.candidates()
            .get("calendars/cn-2026.yaml")
            .replace("year: 2026", "year: 2027")
            .replaceAll("published: .*", "published: 2026-11-10")
            .replaceAll("(?s)daysOff:\n.*?makeUp", "daysOff: [2027-01-01..2027-01-13]\nmakeUp")
            .replaceAll("(?s)makeUp:\n.*?statutory", "makeUp: [2027-01-16 saturday]\nstatutory")
            .replaceAll(
                "(?s)statutory:\n.*?# Counted", "statutory: [2027-01-01..2027-01-13]\n# Counted")
            .replace("daysOff: 33, makeUp: 6", "daysOff: 13, makeUp: 1");
    Path file = Files.writeString(directory.resolve("cn-2027.yaml"), text);
    Path notice = Files.writeString(directory.resolve("notice.txt"), "the notice");
    assertThat(office.done("calendar", "check", file.toString())).contains("2027-01  # # #");

    office.done("calendar", "add", file.toString(), "--notice", notice.toString());
    assertThat(row(office.done("calendar", "list", "-o", "csv"), "CN-2027")).contains(",WAITING,");
    office.done("logout", "--all");
    office.login("bob");
    office.done("calendar", "approve", "2027");
    assertThat(row(office.done("calendar", "list", "-o", "csv"), "CN-2027"))
        .contains(",IN_FORCE,")
        .contains(",alice,bob,");
    assertThat(Files.readString(office.home().resolve("conf/calendars/cn-2027.yaml")))
        .isEqualTo(text);
  }

  private String installed() throws IOException {
    return Files.readString(office.home().resolve("conf/packs/cn-own-customer.yaml"));
  }

  private Path pack(String from, String to, String from2, String to2) throws IOException {
    String text = STRICT.replace(from, to).replace(from2, to2);
    assertThat(text).isNotEqualTo(STRICT);
    return Files.writeString(directory.resolve("changed.yaml"), text);
  }

  private static String row(String listed, String name) {
    return listed
        .lines()
        .filter(line -> line.replace("\uFEFF", "").startsWith(name + ","))
        .findFirst()
        .orElse(listed);
  }
}
