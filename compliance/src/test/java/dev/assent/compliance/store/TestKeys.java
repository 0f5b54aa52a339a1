package dev.assent.compliance.store;

import dev.assent.compliance.journal.Crashes;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.store.seal.BlindIndexer;
import dev.assent.compliance.store.seal.ColumnCipher;
import dev.assent.compliance.store.seal.PersonKeys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** A ledger in memory that outlives crashes, real AES-GCM and real HMAC. */
public final class TestKeys implements PersonKeys, ColumnCipher, BlindIndexer {
  private final Map<Long, byte[]> rows = new ConcurrentHashMap<>();
  private final AtomicLong last = new AtomicLong();
  private final Crashes crashes;
  private final Random random = new Random(99);

  /** This text cannot be sealed. */
  public volatile String unsealable = "\0";

  /** Set: a key follows from it and the row, so that processes share keys without a ledger. */
  private final @Nullable String seed;

  TestKeys(Crashes crashes) {
    this.crashes = crashes;
    this.seed = null;
  }

  TestKeys(Crashes crashes, String seed) {
    this.crashes = crashes;
    this.seed = seed;
    // Rows of two processes must not meet.
    last.set(ProcessHandle.current().pid() << 32);
  }

  private byte @Nullable [] key(long row) {
    return seed == null ? rows.get(row) : derived(seed + row);
  }

  private static byte[] derived(String from) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(from.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public long[] create(int count) {
    crashes.effect();
    long[] made = new long[count];
    for (int i = 0; i < count; i++) {
      byte[] key = new byte[32];
      random.nextBytes(key);
      made[i] = last.incrementAndGet();
      rows.put(made[i], key);
    }
    return made;
  }

  @Override
  public void destroy(Collection<Long> toDestroy) {
    crashes.effect();
    toDestroy.forEach(rows::remove);
  }

  void destroyAll() {
    rows.clear();
  }

  public int count() {
    return rows.size();
  }

  @Override
  public byte[] seal(long keyRow, String cell, byte[] plain) {
    if (new String(plain, StandardCharsets.UTF_8).equals(unsealable)) {
      throw new IllegalStateException("the cipher failed");
    }
    byte[] nonce = new byte[12];
    random.nextBytes(nonce);
    byte[] sealed = Arrays.copyOf(nonce, 12 + plain.length + 16);
    try {
      cipher(Cipher.ENCRYPT_MODE, Objects.requireNonNull(key(keyRow)), nonce, cell)
          .doFinal(plain, 0, plain.length, sealed, 12);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return sealed;
  }

  @Override
  public Optional<byte[]> open(long keyRow, String cell, byte[] ciphertext) {
    byte[] key = key(keyRow);
    if (key == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          cipher(Cipher.DECRYPT_MODE, key, Arrays.copyOf(ciphertext, 12), cell)
              .doFinal(ciphertext, 12, ciphertext.length - 12));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("does not open: " + cell, e);
    }
  }

  private static Cipher cipher(int mode, byte[] key, byte[] nonce, String cell)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, nonce));
    cipher.updateAAD(cell.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  @Override
  public byte[] index(Purpose purpose, PhoneNumber number) {
    return many(purpose).apply(number);
  }

  @Override
  public Function<PhoneNumber, byte[]> many(Purpose purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(("pepper" + purpose).getBytes(StandardCharsets.UTF_8), "H"));
      return number -> mac.doFinal(number.e164().getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public int version() {
    return 1;
  }
}
