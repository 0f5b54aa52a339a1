package dev.assent.compliance.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Attempt;
import dev.assent.compliance.Campaign;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Gate;
import dev.assent.compliance.Hold;
import dev.assent.compliance.Reason;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.Redemption;
import dev.assent.compliance.journal.SeededSecureRandom;
import dev.assent.compliance.rules.RuleBook;
import dev.assent.compliance.store.seal.Protection;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two stores on one database: what one changes binds the other's next look, remembered or not. */
@Timeout(120)
class TwoStoresTest {

  @ParameterizedTest
  @EnumSource
  void whatTheOtherChangesCountsAtOnce(TestDatabase database) throws Exception {
    try (OneCallHome home = new OneCallHome(database).fill();
        Store other = another(home)) {
      Gate gate = home.gate(RuleBook.standard());
      Attempt attempt = home.attempt();
      Decision.Allow allow = (Decision.Allow) gate.decide(attempt);
      assertThat(gate.decide(attempt)).as("remembered").isInstanceOf(Decision.Allow.class);

      other.registers().setCampaignState(home.campaign.id(), Campaign.State.PAUSED, "anna");
      assertThat(codes(((Decision.Deny) gate.decide(attempt)).reasons()))
          .contains(ReasonCode.CAMPAIGN_NOT_APPROVED);
      assertThat(gate.redeem(allow.permit(), "call-1"))
          .isInstanceOfSatisfying(
              Redemption.Refused.class,
              refused ->
                  assertThat(codes(refused.deny().reasons()))
                      .contains(ReasonCode.CAMPAIGN_NOT_APPROVED));

      other.registers().setCampaignState(home.campaign.id(), Campaign.State.RUNNING, "anna");
      Decision.Allow again = (Decision.Allow) gate.decide(attempt);

      other.killSwitches().set(Hold.Scope.GLOBAL, "", "a drill", "anna");
      assertThat(codes(((Decision.Deny) gate.decide(attempt)).reasons()))
          .contains(ReasonCode.HOLD_ACTIVE);
      assertThat(gate.redeem(again.permit(), "call-2")).isInstanceOf(Redemption.Refused.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aScriptTheOtherRetiresIsNotUsedAgain(TestDatabase database) throws Exception {
    try (OneCallHome home = new OneCallHome(database).fill();
        Store other = another(home)) {
      Gate gate = home.gate(RuleBook.standard());
      Decision.Allow allow = (Decision.Allow) gate.decide(home.attempt());
      other.registers().retireScript(home.script.hash(), "anna");
      assertThat(gate.decide(home.attempt())).isInstanceOf(Decision.Deny.class);
      assertThat(gate.redeem(allow.permit(), "call-1")).isInstanceOf(Redemption.Refused.class);
    }
  }

  private static Store another(OneCallHome home) {
    TestHome first = home.home;
    return Store.open(
        first.settings,
        first.journal(),
        new Protection(first.keys, first.keys, first.keys, (_, _, _) -> true, first.evidence),
        home,
        first.now::get,
        new SeededSecureRandom(77),
        TestHome::wait);
  }

  private static List<ReasonCode> codes(List<Reason> reasons) {
    return reasons.stream().map(Reason::code).toList();
  }
}
