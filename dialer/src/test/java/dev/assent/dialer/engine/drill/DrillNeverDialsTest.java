package dev.assent.dialer.engine.drill;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Clearance;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Redemption;
import dev.assent.compliance.World;
import dev.assent.compliance.consent.Channel;
import dev.assent.compliance.consent.ConsentForm;
import dev.assent.compliance.consent.GrantScope;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.numbering.Whereabouts;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.policy.QuietTimes;
import dev.assent.compliance.store.LawfulHome;
import dev.assent.dialer.engine.law.GateLaw;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Even a clearance that was given sends nothing in the home of a drill. */
@Timeout(60)
class DrillNeverDialsTest {
  private static final Instant NOW = World.beijing("2026-03-17T10:00:00");

  @Test
  void aClearanceIsGoodInAHomeAndNeverInADrills() throws Exception {
    try (LawfulHome home = LawfulHome.h2()) {
      Campaign campaign = home.campaignOf(List.of(person()));
      List<UUID> contacts = new ArrayList<>();
      home.store().lists().forEachContact(campaign.id(), contacts::add);
      home.at(NOW);
      Clearance clearance =
          cleared(home, new Attempt(campaign.id(), contacts.getFirst(), World.TRUNK));
      GateLaw drill = law(home, true);
      assertThat(drill.against(clearance)).isPresent();
      assertThat(drill.maySendAgain(clearance, "503")).isFalse();
      assertThat(law(home, false).against(clearance)).as("nothing else stood against it").isEmpty();
    }
  }

  private static GateLaw law(LawfulHome home, boolean drill) {
    return new GateLaw(home.gate(), home.store().attempts(), Optional.empty(), drill);
  }

  private static Clearance cleared(LawfulHome home, Attempt attempt) {
    return home.gate().decide(attempt) instanceof Decision.Allow allowed
            && home.gate().redeem(allowed.permit(), "call@test")
                instanceof Redemption.Cleared(Clearance clearance)
        ? clearance
        : org.assertj.core.api.Assertions.fail("refused: " + home.gate().decide(attempt));
  }

  private static ContactRow person() {
    return new ContactRow(
        1,
        PhoneNumber.ofE164("+8619900000001"),
        "Person 1",
        null,
        Whereabouts.UNSAID,
        "zh-CN",
        null,
        QuietTimes.NONE,
        World.beijing("2026-12-01T00:00:00"),
        List.of(
            new ContactRow.GivenGrant(
                GrantScope.CALL,
                Set.of(Purpose.MARKETING),
                Set.of(Channel.VOICE),
                true,
                ConsentForm.WEB_TICK,
                "notice 1",
                World.beijing("2026-03-01T10:00:00"),
                World.beijing("2026-12-01T00:00:00"),
                "e".repeat(64),
                null)));
  }
}
