package dev.assent.dialer.trunk;

import java.util.function.IntSupplier;

/** How much of a trunk this engine may use now, where others dial over it too. Any thread. */
public interface Allowance {
  /** All of it: nobody else dials over the trunk. */
  Allowance WHOLE =
      new Allowance() {
        @Override
        public double share() {
          return 1;
        }

        @Override
        public int channels(IntSupplier inUse) {
          return Integer.MAX_VALUE;
        }
      };

  /** Of the trunk's calls a second: 0 to 1. */
  double share();

  /**
   * Of its channels.
   *
   * @param inUse how many this engine has in use, whenever that is asked
   */
  int channels(IntSupplier inUse);
}
