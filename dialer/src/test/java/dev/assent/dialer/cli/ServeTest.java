package dev.assent.dialer.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Signing in to the pages, over real TLS, with a real engine behind them. */
@Timeout(300)
class ServeTest {
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

  @Test
  void aPersonSignsInWithPassphraseAndCodeAndOut() throws Exception {
    byte[] secret = pages.enrol("carol");
    assertThat(browser.get("/api/session").status()).isEqualTo(401);

    Browsing.Answer in = browser.signIn("carol", Office.CAROL, pages.code(secret));
    assertThat(in.status()).as(in.text()).isEqualTo(200);
    assertThat(in.body().path("user").asText()).isEqualTo("carol");
    assertThat(in.body().path("roles").toString()).isEqualTo("[\"QA\"]");
    assertThat(in.body().path("idleSeconds").asInt()).isEqualTo(900);
    assertThat(browser.get("/api/session").status()).isEqualTo(200);
    assertThat(pages.console.signedIn()).isEqualTo(1);

    assertThat(browser.post("/api/logout", Map.of()).status()).isEqualTo(200);
    assertThat(browser.get("/api/session").code()).isEqualTo("SESSION_ENDED");
    assertThat(pages.console.signedIn()).isZero();
  }

  @Test
  void whateverWasWrongTheWordsAreTheSame() throws Exception {
    byte[] secret = pages.enrol("carol");
    String right = pages.code(secret);
    String wrong = right.equals("000000") ? "111111" : "000000";
    Browsing.Answer name = browser.signIn("nobody", Office.CAROL, right);
    Browsing.Answer passphrase = browser.signIn("carol", "not what it is at all", right);
    Browsing.Answer code = browser.signIn("carol", Office.CAROL, wrong);
    assertThat(name.status()).isEqualTo(401);
    assertThat(name.text()).isEqualTo(passphrase.text()).isEqualTo(code.text());
    assertThat(name.code()).isEqualTo("SIGN_IN_REFUSED");
  }

  @Test
  void aCodeCountsOnceAndNotAfterANewerOne() throws Exception {
    byte[] secret = pages.enrol("carol");
    String older = pages.code(secret);
    String code = pages.code(secret);
    assertThat(browser.signIn("carol", Office.CAROL, code).status()).isEqualTo(200);
    browser.post("/api/logout", Map.of());
    assertThat(browser.signIn("carol", Office.CAROL, code).code()).isEqualTo("SIGN_IN_REFUSED");
    assertThat(browser.signIn("carol", Office.CAROL, older).code()).isEqualTo("SIGN_IN_REFUSED");
    assertThat(browser.signIn("carol", Office.CAROL, pages.code(secret)).status()).isEqualTo(200);
  }

  @Test
  void withoutACodeDeviceNobodySignsIn() throws Exception {
    Browsing.Answer answer = browser.signIn("carol", Office.CAROL, "123456");
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("NO_CODE_DEVICE");
  }

  @Test
  void mistakesShutTheDoorLongerAndLongerAndOutliveTheEngine() throws Exception {
    byte[] secret = pages.enrol("carol");
    for (int mistake = 0; mistake < 5; mistake++) {
      assertThat(browser.signIn("carol", "wrong passphrase", "000000").code())
          .isEqualTo("SIGN_IN_REFUSED");
    }
    Browsing.Answer shut = browser.signIn("carol", Office.CAROL, "000000");
    assertThat(shut.status()).isEqualTo(429);
    assertThat(shut.code()).isEqualTo("LOCKED_OUT");

    pages.restartEngine();
    assertThat(browser.signIn("carol", Office.CAROL, "000000").code()).isEqualTo("LOCKED_OUT");

    office.now = office.now.plus(Duration.ofMinutes(1));
    assertThat(browser.signIn("carol", "wrong again, sorry", "000000").code())
        .isEqualTo("SIGN_IN_REFUSED");
    office.now = office.now.plus(Duration.ofSeconds(60));
    assertThat(browser.signIn("carol", Office.CAROL, pages.code(secret)).code())
        .isEqualTo("LOCKED_OUT");
    office.now = office.now.plus(Duration.ofSeconds(60));
    assertThat(browser.signIn("carol", Office.CAROL, pages.code(secret)).status()).isEqualTo(200);
  }

  @Test
  void aSessionEndsWhenIdleAndAfterEightHours() throws Exception {
    byte[] secret = pages.enrol("carol");
    browser.signIn("carol", Office.CAROL, pages.code(secret));
    office.now = office.now.plus(Duration.ofMinutes(14));
    assertThat(stepUp(secret).status()).isEqualTo(200);
    office.now = office.now.plus(Duration.ofMinutes(15));
    assertThat(browser.get("/api/session").status()).isEqualTo(401);

    browser.signIn("carol", Office.CAROL, pages.code(secret));
    for (int quarter = 0; quarter < 35; quarter++) {
      office.now = office.now.plus(Duration.ofMinutes(13));
      assertThat(stepUp(secret).status()).as("%s", office.now).isEqualTo(200);
    }
    office.now = office.now.plus(Duration.ofMinutes(13));
    assertThat(stepUp(secret).code()).isEqualTo("SESSION_ENDED");
  }

  private Browsing.Answer stepUp(byte[] secret) throws Exception {
    return browser.post("/api/act/session.step-up", Map.of("code", pages.code(secret)));
  }

  @Test
  void stolenCookiesAreWorthNothingInAnotherBrowserAndEndTheSession() throws Exception {
    byte[] secret = pages.enrol("carol");
    browser.get("/");
    browser.signIn("carol", Office.CAROL, pages.code(secret));
    try (Browsing thief = new Browsing(pages)) {
      browser.cookies.getCookieStore().getCookies().stream()
          .filter(cookie -> cookie.getName().contains("session"))
          .forEach(
              cookie ->
                  thief
                      .cookies
                      .getCookieStore()
                      .add(java.net.URI.create(pages.console.url()), cookie));
      assertThat(thief.get("/api/session").status()).isEqualTo(401);
    }
    assertThat(browser.get("/api/session").status()).isEqualTo(401);

    browser.signIn("carol", Office.CAROL, pages.code(secret));
    browser.agent = "curl with every cookie";
    assertThat(browser.get("/api/session").status()).isEqualTo(401);
  }

  @Test
  void anActWithoutTheTokenOrFromElsewhereIsRefused() throws Exception {
    byte[] secret = pages.enrol("carol");
    browser.signIn("carol", Office.CAROL, pages.code(secret));
    String token = browser.csrf;
    browser.csrf = "guessed";
    assertThat(browser.post("/api/logout", Map.of()).code()).isEqualTo("CSRF");
    browser.csrf = token;
    assertThat(browser.post("/api/logout", Map.of(), "Origin", "https://example.com").code())
        .isEqualTo("CSRF");
    assertThat(browser.post("/api/logout", Map.of(), "Sec-Fetch-Site", "cross-site").code())
        .isEqualTo("CSRF");
    assertThat(browser.get("/api/session").status()).isEqualTo(200);
  }

  @Test
  void everyAnswerCarriesThePolicyAndIsNotKept() throws Exception {
    for (String path : new String[] {"/", "/api/session", "/nothing/here", "/../../etc/passwd"}) {
      Browsing.Answer answer = browser.get(path);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .as(path)
          .contains("default-src 'none'")
          .doesNotContain("unsafe");
      assertThat(answer.headers().firstValue("Cache-Control")).contains("no-store");
      assertThat(answer.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
    }
    assertThat(browser.get("/").headers().allValues("Set-Cookie"))
        .allSatisfy(
            cookie ->
                assertThat(cookie).contains("Secure", "HttpOnly", "SameSite=Strict", "Path=/"));
  }

  @Test
  void absurdRequestsAreRefused() throws Exception {
    assertThat(browser.get("/" + "a".repeat(5000)).status()).isBetween(400, 431);
    assertThat(browser.get("/", "X-Long", "a".repeat(20_000)).status()).isBetween(400, 431);
    assertThat(browser.post("/api/login", Map.of("user", "a".repeat(100_000))).status())
        .isBetween(400, 431);
    assertThat(browser.post("/api/login", "no object").code()).isEqualTo("BAD_REQUEST");
    assertThat(browser.post("/api/act/session.begin", Map.of()).status()).isEqualTo(401);
    assertThat(browser.get("/api/session").status()).isEqualTo(401);
  }

  @Test
  void olderTlsIsNotSpoken() throws Exception {
    try (Browsing old = new Browsing(pages, "TLSv1.2")) {
      assertThatThrownBy(() -> old.get("/")).isInstanceOf(SSLException.class);
    }
  }

  @Test
  void withTheEngineGoneThePagesSayWhatToDo() throws Exception {
    byte[] secret = pages.enrol("carol");
    browser.signIn("carol", Office.CAROL, pages.code(secret));
    pages.stopEngine();
    Browsing.Answer gone =
        browser.post("/api/act/session.step-up", Map.of("code", pages.code(secret)));
    assertThat(gone.status()).isEqualTo(503);
    assertThat(gone.code()).isEqualTo("ENGINE_GONE");
    assertThat(gone.body().path("said").path("en").asText()).contains("no engine");
    assertThat(gone.body().path("said").path("zh").asText()).contains("引擎");
  }

  @Test
  void lockingTheEngineEndsEverySession() throws Exception {
    byte[] secret = pages.enrol("carol");
    browser.signIn("carol", Office.CAROL, pages.code(secret));
    office.done("lock");
    assertThat(stepUp(secret).code()).isEqualTo("ENGINE_LOCKED");
    office.done("unlock", "--user", "alice", "--passphrase-file", "alice.passphrase");
    assertThat(stepUp(secret).code()).isEqualTo("SESSION_ENDED");
    assertThat(browser.get("/api/session").status()).isEqualTo(401);
  }

  @Test
  void theKeyOfThePagesIsNobodyElses() throws Exception {
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(pages.home.keys().resolve("pages.pem"))))
        .isEqualTo("rw-------");
    assertThat(pages.console.fingerprint()).matches("([0-9A-F]{2}:){31}[0-9A-F]{2}");
  }
}
