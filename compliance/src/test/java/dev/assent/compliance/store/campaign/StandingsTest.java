package dev.assent.compliance.store.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.World;
import dev.assent.compliance.store.OneCallHome;
import dev.assent.compliance.store.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where a campaign's people stand and how likely they answer, on both databases. */
@Timeout(60)
class StandingsTest {
  @ParameterizedTest
  @EnumSource
  void everybodyStandsSomewhereOnce(TestDatabase database) throws Exception {
    try (OneCallHome home = new OneCallHome(database).fill()) {
      CampaignLists lists = home.store().lists();
      CampaignFigures figures = home.store().figures();
      UUID campaign = home.campaign.id();
      Instant begin = home.home.now.get();
      assertThat(figures.standings(campaign, begin, begin).untouched()).isEqualTo(3);
      assertThat(figures.answerRates(campaign, World.BEIJING).all().rate()).isEqualTo(0.5);
      home.called(0, Outcome.BUSY, Map.of("rang", "true"));
      home.home.tick(Duration.ofMinutes(1));
      Instant now = home.home.now.get();
      Standings people = figures.standings(campaign, now, begin);
      assertThat(people.imported()).isEqualTo(3);
      assertThat(people.untouched()).isEqualTo(2);
      assertThat(people.due()).isEqualTo(1);
      assertThat(people.left()).isEqualTo(3);
      assertThat(people.placedLately()).isEqualTo(1);
      assertThat(figures.standings(campaign, begin.minusSeconds(60), now.plusSeconds(60)))
          .extracting(Standings::waiting, Standings::placedLately)
          .containsExactly(1L, 0L);
      AnswerRates rates = figures.answerRates(campaign, World.BEIJING);
      assertThat(rates.all().placed()).isEqualTo(1);
      assertThat(rates.all().rate()).isCloseTo(1 / 3.0, within(1e-9));
      assertThat(rates.best()).containsExactly(begin.atZone(World.BEIJING).getHour());
      assertThat(lists.sample(campaign, 3)).hasSize(3).doesNotHaveDuplicates();
      assertThat(lists.sample(campaign, 2)).isNotEmpty().doesNotHaveDuplicates();
    }
  }
}
