package dev.assent.dialer.keys;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.bouncycastle.crypto.threshold.ShamirSecretSplitter;
import org.bouncycastle.crypto.threshold.ShamirSplitSecret;
import org.bouncycastle.crypto.threshold.ShamirSplitSecretShare;

/**
 * The offline recovery key: an X-Wing seed that exists whole only while a home is made and while k
 * of its n keepers sit together. {@link #close} wipes it. One owner.
 */
public final class RecoveryKey implements AutoCloseable {
  private static final int MOST_SHARES = 16;

  private final UUID home;
  private final byte[] seed;
  private final byte[] kid;

  private RecoveryKey(UUID home, byte[] seed) {
    this.home = home;
    this.seed = seed.clone();
    this.kid = Hashes.keyId(XWing.publicKey(seed));
  }

  static RecoveryKey fresh(UUID home, SecureRandom random) {
    byte[] seed = XWing.freshSeed(random);
    try {
      return new RecoveryKey(home, seed);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  byte[] publicKey() {
    return XWing.publicKey(seed);
  }

  /** The X-Wing seed, 32 bytes, for the caller to wipe: opens share A of every recording. */
  public byte[] seed() {
    return seed.clone();
  }

  /**
   * @param needed 2..of; one share alone must open nothing
   * @param of at most 16
   */
  List<RecoveryShare> split(int needed, int of, SecureRandom random) {
    if (needed < 2 || needed > of || of > MOST_SHARES) {
      throw new IllegalArgumentException("k of n with 2 <= k <= n <= " + MOST_SHARES);
    }
    ShamirSplitSecretShare[] parts =
        ShamirSecretSplitter.getInstance(ShamirSecretSplitter.Algorithm.AES, XWing.SEED, random)
            .resplit(seed, needed, of)
            .getSecretShares();
    List<RecoveryShare> shares = new ArrayList<>();
    for (int i = 0; i < of; i++) {
      shares.add(share(i + 1, needed, of, encoded(parts[i])));
    }
    return shares;
  }

  private RecoveryShare share(int index, int needed, int of, byte[] data) {
    var bare =
        new RecoveryShare(home, kid, index, needed, of, data, commitment(seed), new byte[32]);
    return new RecoveryShare(home, kid, index, needed, of, data, bare.commitment(), mac(bare));
  }

  private byte[] mac(RecoveryShare share) {
    byte[] key = Hashes.hmac(seed, RecoveryShare.ascii("assent recovery share mac"));
    return Hashes.hmac(key, share.fields());
  }

  private static byte[] commitment(byte[] seed) {
    return Hashes.sha256(RecoveryShare.ascii("assent recovery commitment"), seed);
  }

  /**
   * Puts shares together.
   *
   * @throws UserError exit 4 when too few or of different keys, exit 7 when one was altered
   */
  public static RecoveryKey combine(List<RecoveryShare> shares) {
    RecoveryShare first = shares.getFirst();
    requireOneKey(shares, first);
    ShamirSplitSecretShare[] parts =
        shares.stream()
            .limit(first.needed())
            .map(share -> new ShamirSplitSecretShare(share.data(), share.index()))
            .toArray(ShamirSplitSecretShare[]::new);
    byte[] seed = secret(parts);
    try {
      if (!Arrays.equals(commitment(seed), first.commitment())) {
        throw altered();
      }
      var key = new RecoveryKey(first.home(), seed);
      for (RecoveryShare share : shares) {
        if (!Arrays.equals(key.mac(share), share.mac())) {
          throw altered();
        }
      }
      return key;
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  private static void requireOneKey(List<RecoveryShare> shares, RecoveryShare first) {
    Set<Integer> indexes = new HashSet<>();
    for (RecoveryShare share : shares) {
      if (!Arrays.equals(share.kid(), first.kid()) || !share.home().equals(first.home())) {
        throw new UserError(Exit.NOT_PERMITTED, Message.of("recovery.mixed"), null);
      }
      indexes.add(share.index());
    }
    if (indexes.size() < first.needed() || indexes.size() < shares.size()) {
      throw new UserError(
          Exit.NOT_PERMITTED, Message.of("recovery.too_few", indexes.size(), first.needed()), null);
    }
  }

  private static UserError altered() {
    return new UserError(Exit.INTEGRITY, Message.of("recovery.altered"), null);
  }

  private static byte[] secret(ShamirSplitSecretShare[] parts) {
    try {
      return ShamirSplitSecret.getInstance(ShamirSecretSplitter.Algorithm.AES, parts).getSecret();
    } catch (IOException e) {
      throw new IllegalStateException("shares in memory are read without I/O", e);
    }
  }

  private static byte[] encoded(ShamirSplitSecretShare share) {
    try {
      return share.getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("shares in memory are read without I/O", e);
    }
  }

  @Override
  public void close() {
    Arrays.fill(seed, (byte) 0);
  }
}
