package dev.assent.compliance.store.seal;

import java.util.Optional;

/** AES-256-GCM under a person's key. Callable from any thread. */
public interface ColumnCipher {
  /**
   * @param keyRow row of the key in the key ledger
   * @param cell where the bytes will stand, authenticated with them so that cells cannot be swapped
   */
  byte[] seal(long keyRow, String cell, byte[] plain);

  /**
   * @return empty when the key was destroyed
   * @throws RuntimeException when the bytes are not what was sealed for that cell
   */
  Optional<byte[]> open(long keyRow, String cell, byte[] ciphertext);
}
