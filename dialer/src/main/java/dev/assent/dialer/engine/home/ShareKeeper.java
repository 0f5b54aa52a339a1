package dev.assent.dialer.engine.home;

import dev.assent.dialer.keys.RecoveryShare;
import java.io.IOException;
import java.util.List;

/** Takes the recovery shares out of the machine's memory to where people will find them again. */
public interface ShareKeeper {
  /**
   * Hands the shares over and reads them back from there.
   *
   * @return as read back, to be proved
   */
  List<RecoveryShare> keep(List<RecoveryShare> shares) throws IOException;

  /** The home was not made after all: takes back what can be taken back. */
  void discard() throws IOException;
}
