package dev.assent.dialer.campaign;

import dev.assent.compliance.Decision;
import dev.assent.compliance.Outcome;

/** What became of one look at one contact. */
sealed interface Placed {
  /** The law said no, or not yet. Never an {@link Decision.Allow}. */
  record NotCalled(Decision decision) implements Placed {}

  /** A call was reserved, and this is how it ended. */
  record Called(Outcome outcome) implements Placed {}
}
