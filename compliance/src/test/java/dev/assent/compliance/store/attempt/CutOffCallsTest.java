package dev.assent.compliance.store.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.TestDatabase;
import dev.assent.compliance.store.TestHome;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CutOffCallsTest {
  @Test
  @Requirement("R08")
  void onlyWhatDiedBeforeItsRecordingWasOpenedNeedsNone() throws Exception {
    TestHome home = TestHome.on(TestDatabase.H2);
    Store store = home.open();
    home.register(3);
    UUID before = home.redeem(home.contact(0)).attemptId();
    UUID within = home.redeem(home.contact(1)).attemptId();
    UUID lived = home.redeem(home.contact(2)).attemptId();
    store.attempts().recordingOpened(UUID.randomUUID(), within, new byte[32]);
    store.attempts().ended(before, Outcome.UNKNOWN, Map.of("cause", "the engine stopped"));
    store.attempts().ended(within, Outcome.UNKNOWN, Map.of("cause", "the engine stopped"));
    store.attempts().ended(lived, Outcome.AGREED, Map.of());
    CutOffCalls calls = new CutOffCalls();
    home.journal().forEach(calls);
    assertThat(calls.beforeRecording()).containsExactly(before);
    home.close();
  }
}
