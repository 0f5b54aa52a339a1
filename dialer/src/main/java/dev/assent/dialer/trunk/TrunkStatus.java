package dev.assent.dialer.trunk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a trunk is.
 *
 * @param reason why it is not UP; empty when it is
 * @param since when it came into this state
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

  /** Whether nobody is dialled, and was not for so long. */
  public boolean downFor(Duration atLeast, Instant now) {
    return state == State.DOWN && !now.isBefore(since.plus(atLeast));
  }

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
