package dev.assent.testsip.inspection;

import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.keys.OperatorKeys;
import dev.assent.dialer.keys.OperatorKeyset;
import dev.assent.dialer.keys.Person;
import dev.assent.dialer.keys.QaKeys;
import dev.assent.dialer.keys.QaKeyset;
import dev.assent.dialer.keys.SecretName;
import dev.assent.recorder.files.DiskFiles;
import dev.assent.recorder.ledger.KeyLedger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.UUID;

/**
 * Both halves of what opens recordings, which no process of the product ever holds at once. The
 * engine of the home must not run.
 *
 * @param signer public key of the home's recorder
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record HomeKeys(QaKeys listener, KeyLedger ledger, byte[] signer) implements AutoCloseable {

  /**
   * @param passphrases directory with a file for each of the two, named like them
   */
  static HomeKeys open(Home home, Path passphrases, String operator, String listener)
      throws IOException {
    UUID id = home.marker().id();
    OperatorKeyset keyset = OperatorKeyset.read(home.keys(), id);
    QaKeys opened;
    try (Person person = keyset.authenticate(listener, passphrase(passphrases, listener))) {
      opened = QaKeyset.read(home.keys(), id).open(person);
    }
    try (Person person = keyset.authenticate(operator, passphrase(passphrases, operator));
        OperatorKeys keys = keyset.open(person)) {
      return new HomeKeys(
          opened,
          KeyLedger.open(
              home.ledger(), new DiskFiles(), keys.secret(SecretName.LEDGER), new SecureRandom()),
          keys.recorderSigning().publicKey());
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
