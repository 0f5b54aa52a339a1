package dev.assent.dialer.engine.law;

import dev.assent.compliance.Hold;
import dev.assent.compliance.access.User;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;

/** The kill switches of a home (R01). Durable on return; any thread. */
public interface HoldBoard {
  /** Sets a hold. Anybody may: stopping calls must never wait for a key. */
  Hold set(Hold.Scope scope, String target, String reason, String by);

  /**
   * Lifts one.
   *
   * @param accepted epoch of the gap it stands for; empty when it stands for none
   * @throws dev.assent.dialer.UserError exit 4 unless by COMPLIANCE, or when no such hold is set
   */
  void lift(UUID id, OptionalInt accepted, String reason, User by);

  /** Those that are set, oldest first. */
  List<Hold> list();
}
