package dev.assent.dialer.engine.acts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.access.Access;
import dev.assent.compliance.access.Role;
import dev.assent.dialer.engine.socket.ActRefused;
import java.util.Set;

/**
 * One thing a page may ask of the engine. The engine has proved who asks, that a role of theirs is
 * named here, and has written the access down and forced it, before {@link #handle} runs.
 */
public interface PageAction {
  /** As pages name it: {@code qa.reveal}. */
  String name();

  /** One of these; empty means everybody who signed in. */
  Set<Role> roles();

  /** Whether they must have given a code within the last five minutes. */
  default boolean stepUp() {
    return false;
  }

  /** What it does to data; the access log says so, and R54 counts REVEAL and PLAY. */
  default Access.Kind kind() {
    return Access.Kind.VIEW;
  }

  /** Whether it comes from a command instead, given where nobody signed in at a page. */
  default boolean byCommand() {
    return false;
  }

  /** Whether the access log names each; only those that keep an entry of their own say no. */
  default boolean logged() {
    return true;
  }

  /**
   * Does it. Any thread; many at once.
   *
   * @param body as the page sent it, not checked in any way
   * @throws ActRefused when it cannot be done
   * @throws dev.assent.dialer.UserError the same, from parts that know commands only
   */
  ObjectNode handle(ObjectNode body, PageActor actor);
}
