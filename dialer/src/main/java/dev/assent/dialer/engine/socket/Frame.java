package dev.assent.dialer.engine.socket;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What client and engine say to each other on the socket, one JSON object a line (docs/FORMAT-home
 * .md). A connection carries one command or one request for a share.
 */
@SuppressWarnings("ArrayRecordComponent") // handed through once, never compared
sealed interface Frame {
  /** A newer client speaks a newer number and is told to restart the engine. */
  int PROTOCOL = 1;

  /** Client: run this command. */
  record Run(Request request, boolean interactive) implements Frame {}

  /** Client: the next bytes of its standard input. */
  record Input(byte[] bytes) implements Frame {}

  /** Client: its standard input has ended. */
  record InputEnd() implements Frame {}

  /** Client: what the person answered; null when they gave up. */
  record Answer(@Nullable String text) implements Frame {}

  /** Client: Ctrl-C was pressed. */
  record Interrupt() implements Frame {}

  /** Client: asks for share B of one recording, signed by the person who will listen. */
  record AskShare(ShareRequest request) implements Frame {}

  /** Client: a signed act of a person at a page. */
  record Do(Act act) implements Frame {}

  /**
   * Client: somebody is at the pages' door; may they try, or they just gave what was wrong.
   *
   * @param wrong false asks; true tells
   */
  record Knock(String user, String address, boolean wrong) implements Frame {}

  /** Engine: the act was done; or the door is open. */
  record Done(ObjectNode body) implements Frame {}

  /** Engine: the act was not done, and why. */
  record NotDone(String code, String english, String chinese, @Nullable String next)
      implements Frame {}

  /** Engine: bytes for stdout. */
  record Out(byte[] bytes) implements Frame {}

  /** Engine: bytes for stderr. */
  record Err(byte[] bytes) implements Frame {}

  /** Engine: wants the next bytes of standard input. */
  record WantInput() implements Frame {}

  /** Engine: ask the person. */
  record Ask(String prompt, boolean secret) implements Frame {}

  /** Engine: the command ended. */
  record Ended(int exit) implements Frame {}

  /** Engine: share B, after the access was journalled. */
  record Share(UUID recording, byte[] shareB, long journalPosition) implements Frame {}

  /** Engine: no, and why. */
  record Refused(int exit, String said, @Nullable String next) implements Frame {}
}
