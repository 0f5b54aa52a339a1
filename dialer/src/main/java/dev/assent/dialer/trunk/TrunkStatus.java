package dev.assent.dialer.trunk;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a trunk is.
 *
 * @param reason why it is not UP; empty when it is
 * @param since when it came to be so
 * @param share part of its calls a second that is dialled now, above 0 to 1
 * @param registration null when the carrier wants none
 */
public record TrunkStatus(
    State state,
    String reason,
    Instant since,
    double share,
    List<OfTarget> targets,
    @Nullable OfRegistration registration) {

  /** Of a trunk, or of one of its targets. */
  public enum State {
    /** Nothing is known yet. */
    UNKNOWN,
    UP,
    /** Calls go out, with less than everything. */
    DEGRADED,
    /** Nobody is dialled. */
    DOWN
  }

  /**
   * @param target address, port and transport
   */
  public record OfTarget(String target, State state, String reason, Instant since) {}

  /**
   * @param until when the binding runs out; null when there is none
   */
  public record OfRegistration(
      State state, String reason, Instant since, @Nullable Instant until) {}
}
