package dev.assent.dialer.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Campaign.State;
import dev.assent.compliance.Requirement;
import dev.assent.dialer.campaign.CampaignLife.Deed;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Every deed in every state, while a run of the campaign dials and while none does. */
@Timeout(10)
@Requirement("R04")
class CampaignLifeTest {
  /**
   * In the order of {@link Deed}: submit, approve, set-script, run, pause, resume, drain, stop. Y:
   * yes; d: only while it dials; i: only while it does not.
   */
  private static final Map<State, String> LAWFUL =
      new EnumMap<>(
          Map.of(
              State.DRAFT, "Y.Y.....",
              State.SUBMITTED, ".YY.....",
              State.APPROVED, "..YY...Y",
              State.RUNNING, "..iYY.dY",
              State.PAUSED, "..iY.YdY",
              State.DRAINING, "..ii...Y",
              State.STOPPED, ".......d",
              State.FINISHED, "........"));

  @Test
  void everyDeedInEveryState() {
    for (State state : State.values()) {
      for (Deed deed : Deed.values()) {
        char lawful = LAWFUL.get(state).charAt(List.of(Deed.values()).indexOf(deed));
        assertThat(CampaignLife.may(deed, state, true))
            .as("%s a campaign that is %s and dials", deed, state)
            .isEqualTo(lawful == 'Y' || lawful == 'd');
        assertThat(CampaignLife.may(deed, state, false))
            .as("%s a campaign that is %s and does not dial", deed, state)
            .isEqualTo(lawful == 'Y' || lawful == 'i');
      }
    }
  }

  @Test
  void whoeverIsRefusedIsToldWhatToDo() {
    for (State state : State.values()) {
      for (boolean dialling : new boolean[] {true, false}) {
        assertThat(CampaignLife.next(state, "spring", dialling))
            .startsWith("assent campaign ")
            .contains("spring");
      }
    }
    assertThat(CampaignLife.next(State.PAUSED, "spring", true))
        .isEqualTo("assent campaign resume spring");
    assertThat(CampaignLife.next(State.PAUSED, "spring", false))
        .isEqualTo("assent campaign run spring");
  }
}
