package dev.assent.dialer.keys;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
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
    try (SecretBag secrets = freshSecrets(controller, random);
        RecoveryKey recovery = RecoveryKey.fresh(home, random)) {
      List<NewUser> listeners =
          people.stream().filter(person -> person.roles().contains(Role.QA)).toList();
      Optional<byte[]> qa =
          listeners.isEmpty()
              ? Optional.empty()
              : Optional.of(QaKeyset.create(keys, home, listeners, cost, random));
      var recipients = new PublicRecipients(qa, recovery.publicKey());
      pin(secrets, recipients);
      recipients.writeCopy(conf);
      RecoveryBox.write(keys, home, recipients.recovery(), secrets);
      OperatorKeyset.create(keys, home, secrets, people, cost, random);
      return recovery.split(quorum.needed(), quorum.of(), random);
    }
  }

  /**
   * Makes the QA role's key for the first person of a home that had none; the caller then writes
   * the operator keyset, and only that makes it count. Recordings sealed before stay readable to
   * the recovery key only.
   */
  public static void createQa(
      Path keys,
      UUID home,
      OperatorKeys opened,
      NewUser first,
      Argon2Cost cost,
      SecureRandom random) {
    byte[] qa = QaKeyset.create(keys, home, List.of(first), cost, random);
    opened.secrets().put(SecretName.QA_RECIPIENT, qa);
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
        case QA_RECIPIENT, RECOVERY_RECIPIENT -> {} // set when the key pairs exist
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
