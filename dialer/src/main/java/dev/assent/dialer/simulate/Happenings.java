package dev.assent.dialer.simulate;

import dev.assent.compliance.Clearance;
import java.time.Instant;

/** What else happens in a simulated world, beside calls. */
interface Happenings {
  /** A life has begun: whatever is to happen in it is put into its {@link Life#at calendar}. */
  void begin(Life life, Instant until);

  /**
   * A carrier has an INVITE, or would have it if it were not lost; on the thread of the call.
   *
   * @param fate what the network and the person make of it
   */
  void called(String trunk, String callId, Clearance clearance, Instant at, Fate fate);

  /** A run has come to its end; on its thread. */
  void ended(Life life, Life.Run run);

  /** Whether nothing more is to be simulated. */
  boolean over(Life life);
}
