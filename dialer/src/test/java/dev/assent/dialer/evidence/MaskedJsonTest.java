package dev.assent.dialer.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.compliance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An inspector's pack shows no number but ours, whoever wrote it and however. */
@Timeout(30)
@Requirement("B-22")
class MaskedJsonTest {
  private static JsonNode masked(String json) throws Exception {
    return MaskedJson.of(new ObjectMapper().readTree(json));
  }

  @Test
  void aCalledNumberIsMaskedAlsoBehindACarriersPrefix() throws Exception {
    for (String written :
        new String[] {"+8619900001234", "00088086199000" + "01234", "9#19900001234"}) {
      String shown = masked("{\"written\": \"" + written + "\"}").path("written").asText();
      assertThat(shown).doesNotContain("00001234", "1990000").contains("*");
    }
  }

  @Test
  void aNumberInTheWordsOfACarrierIsMasked() throws Exception {
    assertThat(masked("{\"sip\": \"607 Unwanted by +8619900001234\"}").path("sip").asText())
        .isEqualTo("607 Unwanted by 199****1234");
    assertThat(masked("{\"callInfo\": \"<sip:8619900001234@192.0.2.1>\"}").toString())
        .doesNotContain("19900001234");
  }

  @Test
  void idsTimesAndOurOwnNumberStay() throws Exception {
    for (String told :
        new String[] {
          "{\"attempt\":\"0b6e8a52-6a5c-4f0e-9d5e-123456789012\"}",
          "{\"at\":\"2026-03-02T04:00:00.123456789Z\"}",
          "{\"sha256\":\"" + "12345678901a".repeat(5) + "abcd\"}",
          "{\"callerNumber\":\"+862100000000\",\"line\":\"4006001234\"}",
          "{\"sip\":\"Q.850;cause=21;location=LN\"}"
        }) {
      assertThat(masked(told)).hasToString(told);
    }
  }
}
