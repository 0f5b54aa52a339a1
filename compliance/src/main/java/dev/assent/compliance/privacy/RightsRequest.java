package dev.assent.compliance.privacy;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asked for, and what became of it. Names nobody: the number it came with is sealed
 * under the person's key.
 *
 * @param person whose data it is about
 * @param identityCheck how it was made sure that it is they who ask
 * @param result what was done, or why not; null while open
 * @param takenBy the user who took it in
 */
public record RightsRequest(
    UUID id,
    UUID person,
    RightKind kind,
    RequestChannel channel,
    Instant receivedAt,
    String identityCheck,
    Deadline deadline,
    State state,
    @Nullable String result,
    @Nullable Instant repliedAt,
    @Nullable String answeredBy,
    String takenBy) {

  public enum State {
    OPEN,
    ANSWERED,
    REFUSED
  }

  /** How pressing it is; an answered one is not. */
  public Deadline.Alarm alarm(Instant now) {
    return state == State.OPEN ? deadline.alarm(receivedAt, now) : Deadline.Alarm.NONE;
  }
}
