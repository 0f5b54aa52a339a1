package dev.assent.dialer.engine.acts;

import dev.assent.dialer.keys.User;
import java.time.Instant;
import java.util.UUID;

/**
 * Whom an act of a page comes from, proved.
 *
 * @param session all zero while they are signing in
 * @param device digest of the browser's own secret
 * @param at when the engine took the act
 */
public record PageActor(User user, UUID session, String device, String address, Instant at) {
  /** As every entry names them. */
  public String name() {
    return user.name();
  }
}
