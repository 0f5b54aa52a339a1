package dev.assent.dialer.sip;

import java.net.InetAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call somebody places to us: it rings, until it is accepted, refused or cancelled. Methods are
 * commands to its worker, from any thread; what comes too late does nothing.
 */
public interface IncomingCall extends CallDialog {
  /** The trunk's address it came from. */
  InetAddress source();

  /** What the far end is shown as our address in place of the bound one. */
  Optional<InetAddress> publicAddress();

  /**
   * User part of P-Asserted-Identity, which the trunk vouches for, else of From; empty if withheld.
   * A telephone number: personal data.
   */
  String callerUser();

  String localTag();

  String remoteTag();

  /** The far end's offer; null if it wants ours. */
  byte @Nullable [] offer();

  /**
   * Answers with 200.
   *
   * @param session our answer, or our offer if there was none
   * @param events told from now on; {@link DialogEvents#ended} comes exactly once, also when the
   *     caller had given up before
   */
  void accept(byte[] session, DialogEvents events);

  /** Answers with 300 and above. */
  void refuse(int status, String phrase);
}
