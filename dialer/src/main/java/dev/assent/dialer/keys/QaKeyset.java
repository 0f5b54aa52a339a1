package dev.assent.dialer.keys;

import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/**
 * The keyset of those who listen: {@code keys/qa.json}, the X-Wing seeds recordings are sealed to,
 * sealed again to each person's own key. Whoever leaves is cut off by removing their place, which
 * needs nobody's passphrase; the engine does that, and never opens a seed. Immutable; a change
 * gives a new one.
 */
public final class QaKeyset {
  private static final int SEED = XWing.SEED;

  private final Path directory;
  private final QaKeysetFile content;

  private QaKeyset(Path directory, QaKeysetFile content) {
    this.directory = directory;
    this.content = content;
  }

  public static boolean exists(Path keys) {
    return Files.exists(keys.resolve(QaKeysetFile.FILE));
  }

  /**
   * @throws UserError exit 3 when there is none or it is another home's, 7 when it is damaged
   */
  public static QaKeyset read(Path keys, UUID home) {
    if (!exists(keys)) {
      throw new UserError(Exit.CONFIG, Message.of("keys.no_qa"), "assent --as NAME keys rotate qa");
    }
    return new QaKeyset(keys, QaKeysetFile.read(keys, home));
  }

  /** Makes the role's key for the first people of a home; {@code by} is one of them. */
  static QaKeyset create(
      Path keys,
      UUID home,
      List<User> people,
      String by,
      SigningKey signer,
      byte[] recoveryKey,
      SecureRandom random) {
    byte[] seed = XWing.freshSeed(random);
    try {
      QaKeysetFile.Key key = key(home, seed, by, signer, recoveryKey);
      return written(keys, home, List.of(key), List.of(seed), people);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  /**
   * A home's first QA key, made by the first who listens; it counts once COMPLIANCE uses it.
   *
   * @param recoveryKey X-Wing public key of the recovery
   */
  public static QaKeyset first(
      Path keys, UUID home, Person by, byte[] recoveryKey, SecureRandom random) {
    return create(keys, home, List.of(by.user()), by.user().name(), by.key(), recoveryKey, random);
  }

  /**
   * The keyset of a lost home, its seeds given to other people.
   *
   * @throws UserError exit 7 when a seed was not sealed to this recovery key
   */
  static QaKeyset recovered(Path keys, UUID home, RecoveryKey recovery, List<User> people) {
    QaKeyset lost = read(keys, home);
    byte[] recoverySeed = recovery.seed();
    List<byte[]> seeds = new ArrayList<>();
    try {
      for (QaKeysetFile.Key key : lost.content.keys()) {
        seeds.add(
            XWing.open(recoverySeed, recoveryContext(home), key.recovery())
                .orElseThrow(lost::tampered));
      }
      lost.requireKeys(seeds);
      return written(keys, home, lost.content.keys(), seeds, people);
    } finally {
      Arrays.fill(recoverySeed, (byte) 0);
      seeds.forEach(seed -> Arrays.fill(seed, (byte) 0));
    }
  }

  public List<String> people() {
    return content.places().stream().map(QaKeysetFile.Place::user).toList();
  }

  /** The newest key: in use, or waiting for COMPLIANCE to use it. */
  public byte[] newest() {
    return content.keys().getFirst().publicKey().clone();
  }

  /** How people name the newest key: 32 hex digits. */
  public String newestName() {
    return HexFormat.of().formatHex(Hashes.keyId(newest()));
  }

  /** Whether those who have a place here can open what is sealed to that key. */
  public boolean holds(byte[] publicKey) {
    return content.keys().stream().anyMatch(key -> Arrays.equals(key.publicKey(), publicKey));
  }

  /** How many keys recordings can be sealed to here, older ones included. */
  public int size() {
    return content.keys().size();
  }

  /** Who made the newest key. */
  public String newestBy() {
    return content.keys().getFirst().by();
  }

  /** Whether that person made the newest key, and sealed its seed to that recovery key alone. */
  public boolean isNewestSignedBy(byte[] publicKey, byte[] recoveryKey) {
    QaKeysetFile.Key newest = content.keys().getFirst();
    byte[] kid = Hashes.keyId(recoveryKey);
    return Arrays.equals(kid, newest.recoveryKid())
        && SigningKey.verify(
            publicKey, signed(content.home(), newest.publicKey(), kid), newest.signature());
  }

  /**
   * Opens what one of the people who listen may open.
   *
   * @throws UserError exit 4 when they have no place here, exit 7 when what opens is not the keys
   */
  public QaKeys open(Person person) {
    String user = person.user().name();
    QaKeysetFile.Place place =
        content.places().stream()
            .filter(known -> known.user().equals(user))
            .findFirst()
            .orElseThrow(
                () ->
                    new UserError(
                        Exit.NOT_PERMITTED,
                        Message.of("keys.no_place", user),
                        "assent --as NAME keys share " + user));
    byte[] plain;
    try (PersonalKey own = person.personal()) {
      plain = own.open(context(content.home(), user), place.sealed()).orElseThrow(this::tampered);
    }
    try {
      List<byte[]> seeds = new ArrayList<>();
      for (int at = 0; at < plain.length; at += SEED) {
        seeds.add(Arrays.copyOfRange(plain, at, at + SEED));
      }
      requireKeys(seeds);
      QaKeys opened = new QaKeys(seeds);
      seeds.forEach(seed -> Arrays.fill(seed, (byte) 0));
      return opened;
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private void requireKeys(List<byte[]> seeds) {
    if (seeds.size() != content.keys().size()) {
      throw tampered();
    }
    for (int i = 0; i < seeds.size(); i++) {
      if (!Arrays.equals(XWing.publicKey(seeds.get(i)), content.keys().get(i).publicKey())) {
        throw tampered();
      }
    }
  }

  /** Lets one more person listen. */
  public QaKeyset share(QaKeys opened, User other) {
    List<User> people = new ArrayList<>(listeners(opened));
    people.removeIf(user -> user.name().equals(other.name()));
    people.add(other);
    return written(directory, content.home(), content.keys(), opened.seeds(), people);
  }

  /**
   * Makes a new key for new recordings. The older ones stay, for older recordings: no file is ever
   * written again.
   */
  public QaKeyset rotate(QaKeys opened, Person by, byte[] recoveryKey, SecureRandom random) {
    byte[] seed = XWing.freshSeed(random);
    try {
      List<byte[]> seeds = new ArrayList<>(List.of(seed));
      seeds.addAll(opened.seeds());
      List<QaKeysetFile.Key> keys =
          new ArrayList<>(
              List.of(key(content.home(), seed, by.user().name(), by.key(), recoveryKey)));
      keys.addAll(content.keys());
      return written(directory, content.home(), keys, seeds, listeners(opened));
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  /** Takes away somebody's place, at once; what they opened before nobody takes back. */
  public QaKeyset without(String user) {
    var changed =
        new QaKeysetFile(
            content.home(),
            content.keys(),
            content.places().stream().filter(place -> !place.user().equals(user)).toList());
    changed.write(directory);
    return new QaKeyset(directory, changed);
  }

  /**
   * @throws UserError exit 7 when somebody who holds no seed has put a place here
   */
  private List<User> listeners(QaKeys opened) {
    byte[] macKey = macKey(opened.seeds());
    List<User> people = new ArrayList<>();
    for (QaKeysetFile.Place place : content.places()) {
      if (!MessageDigest.isEqual(place.mac(), mac(macKey, place.user(), place.sealTo()))) {
        throw tampered();
      }
      people.add(new User(place.user(), EnumSet.of(Role.QA), new byte[32], place.sealTo()));
    }
    return people;
  }

  private static QaKeyset written(
      Path directory,
      UUID home,
      List<QaKeysetFile.Key> keys,
      List<byte[]> seeds,
      List<User> people) {
    byte[] plain = new byte[seeds.size() * SEED];
    for (int i = 0; i < seeds.size(); i++) {
      System.arraycopy(seeds.get(i), 0, plain, i * SEED, SEED);
    }
    try {
      byte[] macKey = macKey(seeds);
      List<QaKeysetFile.Place> places = new ArrayList<>();
      for (User user : people) {
        byte[] sealed = PersonalKey.seal(user, context(home, user.name()), plain);
        byte[] mac = mac(macKey, user.name(), user.sealTo());
        places.add(new QaKeysetFile.Place(user.name(), user.sealTo(), sealed, mac));
      }
      var content = new QaKeysetFile(home, keys, places);
      content.write(directory);
      return new QaKeyset(directory, content);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private static QaKeysetFile.Key key(
      UUID home, byte[] seed, String by, SigningKey signer, byte[] recoveryKey) {
    byte[] publicKey = XWing.publicKey(seed);
    byte[] recoveryKid = Hashes.keyId(recoveryKey);
    return new QaKeysetFile.Key(
        publicKey,
        by,
        signer.sign(signed(home, publicKey, recoveryKid)),
        recoveryKid,
        XWing.seal(recoveryKey, recoveryContext(home), seed));
  }

  static byte[] recoveryContext(UUID home) {
    return (QaKeysetFile.name(home) + "|recovery").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] signed(UUID home, byte[] publicKey, byte[] recoveryKid) {
    HexFormat hex = HexFormat.of();
    return String.join(
            "\n",
            "assent-qa-key/1",
            home.toString(),
            hex.formatHex(Hashes.keyId(publicKey)),
            hex.formatHex(recoveryKid))
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static String context(UUID home, String user) {
    return QaKeysetFile.name(home) + "|place|" + user;
  }

  private static byte[] macKey(List<byte[]> seeds) {
    return Hashes.hmac(seeds.getFirst(), "assent QA people 1".getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] mac(byte[] key, String user, byte[] sealTo) {
    return Hashes.hmac(key, user.getBytes(StandardCharsets.UTF_8), sealTo);
  }

  private UserError tampered() {
    return new UserError(
        Exit.INTEGRITY,
        Message.of("keys.tampered", directory.resolve(QaKeysetFile.FILE)),
        "assent keys check");
  }
}
