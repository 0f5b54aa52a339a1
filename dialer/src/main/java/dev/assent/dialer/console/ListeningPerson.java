package dev.assent.dialer.console;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.dialer.engine.socket.ActRefused;
import dev.assent.dialer.engine.socket.ShareGrant;
import dev.assent.recorder.container.RecordingHeader;
import dev.assent.recorder.container.RoleKeyPair;
import java.util.Optional;
import java.util.UUID;

/** Somebody who signed in, and what they may ask of the engine under their own signature. */
public interface ListeningPerson {
  /** As the engine named it: state of one person never meets that of another. */
  UUID session();

  String user();

  /**
   * The private key of the QA role that a recording is sealed to, if their passphrase opened any.
   * Wiped when the session ends.
   */
  Optional<RoleKeyPair> qaKey(RecordingHeader recording);

  /**
   * Share B of one recording, for one access that stands in the journal when this returns (R52).
   *
   * @throws ActRefused when the engine says no, or cannot be asked
   */
  ShareGrant share(UUID recording, String purpose, String caseId);

  /**
   * One act of the engine.
   *
   * @throws ActRefused when the engine says no, or cannot be asked
   */
  ObjectNode ask(String action, ObjectNode body);

  /** Runs once when the session ends, however it ends, while the engine still knows it. */
  void onEnd(Runnable closing);
}
