package dev.assent.compliance.review;

import java.util.Optional;

/** One thing that is looked at of every answered call. */
@FunctionalInterface
interface Check {
  /** Empty when nothing is wrong, or when the call has nothing to look at. */
  Optional<Finding> look(EndedCall call);
}
