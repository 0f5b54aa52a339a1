package dev.assent.compliance.consent;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.policy.Purpose;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which calls a refusal stops.
 *
 * @param purposes empty for all, which is what a key or a plain word means
 * @param line the caller number it is about, in E.164; null for every one
 */
public record DncReach(DncScope scope, Set<Purpose> purposes, @Nullable String line) {
  /** Every call of this controller (requirements 4.4). */
  public static final DncReach EVERY_CALL = new DncReach(DncScope.CONTROLLER, Set.of(), null);

  public DncReach {
    purposes = Set.copyOf(purposes);
  }

  /** Whether it stops everything, so that consents fall with it. */
  public boolean total() {
    return purposes.isEmpty() && line == null;
  }

  public boolean covers(Campaign campaign) {
    return (purposes.isEmpty() || purposes.contains(campaign.purpose()))
        && (line == null || campaign.callerNumbers().contains(line));
  }
}
