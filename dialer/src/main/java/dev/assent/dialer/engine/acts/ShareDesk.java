package dev.assent.dialer.engine.acts;

import dev.assent.dialer.engine.socket.ShareGrant;
import dev.assent.dialer.keys.User;
import java.util.UUID;

/** Gives out shares B. The engine has already proved who asks and that they are QA. */
@FunctionalInterface
public interface ShareDesk {
  /**
   * Journals the access, forces the entry, and only then reads the ledger.
   *
   * @throws dev.assent.dialer.UserError when the recording is unknown, erased or held
   */
  ShareGrant release(UUID recording, User listener, String reason);
}
