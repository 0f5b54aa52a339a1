package dev.assent.dialer.sip;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What happens to a dialog. Called on the worker of its Call-ID; must not block. */
public interface DialogEvents {

  /**
   * The far end changes the session (re-INVITE, UPDATE), perhaps before it answers. Also called
   * with the answer to an offer of ours in a call that is up: then the result only says whether the
   * call goes on.
   *
   * @return our answer, or null to refuse with 488
   */
  byte @Nullable [] reoffered(byte[] sdp);

  /**
   * The answered call is over.
   *
   * @param reasonHeaders values of the far end's Reason headers, as received
   */
  void ended(EndCause cause, List<String> reasonHeaders);
}
