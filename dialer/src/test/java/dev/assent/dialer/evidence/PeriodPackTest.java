package dev.assent.dialer.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.audit.PeriodDossier;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A campaign may be named anything; a line of an inspector's table stays one call. */
@Timeout(30)
class PeriodPackTest {
  private static String line(String campaign) {
    Instant at = Instant.parse("2026-03-02T04:00:00Z");
    UUID id = new UUID(1, 2);
    return PeriodPack.csv(
        new PeriodDossier.Line(
            7, id, id, at, campaign, "sip", "+862100000000", "ab", "BUSY", at, 0, null, 0));
  }

  @Test
  void aNameOfACampaignStaysOneCellAndNoFormula() {
    assertThat(line("spring")).contains(",spring,sip,+862100000000,ab,BUSY,").endsWith(",,,\n");
    assertThat(line("spring, \"late\"")).contains(",\"spring, \"\"late\"\"\",sip,");
    assertThat(line("=cmd|x")).contains(",'=cmd|x,sip,");
    assertThat(line("a\nb")).contains(",\"a\nb\",sip,");
  }
}
