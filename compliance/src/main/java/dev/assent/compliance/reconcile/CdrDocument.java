package dev.assent.compliance.reconcile;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A carrier's records, read.
 *
 * @param sha256 of the file, lower hex
 * @param mapSha256 of the map it was read by, lower hex
 * @param tolerance how far the carrier's clock and ours may be apart
 * @param everyCall whether calls that nobody answered stand in it too
 * @param covers the time of which all calls stand in it; null when nobody says so
 * @param passedOver lines that are not about calls to the carrier
 */
public record CdrDocument(
    String sha256,
    String mapSha256,
    Duration tolerance,
    boolean everyCall,
    @Nullable Period covers,
    List<CdrRecord> records,
    long passedOver) {

  /**
   * @param to after from
   */
  public record Period(Instant from, Instant to) {
    /** Whether all of what was placed then must stand in the file, whatever clock it is by. */
    boolean surely(Instant at, Duration tolerance) {
      return !at.isBefore(from.plus(tolerance)) && at.isBefore(to.minus(tolerance));
    }
  }

  public CdrDocument {
    records = List.copyOf(records);
  }
}
