package dev.assent.dialer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Requirement;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who comes as far as a recording through the pages, over real TLS with a real engine behind. */
@Timeout(120)
class ServedRecordingsTest {
  private static final Map<String, String> WHY = Map.of("purpose", "QUALITY", "caseId", "QA-1");

  @TempDir Path directory;
  private final String recording = "/api/recordings/" + new UUID(1, 2);
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
  @Requirement("R52")
  void aSessionThatEndedOpensNothing() throws Exception {
    assertThat(browser.post(recording + "/open", WHY).status()).isEqualTo(401);
    byte[] secret = pages.enrol("carol");
    browser.signIn("carol", Office.CAROL, pages.code(secret));
    assertThat(browser.post(recording + "/open", WHY).code()).isEqualTo("NO_RECORDING");
    assertThat(browser.get(recording + "/audio.wav", "Range", "bytes=0-43").code())
        .isEqualTo("NOT_OPEN");
    office.now = office.now.plusSeconds(901);
    assertThat(browser.get(recording + "/audio.wav", "Range", "bytes=0-43").status())
        .isEqualTo(401);
  }

  /** Only the pages' own process says what was heard: no page is believed about it. */
  @Test
  void whatPagesAreNotBelievedAboutTheyCannotSay() throws Exception {
    byte[] secret = pages.enrol("carol");
    browser.signIn("carol", Office.CAROL, pages.code(secret));
    for (String act : new String[] {"qa.heard", "recording.share", "session.anomaly"}) {
      assertThat(browser.post("/api/act/" + act, Map.of()).code()).as(act).isEqualTo("NOT_FOUND");
    }
    browser.csrf = "another";
    assertThat(browser.post(recording + "/open", WHY).code()).isEqualTo("CSRF");
  }
}
