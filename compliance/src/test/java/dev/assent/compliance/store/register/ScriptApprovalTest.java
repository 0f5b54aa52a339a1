package dev.assent.compliance.store.register;

import static dev.assent.compliance.With.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Found;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.World;
import dev.assent.compliance.access.NotAllowed;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.Segment;
import dev.assent.compliance.store.Tables;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nobody approves what they have not heard. */
@Timeout(60)
@Requirement({"R05", "C-22"})
class ScriptApprovalTest {
  private static final byte[] SIGNED = {1};
  private static final byte[] FORGED = {0};
  private static final String SHA256 = "cd".repeat(32);

  @ParameterizedTest
  @EnumSource
  void everySegmentIsHeardBeforeItIsApproved(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Registers registers = home.open().registers();
      Script script = draft(1);
      registers.addScript(script, "anna");
      assertThatThrownBy(() -> registers.approveScript(script.hash(), TestHome.BOB, SIGNED))
          .isInstanceOf(NotAllowed.class)
          .hasMessageContaining("bob has yet to hear identity, purpose");
      List<Segment> segments = script.segments();
      for (Segment segment : segments.subList(1, segments.size())) {
        registers.hearings().here(segment, "bob");
      }
      registers.hearings().here(segments.getFirst(), "anna"); // somebody else's ears do not count
      assertThatThrownBy(() -> registers.approveScript(script.hash(), TestHome.BOB, SIGNED))
          .hasMessage("bob has yet to hear identity");
      registers.hearings().here(segments.getFirst(), "bob");
      registers.approveScript(script.hash(), TestHome.BOB, SIGNED);
      assertThat(state(registers, script)).isEqualTo(Script.State.APPROVED);
      assertThat(registers.hearings().of("bob").values()).allMatch(hearing -> hearing.playedHere());
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSignedWordCountsAndIsMarked(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Registers registers = home.open().registers();
      Script script = draft(1);
      registers.addScript(script, "anna");
      assertThatThrownBy(
              () ->
                  registers
                      .hearings()
                      .elsewhere(script, script.segments(), TestHome.BOB, SHA256, FORGED))
          .isInstanceOf(NotAllowed.class);
      assertThat(registers.hearings().of("bob")).isEmpty();
      registers.hearings().elsewhere(script, script.segments(), TestHome.BOB, SHA256, SIGNED);
      assertThat(registers.hearings().of("bob"))
          .hasSameSizeAs(script.segments())
          .allSatisfy(
              (segment, hearing) -> {
                assertThat(hearing.playedHere()).isFalse();
                assertThat(hearing.fileSha256()).isEqualTo(SHA256);
                assertThat(hearing.signature()).isEqualTo("01");
              });
      registers.approveScript(script.hash(), TestHome.BOB, SIGNED);
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatDidNotChangeStaysHeardAndEverythingSurvivesTheDatabase(TestDatabase database)
      throws Exception {
    TestHome home = TestHome.on(database);
    Registers registers = home.open().registers();
    Script first = draft(1);
    registers.addScript(first, "anna");
    first.segments().forEach(segment -> registers.hearings().here(segment, "bob"));
    Script rejected = with(draft(9), "id", "another");
    registers.addScript(rejected, "anna");
    registers.approveScript(first.hash(), TestHome.BOB, SIGNED);

    Segment old = first.segments().getFirst();
    Segment anew = with(old, "wavSha256", SHA256);
    Script second =
        first.next(
            2, "anna", first.segments().stream().map(s -> s.equals(old) ? anew : s).toList());
    registers.addScript(second, "anna");
    assertThat(registers.hearings().unheard(second, "carol")).containsExactly(anew);
    assertThat(registers.hearings().unheard(second, "bob")).containsExactly(anew);
    assertThat(registers.hearings().unheard(rejected, "carol")).hasSameSizeAs(rejected.segments());
    Script reworded =
        first.next(
            3,
            "anna",
            first.segments().stream()
                .map(s -> s.equals(old) ? with(old, "text", "other words") : s)
                .toList());
    assertThat(registers.hearings().unheard(reworded, "bob"))
        .as("other words, same sound")
        .hasSize(1);

    registers.hearings().here(anew, "bob");
    registers.approveScript(second.hash(), TestHome.BOB, SIGNED);
    registers.retireScript(first.hash(), "anna");
    assertThatThrownBy(() -> registers.retireScript(first.hash(), "anna"))
        .isInstanceOf(NotAllowed.class);
    assertThatThrownBy(() -> registers.retireScript(rejected.hash(), "anna"))
        .hasMessageContaining("REVIEW");

    home.close();
    Map<String, List<String>> lost = Tables.facts(home.settings);
    home.settings = database.fresh();
    Registers rebuilt = home.open().registers();
    assertThat(state(rebuilt, first)).isEqualTo(Script.State.RETIRED);
    assertThat(state(rebuilt, second)).isEqualTo(Script.State.APPROVED);
    assertThat(rebuilt.hearings().of("bob")).hasSize(first.segments().size() + 1);
    home.close();
    assertThat(Tables.facts(home.settings)).isEqualTo(lost);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("R04")
  void anotherScriptNeedsAnotherApproval(TestDatabase database) throws Exception {
    try (TestHome home = TestHome.on(database)) {
      Registers registers = home.open().registers();
      home.register(1);
      registers.setCampaignState(TestHome.CAMPAIGN, Campaign.State.SUBMITTED, "anna");
      registers.approveCampaign(TestHome.CAMPAIGN, TestHome.BOB, SIGNED);
      registers.setCampaignScript(TestHome.CAMPAIGN, SHA256, "carol");
      assertThat(registers.campaign(TestHome.CAMPAIGN))
          .isInstanceOfSatisfying(
              Found.Present.class,
              found -> {
                Campaign campaign = (Campaign) found.value();
                assertThat(campaign.state()).isEqualTo(Campaign.State.SUBMITTED);
                assertThat(campaign.scriptHash()).isEqualTo(SHA256);
                assertThat(campaign.creator()).isEqualTo("carol");
                assertThat(campaign.approver()).isNull();
              });
      assertThatThrownBy(
              () -> registers.setCampaignState(TestHome.CAMPAIGN, Campaign.State.RUNNING, "anna"))
          .isInstanceOf(NotAllowed.class);
      assertThatThrownBy(() -> registers.setCampaignScript(TestHome.CAMPAIGN, SHA256, "carol"))
          .hasMessageContaining("already");
      registers.approveCampaign(TestHome.CAMPAIGN, TestHome.BOB, SIGNED);
      registers.setCampaignState(TestHome.CAMPAIGN, Campaign.State.STOPPED, "anna");
      assertThatThrownBy(
              () -> registers.setCampaignScript(TestHome.CAMPAIGN, "ef".repeat(32), "carol"))
          .hasMessageContaining("STOPPED");
    }
  }

  private static Script draft(int version) {
    Script script = World.script();
    List<Segment> segments =
        script.segments().stream().map(s -> with(s, "text", s.promptId())).toList();
    return with(
        with(script.next(version, "anna", segments), "version", version),
        "validTo",
        LocalDate.of(2027, 1, 1));
  }

  private static Script.State state(Registers registers, Script script) {
    return registers.script(script.hash()) instanceof Found.Present(Script found)
        ? found.state()
        : Script.State.DRAFT;
  }
}
