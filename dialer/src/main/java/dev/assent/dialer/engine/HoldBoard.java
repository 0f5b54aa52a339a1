package dev.assent.dialer.engine;

import dev.assent.compliance.Hold;
import java.util.List;
import java.util.UUID;

/** The kill switches of a home (R01). Durable on return; any thread. */
public interface HoldBoard {
  /** Sets a hold. Anybody may: stopping calls must never wait for a key. */
  Hold set(Hold.Scope scope, String target, String reason, String by);

  /**
   * Lifts one; COMPLIANCE only, which the command has checked.
   *
   * @throws dev.assent.dialer.UserError exit 2 when no such hold is set
   */
  void lift(UUID id, String reason, String by);

  /** Those that are set, oldest first. */
  List<Hold> list();
}
