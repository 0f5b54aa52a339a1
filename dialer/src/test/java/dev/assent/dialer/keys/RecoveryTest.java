package dev.assent.dialer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The offline recovery key: k of n shares open what a lost machine needs, fewer open nothing. */
@Timeout(60)
class RecoveryTest {
  private static final UUID HOME = UUID.fromString("6f0c2f6e-52a5-4b6b-8b53-0f6a3a6f5c11");
  private static final Argon2Cost CHEAP = new Argon2Cost(64, 1);

  private final SecureRandom random = new SecureRandom();
  @TempDir Path directory;
  private Path keys;
  private Path conf;

  @BeforeEach
  void layOut() throws IOException {
    keys = Files.createDirectory(directory.resolve("keys"));
    conf = Files.createDirectory(directory.resolve("conf"));
  }

  private List<RecoveryShare> init(int needed, int of) {
    return HomeKeys.create(
        keys,
        conf,
        HOME,
        UUID.randomUUID(),
        List.of(new NewUser("alice", Set.of(Role.OPERATOR), "a long passphrase".toCharArray())),
        new RecoveryQuorum(needed, of),
        CHEAP,
        random);
  }

  @ParameterizedTest
  @CsvSource({"2, 2", "2, 3", "3, 5", "5, 16"})
  void anyQuorumOpensTheSameSecretsAndOneFewerOpensNone(int needed, int of) {
    List<RecoveryShare> shares = init(needed, of);
    OperatorKeyset keyset = OperatorKeyset.read(keys, HOME);
    byte[] ledger;
    try (Person alice = keyset.authenticate("alice", "a long passphrase".toCharArray());
        OperatorKeys opened = keyset.open(alice)) {
      ledger = opened.secret(SecretName.LEDGER);
    }
    long seed = random.nextLong();
    var shuffler = new Random(seed);
    for (int round = 0; round < 20; round++) {
      List<RecoveryShare> some = new ArrayList<>(shares);
      Collections.shuffle(some, shuffler);
      try (RecoveryKey key = RecoveryKey.combine(some.subList(0, needed))) {
        Map<SecretName, byte[]> found = RecoveryBox.open(keys, HOME, key);
        assertThat(found.get(SecretName.LEDGER)).as("seed %d", seed).isEqualTo(ledger);
      }
      refused(Exit.NOT_PERMITTED, () -> RecoveryKey.combine(some.subList(0, needed - 1)));
    }
    HomeKeys.proveShares(shares, keys, HOME);
  }

  @Test
  void aShareSurvivesPaper() {
    for (RecoveryShare share : init(2, 3)) {
      String typed = share.text().replace("\n", "\r\n") + "\r\n";
      RecoveryShare read = RecoveryShare.parse(typed, "paper");
      assertThat(read.text()).isEqualTo(share.text());
      assertThat(read.toString()).doesNotContain(share.text().substring(60, 100));
    }
  }

  @Test
  void everySlipOfThePenIsFound() {
    String text = init(2, 3).getFirst().text();
    int found = 0;
    for (int at = text.indexOf("data:"); at < text.length(); at++) {
      char right = text.charAt(at);
      if ("0123456789abcdef".indexOf(right) < 0 || text.charAt(at) == ' ') {
        continue;
      }
      char wrong = right == '0' ? '1' : '0';
      String slipped = text.substring(0, at) + wrong + text.substring(at + 1);
      refused(Exit.CONFIG, () -> RecoveryShare.parse(slipped, "paper"));
      found++;
    }
    assertThat(found).isGreaterThan(190);
  }

  @Test
  void anAlteredShareIsFoundEvenWithItsCheckMadeGood() {
    List<RecoveryShare> shares = init(2, 3);
    RecoveryShare honest = shares.getFirst();
    byte[] data = honest.data();
    data[5] ^= 1;
    var altered =
        new RecoveryShare(HOME, honest.kid(), 1, 2, 3, data, honest.commitment(), honest.mac());
    refused(
        Exit.INTEGRITY,
        () ->
            RecoveryKey.combine(List.of(RecoveryShare.parse(altered.text(), "x"), shares.get(1))));

    var relabelled =
        new RecoveryShare(
            HOME,
            honest.kid(),
            1,
            2,
            5,
            shares.getFirst().data(),
            honest.commitment(),
            honest.mac());
    refused(Exit.INTEGRITY, () -> RecoveryKey.combine(List.of(shares.get(2), altered)));
    assertThat(relabelled.check()).isNotEqualTo(honest.check());
  }

  @Test
  void theSameShareTwiceIsOneShare() {
    List<RecoveryShare> shares = init(2, 3);
    refused(
        Exit.NOT_PERMITTED,
        () -> RecoveryKey.combine(List.of(shares.getFirst(), shares.getFirst())));
  }

  @Test
  void sharesOfAnotherHomeAreRefused() throws IOException {
    List<RecoveryShare> shares = init(2, 3);
    keys = Files.createDirectory(directory.resolve("other-keys"));
    List<RecoveryShare> others = init(2, 3);
    refused(
        Exit.NOT_PERMITTED, () -> RecoveryKey.combine(List.of(shares.getFirst(), others.get(1))));
    try (RecoveryKey key = RecoveryKey.combine(shares.subList(0, 2))) {
      refused(Exit.INTEGRITY, () -> RecoveryBox.open(keys, HOME, key));
    }
  }

  private static void refused(Exit exit, ThrowingCallable attempt) {
    assertThatThrownBy(attempt)
        .isInstanceOfSatisfying(UserError.class, error -> assertThat(error.exit()).isEqualTo(exit));
  }
}
