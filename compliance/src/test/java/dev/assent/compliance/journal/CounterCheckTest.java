package dev.assent.compliance.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.journal.CounterCheck.Finding;
import dev.assent.compliance.journal.JournalEntry.Subject;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class CounterCheckTest {
  private static final UUID SEVEN = new UUID(0, 7);
  private static final UUID NINE = new UUID(0, 9);
  private final CounterCheck check = new CounterCheck();
  private long position;

  private void entry(UUID number, long n) {
    JournalEntry entry =
        new JournalEntry(
            new UUID(1, position),
            EntryType.ATTEMPT_INVITED_AGAIN,
            Instant.EPOCH,
            "engine",
            n == 0 ? Subject.NONE : new Subject(number, new UUID(2, 2), n),
            JournalEntry.NO_ID,
            Optional.empty(),
            Optional.empty(),
            Optional.empty());
    check.accept(new Journal.Position(position++, entry));
  }

  @Test
  void orderInTheJournalDoesNotMatter() {
    entry(SEVEN, 2);
    entry(NINE, 1);
    entry(SEVEN, 3);
    entry(SEVEN, 0);
    entry(SEVEN, 1);
    assertThat(check.findings()).isEmpty();
  }

  @Test
  void namesWhatIsMissingAndWhatIsRepeated() {
    entry(SEVEN, 1);
    entry(SEVEN, 3);
    entry(NINE, 1);
    entry(NINE, 1);
    assertThat(check.findings())
        .containsExactly(new Finding(SEVEN, 2, true), new Finding(NINE, 1, false));
  }

  @Test
  void aNumberStartsAtOne() {
    entry(SEVEN, 2);
    assertThat(check.findings()).containsExactly(new Finding(SEVEN, 1, true));
  }
}
