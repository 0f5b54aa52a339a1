package dev.assent.compliance.store.commit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.journal.JournalEntry.Subject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class InOrderTest {
  private final List<Long> given = new ArrayList<>();

  private static JournalEntry entry(long number, long n) {
    return new JournalEntry(
        new UUID(number, n),
        EntryType.ATTEMPT_INVITED_AGAIN,
        Instant.EPOCH,
        "engine",
        n == 0 ? Subject.NONE : new Subject(new UUID(1, number), new UUID(2, number), n),
        JournalEntry.NO_ID,
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private InOrder startingAt(long counter) {
    return new InOrder(e -> given.add(e.subject().n()), _ -> counter);
  }

  @Test
  void waitsForTheEntryBefore() {
    InOrder order = startingAt(0);
    order.accept(entry(7, 2));
    order.accept(entry(7, 4));
    order.accept(entry(9, 0));
    order.accept(entry(7, 1));
    assertThat(given).containsExactly(0L, 1L, 2L);
    order.accept(entry(7, 3));
    order.finish();
    assertThat(given).containsExactly(0L, 1L, 2L, 3L, 4L);
  }

  @Test
  void goesOnWhereTheDatabaseStands() {
    InOrder order = startingAt(5);
    order.accept(entry(7, 7));
    order.accept(entry(7, 6));
    assertThat(given).containsExactly(6L, 7L);
  }

  @Test
  void givesAtTheEndWhatWaitsForALostEntry() {
    InOrder order = startingAt(0);
    order.accept(entry(7, 3));
    order.accept(entry(7, 2));
    assertThat(given).isEmpty();
    order.finish();
    assertThat(given).containsExactly(2L, 3L);
  }
}
