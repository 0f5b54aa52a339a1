package dev.assent.testsip.inspection;

import dev.assent.dialer.engine.Home;
import dev.assent.dialer.keys.OperatorKeys;
import dev.assent.dialer.keys.OperatorKeyset;
import dev.assent.dialer.keys.Person;
import dev.assent.dialer.keys.QaKeyset;
import dev.assent.dialer.keys.SecretName;
import dev.assent.recorder.container.RoleKeyPair;
import dev.assent.recorder.files.DiskFiles;
import dev.assent.recorder.ledger.KeyLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.UUID;

/**
 * Both halves of what opens recordings, which no process of the product ever holds at once. The
 * engine of the home must not run.
 *
 * @param signer public key of the home's recorder
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HomeKeys(RoleKeyPair listener, KeyLedger ledger, byte[] signer) implements AutoCloseable {

  /**
   * @param passphrases directory with a file for each of the two, named like them
   */
  static HomeKeys open(Home home, Path passphrases, String operator, String listener)
      throws IOException {
    UUID id = home.marker().id();
    byte[] seed =
        QaKeyset.read(home.keys(), id).openSeed(listener, passphrase(passphrases, listener));
    OperatorKeyset keyset = OperatorKeyset.read(home.keys(), id);
    try (Person person = keyset.authenticate(operator, passphrase(passphrases, operator));
        OperatorKeys keys = keyset.open(person)) {
      return new HomeKeys(
          RoleKeyPair.fromSeed(seed),
          KeyLedger.open(
              home.ledger(), new DiskFiles(), keys.secret(SecretName.LEDGER), new SecureRandom()),
          keys.recorderSigning().publicKey());
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  private static char[] passphrase(Path directory, String name) throws IOException {
    return Files.readAllLines(directory.resolve(name)).getFirst().toCharArray();
  }

  @Override
  public void close() {
    listener.close();
    ledger.close();
  }
}
