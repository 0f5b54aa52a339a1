package dev.assent.dialer.campaign;

import dev.assent.compliance.Decision;
import dev.assent.compliance.Outcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one look at one contact. */
sealed interface Placed {
  /** The law said no, or not yet. Never an {@link Decision.Allow}. */
  record NotCalled(Decision decision) implements Placed {}

  /**
   * A call was reserved, and this is how it ended.
   *
   * @param cause why it was not answered, or came to nothing; empty otherwise
   * @param talk from answer to end; null when nobody answered
   */
  record Called(Outcome outcome, String cause, @Nullable Duration talk) implements Placed {}
}
