package dev.assent.dialer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.dialer.Exit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Refusals taken down at the INTAKE page, and accounts that do too much. */
@Timeout(300)
class IntakeTest {
  @TempDir Path directory;
  private Office office;
  private ServedPages pages;
  private Browsing browser;

  @BeforeEach
  void open() throws Exception {
    office = new Office(directory);
    pages = new ServedPages(office);
    browser = new Browsing(pages);
  }

  @AfterEach
  void close() throws Exception {
    browser.close();
    pages.close();
    office.close();
  }

  private void signInAs(String user, String role) throws Exception {
    pages.name(user, role);
    byte[] secret = pages.enrol(user);
    assertThat(browser.signIn(user, user + "'s long passphrase", pages.code(secret)).status())
        .isEqualTo(200);
  }

  private Browsing.Answer add(String number) throws Exception {
    return browser.post("/api/act/refusal.add", Map.of("number", number, "channel", "PHONE"));
  }

  @Test
  void aRefusalIsDurableBeforeItIsConfirmedHoweverTheNumberWasSaid() throws Exception {
    signInAs("iris", "INTAKE");
    for (String said :
        new String[] {
          "199 0000 0001",
          "+86 199-0000-0001",
          "幺九九零零零零零零零幺",
          "one nine nine, oh oh oh oh, triple oh one",
          "１９９０００００００１"
        }) {
      Browsing.Answer answer = add(said);
      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      assertThat(answer.body().path("durable").asBoolean()).isTrue();
      assertThat(answer.body().path("receipt").asText()).matches("[0-9]{4}-[0-9]{4}");
      assertThat(answer.text()).doesNotContain("19900000001");
      office.now = office.now.plus(Duration.ofSeconds(10));
    }
    String why = office.done("dnc", "why", "+8619900000001", "-o", "csv", "--as", "bob");
    assertThat(why.lines().filter(line -> line.contains("intake"))).hasSize(5);
    assertThat(why).contains("AGENT").contains("iris");
  }

  @Test
  void whatStandsAgainstEachNumberOfAFile() throws Exception {
    signInAs("iris", "INTAKE");
    add("19900000001");
    add("19900000002");
    Path file = Files.writeString(directory.resolve("asked"), "19900000001\n\n19900000003\n");
    String why = office.done("dnc", "why", "--file", file.toString(), "-o", "csv", "--as", "bob");
    assertThat(why.lines().skip(1)).singleElement().asString().startsWith("199****0001,AGENT");
    Files.writeString(file, "19900000001\n1990000000\n");
    Visitor visitor = Visitor.nobody();
    assertThat(office.run(visitor, "dnc", "why", "--file", file.toString(), "--as", "bob"))
        .isEqualTo(Exit.USAGE);
    assertThat(visitor.words()).contains("asked, line 2").doesNotContain("1990000000");
  }

  @Test
  void theAnswerTellsNothingAboutTheNumber() throws Exception {
    signInAs("iris", "INTAKE");
    Browsing.Answer first = add("19900000002");
    Browsing.Answer again = add("19900000002");
    assertThat(again.status()).isEqualTo(first.status());
    assertThat(again.body().fieldNames())
        .toIterable()
        .containsExactlyElementsOf(() -> first.body().fieldNames());
    assertThat(again.body().path("receipt")).isNotEqualTo(first.body().path("receipt"));
    for (String look : new String[] {"qa.queue", "qa.reveal", "dnc.why"}) {
      assertThat(browser.post("/api/act/" + look, Map.of()).status()).as(look).isIn(403, 404);
    }
  }

  @Test
  void whatIsNoNumberIsRefusedWithoutRepeatingIt() throws Exception {
    signInAs("iris", "INTAKE");
    for (String wrong : new String[] {"", "110", "1990000", "call me maybe", "9".repeat(300)}) {
      Browsing.Answer answer = add(wrong);
      assertThat(answer.code()).as(wrong).isEqualTo("NUMBER");
      if (!wrong.isEmpty()) {
        assertThat(answer.text()).doesNotContain(wrong);
      }
    }
    Map<String, String> tomorrow =
        Map.of("number", "19900000003", "channel", "PHONE", "at", "2030-01-01T00:00:00Z");
    assertThat(browser.post("/api/act/refusal.add", tomorrow).code()).isEqualTo("TIME");
    assertThat(
            browser
                .post("/api/act/refusal.add", Map.of("number", "19900000003", "channel", "PIGEON"))
                .code())
        .isEqualTo("CHANNEL");
  }

  @Test
  void nobodyTakesThemDownFasterThanPeopleSpeak() throws Exception {
    signInAs("iris", "INTAKE");
    int taken = 0;
    for (int i = 0; i < 25; i++) {
      if (add("199000000%02d".formatted(i)).status() == 200) {
        taken++;
      }
    }
    assertThat(taken).isEqualTo(20);
    assertThat(add("19900000090").code()).isEqualTo("TOO_FAST");
    office.now = office.now.plus(Duration.ofMinutes(2));
    assertThat(add("19900000090").status()).isEqualTo(200);
  }

  @Test
  void anAuditorTakesNothingDown() throws Exception {
    signInAs("ada", "AUDITOR");
    Browsing.Answer answer = add("19900000004");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("ROLE");
  }

  @Test
  void aPlayerThatFetchesInBulkFreezesTheAccountUntilTwoPeopleReleaseIt() throws Exception {
    byte[] secret = pages.enrol("carol");
    assertThat(pages.anomaly("carol", Office.CAROL, secret)).isEqualTo("NOTED");
    assertThat(pages.anomaly("carol", Office.CAROL, secret)).isEqualTo("NOTED");
    assertThat(pages.anomaly("carol", Office.CAROL, secret)).isEqualTo("FROZEN");
    assertThat(pages.anomaly("carol", Office.CAROL, secret)).isEqualTo("SESSION_ENDED");
    assertThat(browser.signIn("carol", Office.CAROL, pages.code(secret)).code())
        .isEqualTo("FROZEN");
    assertThat(office.done("user", "review", "-o", "csv", "--as", "bob")).contains("BULK");

    pages.name("dave", "SECURITY");
    office.done("login", "--user", "dave", "--passphrase-file", "dave.passphrase");
    Visitor bob = Visitor.nobody();
    assertThat(office.run(bob, "user", "unfreeze", "carol", "--as", "bob")).isEqualTo(Exit.DONE);
    assertThat(bob.words()).contains("needs that of the other");
    office.done("user", "unfreeze", "carol", "--as", "bob");
    assertThat(browser.signIn("carol", Office.CAROL, pages.code(secret)).code())
        .as("twice the same word is one word")
        .isEqualTo("FROZEN");
    office.done("user", "unfreeze", "carol", "--as", "dave");
    assertThat(browser.signIn("carol", Office.CAROL, pages.code(secret)).status()).isEqualTo(200);
  }

  @Test
  void moreThanAnybodyCanHearFreezesTheAccount() throws Exception {
    byte[] secret = pages.enrol("carol");
    browser.signIn("carol", Office.CAROL, pages.code(secret));
    Map<String, String> play =
        Map.of("recording", "0198c0de-0000-7000-8000-000000000000", "purpose", "QUALITY");
    var pace = dev.assent.compliance.access.AccessLimits.USUAL;
    for (int i = 0; i < pace.plays(); i++) {
      // recording.share is asked by the pages themselves, never by a browser
      office.now = office.now.plus(Duration.ofSeconds(1));
      assertThat(pages.share("carol", Office.CAROL, secret, play)).isEqualTo("RECORDING_UNKNOWN");
    }
    assertThat(pages.share("carol", Office.CAROL, secret, play)).isEqualTo("FROZEN");
    assertThat(browser.get("/api/session").status()).isEqualTo(200);
    assertThat(browser.post("/api/act/refusal.add", Map.of()).code()).isEqualTo("SESSION_ENDED");
  }

  @Test
  void nothingSecretIsInLogsOrJournal() throws Exception {
    signInAs("iris", "INTAKE");
    add("19900000005");
    browser.signIn("iris", "a passphrase in the wrong place", "123456");
    browser.signIn("a passphrase in the wrong place", "whatever it is", "123456");
    pages.stopEngine();
    try (Stream<Path> files = Files.walk(pages.home.root())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String text = Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(text)
            .as("%s", file)
            .doesNotContain("9900000005")
            .doesNotContain("a passphrase in the wrong place")
            .doesNotContain("iris's long passphrase");
      }
    }
  }
}
