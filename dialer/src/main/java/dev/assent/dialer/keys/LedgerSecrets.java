package dev.assent.dialer.keys;

import dev.assent.recorder.ledger.KeyLedger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;

/** The keys of the key ledger, from the opened keyset. */
public final class LedgerSecrets {
  private LedgerSecrets() {}

  /** What its rows are wrapped under, for the caller to wipe. */
  public static KeyLedger.Key key(OperatorKeys keys) {
    return new KeyLedger.Key(
        keys.secret(SecretName.LEDGER), keys.secrets().get(SecretName.LEDGER_FORMER));
  }

  /**
   * Draws a new ledger key and keeps the old one beside it until {@link #finish}: the next opening
   * of the ledger puts it under the new one. Does nothing when that has begun already.
   */
  public static void begin(Keyring keyring, Path keys, SecureRandom random) {
    OperatorKeys opened = keyring.require();
    if (opened.secrets().get(SecretName.LEDGER_FORMER).isPresent()) {
      return;
    }
    byte[] fresh = new byte[32];
    random.nextBytes(fresh);
    try (SecretBag changed = opened.secrets().copy()) {
      changed.put(SecretName.LEDGER_FORMER, opened.secret(SecretName.LEDGER));
      changed.put(SecretName.LEDGER, fresh);
      write(keyring, opened, changed, keys, random);
    } finally {
      Arrays.fill(fresh, (byte) 0);
    }
  }

  /** The whole ledger is under the new key: forgets the old one. */
  public static void finish(Keyring keyring, Path keys, SecureRandom random) {
    OperatorKeys opened = keyring.require();
    try (SecretBag changed = opened.secrets().copy().remove(SecretName.LEDGER_FORMER)) {
      write(keyring, opened, changed, keys, random);
    }
  }

  private static void write(
      Keyring keyring, OperatorKeys opened, SecretBag changed, Path keys, SecureRandom random) {
    OperatorKeyset keyset = keyring.keyset();
    // The box first: a key that is in use and not in it would be lost with this disk.
    RecoveryBox.write(keys, keyset.home(), opened.recipients().recovery(), changed);
    keyring.reopen(keyset.withSecrets(opened, changed, random));
  }

  /** Authenticates the days of its copies; 32 bytes, the caller's. */
  public static byte[] epochs(OperatorKeys keys) {
    byte[] column = keys.secret(SecretName.COLUMN);
    try {
      return epochs(column);
    } finally {
      Arrays.fill(column, (byte) 0);
    }
  }

  /** The same from the secret itself, as a recovery finds it. */
  public static byte[] epochs(byte[] column) {
    return Hashes.hmac(column, "assent ledger epochs 1".getBytes(StandardCharsets.US_ASCII));
  }
}
