package dev.assent.dialer.keys;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.recorder.ledger.KeyLedger;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Makes all keys of a new home, and proves the recovery shares before anybody relies on them. */
public final class HomeKeys {
  private static final int KEY = 32;

  private HomeKeys() {}

  /**
   * @param keys empty directory for the sealed files
   * @param conf directory for the public halves
   * @param people at least one who opens the keyset
   * @return the shares, in memory only: the caller hands them to their keepers
   */
  public static List<RecoveryShare> create(
      Path keys,
      Path conf,
      UUID home,
      UUID controller,
      List<NewUser> people,
      RecoveryQuorum quorum,
      Argon2Cost cost,
      SecureRandom random) {
    List<Enrolled> enrolled = people.stream().map(p -> Enrolled.fresh(p, random)).toList();
    try (SecretBag secrets = freshSecrets(controller, random);
        RecoveryKey recovery = RecoveryKey.fresh(home, random)) {
      var recipients =
          new PublicRecipients(
              firstQa(keys, home, enrolled, recovery, random), recovery.publicKey());
      pin(secrets, recipients);
      recipients.writeCopy(conf);
      try (SigningKey recorder =
          new SigningKey(secrets.get(SecretName.RECORDER_SIGNING).orElseThrow())) {
        PublicSigner.writeCopy(conf, recorder.publicKey());
      }
      RecoveryBox.write(keys, home, recipients.recovery(), secrets);
      OperatorKeyset.create(keys, home, secrets, enrolled, cost, random);
      return recovery.split(quorum.needed(), quorum.of(), random);
    } finally {
      enrolled.forEach(Enrolled::close);
    }
  }

  private static Optional<byte[]> firstQa(
      Path keys, UUID home, List<Enrolled> people, RecoveryKey recovery, SecureRandom random) {
    List<Enrolled> listeners =
        people.stream().filter(person -> person.user().roles().contains(Role.QA)).toList();
    if (listeners.isEmpty()) {
      return Optional.empty();
    }
    Enrolled first = listeners.getFirst();
    try (SigningKey signer = new SigningKey(first.seed())) {
      return Optional.of(
          QaKeyset.create(
                  keys,
                  home,
                  listeners.stream().map(Enrolled::user).toList(),
                  first.user().name(),
                  signer,
                  recovery.publicKey(),
                  random)
              .newest());
    }
  }

  /**
   * Gives the keys that a recovery found to new people, with new slots: those of before open
   * nothing here. The QA seeds of before stay, so that older recordings are heard.
   *
   * @param keys holds the recovery box and perhaps the QA keyset of the lost home
   * @return the ledger's key and what authenticates the days of its copies
   */
  public static RecoveredLedger recover(
      Path keys,
      Path conf,
      UUID home,
      RecoveryKey recovery,
      List<NewUser> people,
      Argon2Cost cost,
      SecureRandom random) {
    List<Enrolled> enrolled = people.stream().map(p -> Enrolled.fresh(p, random)).toList();
    Map<SecretName, byte[]> found = RecoveryBox.open(keys, home, recovery);
    try (SecretBag secrets = new SecretBag()) {
      found.forEach(secrets::put);
      List<User> listeners =
          enrolled.stream()
              .map(Enrolled::user)
              .filter(user -> user.roles().contains(Role.QA))
              .toList();
      Optional<byte[]> qa =
          QaKeyset.exists(keys)
              ? Optional.of(QaKeyset.recovered(keys, home, recovery, listeners).newest())
              : firstQa(keys, home, enrolled, recovery, random);
      var recipients = new PublicRecipients(qa, recovery.publicKey());
      pin(secrets, recipients);
      recipients.writeCopy(conf);
      OperatorKeyset.create(keys, home, secrets, enrolled, cost, random);
      return new RecoveredLedger(
          new KeyLedger.Key(
              required(found, SecretName.LEDGER),
              Optional.ofNullable(found.get(SecretName.LEDGER_FORMER))),
          LedgerSecrets.epochs(required(found, SecretName.COLUMN)));
    } finally {
      enrolled.forEach(Enrolled::close);
    }
  }

  private static byte[] required(Map<SecretName, byte[]> found, SecretName name) {
    return Optional.ofNullable(found.get(name))
        .orElseThrow(() -> new IllegalStateException("the recovery box holds no " + name));
  }

  /** What opens the ledger of a recovered home, and its copies. */
  @SuppressWarnings("ArrayRecordComponent") // handed through once, never compared
  public record RecoveredLedger(KeyLedger.Key key, byte[] epochs) {}

  /** From now on recordings are sealed to the newest key of the QA keyset. */
  public static OperatorKeyset useNewestQa(
      OperatorKeyset keyset, OperatorKeys opened, QaKeyset qa, SecureRandom random) {
    try (SecretBag changed = opened.secrets().copy()) {
      changed.put(SecretName.QA_RECIPIENT, qa.newest());
      return keyset.withSecrets(opened, changed, random);
    }
  }

  /** From now on recordings are sealed to no QA key, and so none is made and nobody is called. */
  public static OperatorKeyset dropQa(
      OperatorKeyset keyset, OperatorKeys opened, SecureRandom random) {
    try (SecretBag changed = opened.secrets().copy().remove(SecretName.QA_RECIPIENT)) {
      return keyset.withSecrets(opened, changed, random);
    }
  }

  /**
   * Proves that shares read back from where their keepers will find them open the recovery box,
   * each quorum of neighbours once.
   *
   * @throws UserError exit 7 when they do not
   */
  public static void proveShares(List<RecoveryShare> readBack, Path keys, UUID home) {
    int needed = readBack.getFirst().needed();
    for (int i = 0; i < readBack.size(); i++) {
      List<RecoveryShare> quorum =
          java.util.stream.IntStream.range(i, i + needed)
              .mapToObj(n -> readBack.get(n % readBack.size()))
              .toList();
      try (RecoveryKey key = RecoveryKey.combine(quorum)) {
        Map<SecretName, byte[]> opened = RecoveryBox.open(keys, home, key);
        opened.values().forEach(secret -> Arrays.fill(secret, (byte) 0));
      }
    }
  }

  private static void pin(SecretBag secrets, PublicRecipients recipients) {
    secrets.put(SecretName.RECOVERY_RECIPIENT, recipients.recovery());
    recipients.qa().ifPresent(qa -> secrets.put(SecretName.QA_RECIPIENT, qa));
  }

  private static SecretBag freshSecrets(UUID controller, SecureRandom random) {
    var bag = new SecretBag();
    for (SecretName name : SecretName.values()) {
      switch (name) {
        case LEDGER, COLUMN, SPOOL, PEPPER_NUMBER, PEPPER_DNC_1, RECORDER_SIGNING -> {
          byte[] secret = new byte[KEY];
          random.nextBytes(secret);
          bag.put(name, secret);
          Arrays.fill(secret, (byte) 0);
        }
        case CONTROLLER ->
            bag.put(
                name,
                ByteBuffer.allocate(16)
                    .putLong(controller.getMostSignificantBits())
                    .putLong(controller.getLeastSignificantBits())
                    .array());
        case LEDGER_FORMER, QA_RECIPIENT, RECOVERY_RECIPIENT -> {} // set when the key pairs exist
      }
    }
    return bag;
  }

  /**
   * Refuses what a guesser would try first.
   *
   * @throws UserError exit 2 when shorter than {@link NewUser#LEAST_PASSPHRASE} characters
   */
  public static void requireStrong(String user, char[] passphrase) {
    if (Character.codePointCount(passphrase, 0, passphrase.length) < NewUser.LEAST_PASSPHRASE) {
      throw new UserError(
          Exit.USAGE, Message.of("keys.short_passphrase", user, NewUser.LEAST_PASSPHRASE), null);
    }
  }
}
