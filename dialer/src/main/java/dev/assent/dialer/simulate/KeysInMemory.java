package dev.assent.dialer.simulate;

import dev.assent.compliance.store.seal.ColumnCipher;
import dev.assent.compliance.store.seal.PersonKeys;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * A ledger of a simulated home: keys that follow from the seed and their row, so that nobody may
 * ever seal anything real with them. They outlive the crashes of the simulated machine. Any thread.
 */
final class KeysInMemory implements PersonKeys, ColumnCipher {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  /**
   * Those nobody is using: to make one costs more than a seal, and each call has its own thread.
   */
  private final Queue<Cipher> ciphers = new ConcurrentLinkedQueue<>();

  private final long seed;
  private final AtomicLong rows = new AtomicLong();
  private final AtomicLong nonces = new AtomicLong();
  private final Set<Long> destroyed = ConcurrentHashMap.newKeySet();

  KeysInMemory(long seed) {
    this.seed = seed;
  }

  @Override
  public long[] create(int count) {
    long last = rows.addAndGet(count);
    long[] made = new long[count];
    for (int i = 0; i < count; i++) {
      made[i] = last - count + 1 + i;
    }
    return made;
  }

  @Override
  public void destroy(Collection<Long> gone) {
    destroyed.addAll(gone);
  }

  /** 32 bytes for another use of this home. */
  byte[] secret(String use) {
    return digest(ByteBuffer.allocate(Long.BYTES).putLong(seed).array(), use);
  }

  private static byte[] digest(byte[] from, String use) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(from);
      return sha256.digest(use.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private SecretKeySpec key(long row) {
    return new SecretKeySpec(
        digest(ByteBuffer.allocate(2 * Long.BYTES).putLong(seed).putLong(row).array(), "row"),
        "AES");
  }

  @Override
  public byte[] seal(long keyRow, String cell, byte[] plain) {
    byte[] nonce = ByteBuffer.allocate(NONCE).putInt(0).putLong(nonces.incrementAndGet()).array();
    try {
      Cipher cipher = cipher(Cipher.ENCRYPT_MODE, keyRow, nonce, cell);
      byte[] sealed = Arrays.copyOf(nonce, NONCE + cipher.getOutputSize(plain.length));
      cipher.doFinal(plain, 0, plain.length, sealed, NONCE);
      ciphers.add(cipher);
      return sealed;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Optional<byte[]> open(long keyRow, String cell, byte[] sealed) {
    if (destroyed.contains(keyRow)) {
      return Optional.empty();
    }
    try {
      Cipher cipher = cipher(Cipher.DECRYPT_MODE, keyRow, Arrays.copyOf(sealed, NONCE), cell);
      byte[] plain = cipher.doFinal(sealed, NONCE, sealed.length - NONCE);
      ciphers.add(cipher);
      return Optional.of(plain);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cell " + cell + " does not open", e);
    }
  }

  private Cipher cipher(int mode, long keyRow, byte[] nonce, String cell)
      throws GeneralSecurityException {
    Cipher idle = ciphers.poll();
    Cipher cipher = idle == null ? newCipher() : idle;
    cipher.init(mode, key(keyRow), new GCMParameterSpec(TAG_BITS, nonce));
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
