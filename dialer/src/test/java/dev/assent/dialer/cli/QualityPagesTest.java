package dev.assent.dialer.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What pages ask for a person who listens, over real TLS, of a real engine without recordings. */
@Timeout(120)
class QualityPagesTest {
  private static final String UNKNOWN = new UUID(9, 9).toString();

  @TempDir Path directory;
  private Office office;
  private ServedPages pages;
  private Browsing browser;

  @BeforeEach
  void signIn() throws Exception {
    office = new Office(directory);
    pages = new ServedPages(office);
    browser = new Browsing(pages);
    byte[] secret = pages.enrol("carol");
    assertThat(browser.signIn("carol", Office.CAROL, pages.code(secret)).status()).isEqualTo(200);
  }

  @AfterEach
  void close() throws Exception {
    browser.close();
    pages.close();
    office.close();
  }

  private Browsing.Answer act(String name, Map<String, Object> body) throws Exception {
    return browser.post("/api/act/" + name, body);
  }

  @Test
  void theQueueIsEmptyAndSaysWhatItCanBeFilteredBy() throws Exception {
    Browsing.Answer answer = act("qa.queue", Map.of("state", "DUE", "from", "2026-09-01"));
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    assertThat(answer.body().path("items")).isEmpty();
    assertThat(answer.body().path("total").asInt()).isZero();
    assertThat(answer.body().path("flags").toString()).contains("ONE_WAY_SOUND");
  }

  @Test
  void whatNoPageSendsIsRefusedByName() throws Exception {
    for (String field : new String[] {"flag", "outcome", "from", "state", "cursor", "campaign"}) {
      Browsing.Answer answer = act("qa.queue", Map.of(field, "what?"));
      assertThat(answer.code()).as(field).isEqualTo("QUALITY_BAD_FIELD");
      assertThat(answer.text()).contains(field);
    }
    assertThat(act("qa.take", Map.of("recording", "one")).code()).isEqualTo("QUALITY_BAD_FIELD");
  }

  @Test
  void aRecordingNobodyKnowsIsSaidSo() throws Exception {
    for (String name : new String[] {"qa.checkpoints", "qa.optout"}) {
      assertThat(act(name, Map.of("recording", UNKNOWN)).code())
          .as(name)
          .isEqualTo("RECORDING_UNKNOWN");
    }
  }

  @Test
  void aFieldIsRevealedOnlyAfterASecondCode() throws Exception {
    assertThat(act("qa.reveal", Map.of("recording", UNKNOWN, "field", "number")).code())
        .isEqualTo("STEP_UP");
  }
}
