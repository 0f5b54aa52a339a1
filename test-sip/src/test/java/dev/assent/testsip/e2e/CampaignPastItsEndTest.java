package dev.assent.testsip.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Requirement;
import dev.assent.dialer.Exit;
import dev.assent.dialer.cli.Visitor;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** People who may be called again only when the campaign is long over. */
@Timeout(120)
class CampaignPastItsEndTest {
  @TempDir Path root;

  @Test
  @Requirement("R25")
  void aRunDoesNotWaitForWhomItCanNeverCall() throws Exception {
    try (Rehearsal stage = new Rehearsal(root)) {
      String number = Rehearsal.number(100);
      stage.carrier.plan(number, "answer, speech 1, wait 300ms, bye");
      stage.campaign("first", List.of(number));
      stage.run("first").join();

      stage.campaign("second", List.of(number));
      Visitor alice = Visitor.nobody();
      assertThat(stage.give(alice, "campaign", "run", "second", "--yes", "--as", "alice"))
          .isEqualTo(Exit.DONE);
      assertThat(alice.words())
          .contains("second is finished", "before it ends at 2026-10-14T16:00:00Z")
          .contains("1 would be due from 2026-12-14T", "(COOL_OFF)");
      assertThat(stage.done("campaign", "status", "second", "--as", "alice")).contains("FINISHED");
      // Whoever its list brings later is called by another campaign, and who wants it here is told
      // so.
      assertThat(stage.give(alice, "campaign", "run", "second", "--yes", "--as", "alice"))
          .isEqualTo(Exit.NOT_PERMITTED);
      assertThat(alice.words()).contains("second is FINISHED", "a campaign of another name");
      assertThat(stage.carrier.calls()).hasSize(1);
    }
  }
}
