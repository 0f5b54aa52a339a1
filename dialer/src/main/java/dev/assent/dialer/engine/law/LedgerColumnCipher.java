package dev.assent.dialer.engine.law;

import dev.assent.compliance.store.seal.ColumnCipher;
import dev.assent.recorder.ledger.KeyRows;
import dev.assent.recorder.ledger.RowKind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Columns and payloads sealed under a person's key: {@code version 1 (u8) | nonce (12) |
 * AES-256-GCM }, the cell's name authenticated with it, so that cells cannot be swapped (A-18,
 * B-04).
 */
public final class LedgerColumnCipher implements ColumnCipher {
  private static final byte VERSION = 1;
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  /** Looking one up costs more than a cell does, and a list has millions of cells. */
  private static final ThreadLocal<Cipher> CIPHERS =
      ThreadLocal.withInitial(LedgerColumnCipher::newCipher);

  private final KeyRows ledger;
  private final SecureRandom random;
  private final RecentKeys recent;

  public LedgerColumnCipher(KeyRows ledger, SecureRandom random, RecentKeys recent) {
    this.ledger = ledger;
    this.random = random;
    this.recent = recent;
  }

  @Override
  public byte[] seal(long keyRow, String cell, byte[] plain) {
    SecretKeySpec key =
        recent
            .of(keyRow)
            .or(() -> read(keyRow))
            .orElseThrow(() -> new IllegalStateException("this person's key was destroyed"));
    byte[] nonce = new byte[NONCE];
    // A person's key seals some dozens of cells: far below where random nonces could meet.
    random.nextBytes(nonce);
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, key, nonce, 0, cell);
      byte[] sealed = new byte[1 + NONCE + cipher.getOutputSize(plain.length)];
      sealed[0] = VERSION;
      System.arraycopy(nonce, 0, sealed, 1, NONCE);
      cipher.doFinal(plain, 0, plain.length, sealed, 1 + NONCE);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<SecretKeySpec> read(long keyRow) {
    return ledger
        .read(RowKind.PERSON, keyRow)
        .map(
            key -> {
              SecretKeySpec spec = new SecretKeySpec(key, "AES");
              Arrays.fill(key, (byte) 0);
              return spec;
            });
  }

  @Override
  public Optional<byte[]> open(long keyRow, String cell, byte[] ciphertext) {
    Optional<SecretKeySpec> found = recent.of(keyRow).or(() -> read(keyRow));
    if (found.isEmpty()) {
      return Optional.empty();
    }
    SecretKeySpec key = found.get();
    try {
      if (ciphertext.length < 1 + NONCE || ciphertext[0] != VERSION) {
        throw new IllegalStateException("cell " + cell + " is not sealed in a known way");
      }
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, key, ciphertext, 1, cell);
      return Optional.of(cipher.doFinal(ciphertext, 1 + NONCE, ciphertext.length - 1 - NONCE));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cell " + cell + " does not open", e);
    }
  }

  private static Cipher cipher(int mode, SecretKeySpec key, byte[] nonce, int offset, String cell)
      throws GeneralSecurityException {
    Cipher cipher = CIPHERS.get();
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce, offset, NONCE));
    cipher.updateAAD(cell.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static Cipher newCipher() {
    try {
      return Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has AES-GCM", e);
    }
  }
}
