package dev.assent.dialer.keys;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The keyset of those who run the dialer: {@code keys/operator.json}. Every user has a slot here
 * that proves who they are; the slots of operators and compliance also hold what opens the keys.
 *
 * <p>Immutable; a change gives a new one.
 */
public final class OperatorKeyset {
  private static final String FILE = "operator.json";
  private static final int KEK = 32;

  private final Path file;
  private final KeysetFile content;

  private OperatorKeyset(Path file, KeysetFile content) {
    this.file = file;
    this.content = content;
  }

  static OperatorKeyset create(
      Path keys,
      UUID home,
      SecretBag secrets,
      List<Enrolled> people,
      Argon2Cost cost,
      SecureRandom random) {
    byte[] kek = new byte[KEK];
    random.nextBytes(kek);
    try {
      List<Slot> slots = new ArrayList<>();
      for (Enrolled person : people) {
        slots.add(person.slot(KeysetFile.name(home), cost, random));
      }
      List<User> users = people.stream().map(Enrolled::user).toList();
      return written(keys.resolve(FILE), home, slots, users, kek, secrets, random);
    } finally {
      Arrays.fill(kek, (byte) 0);
    }
  }

  /** Of people who have keys already, under a new key. */
  static OperatorKeyset of(
      Path keys,
      UUID home,
      List<Slot> slots,
      List<User> users,
      SecretBag secrets,
      SecureRandom random) {
    byte[] kek = new byte[KEK];
    random.nextBytes(kek);
    try {
      return written(keys.resolve(FILE), home, slots, users, kek, secrets, random);
    } finally {
      Arrays.fill(kek, (byte) 0);
    }
  }

  static Path file(Path keys) {
    return keys.resolve(FILE);
  }

  /**
   * @throws UserError exit 3 when there is none or it is another home's, 7 when it is damaged
   */
  public static OperatorKeyset read(Path keys, UUID home) {
    Path file = keys.resolve(FILE);
    return new OperatorKeyset(file, KeysetFile.read(file, home));
  }

  UUID home() {
    return content.home();
  }

  /** As they stand in the file: proved only by {@link #open} or {@link #authenticate}. */
  public List<User> users() {
    return content.users();
  }

  /**
   * Proves who somebody is, by about a second's work.
   *
   * @throws UserError exit 4 for a wrong passphrase or an unknown name
   */
  public Person authenticate(String name, char[] passphrase) {
    Slot slot = content.slotOf(name).orElseThrow(() -> unknown(name, passphrase));
    byte[] opened =
        slot.open(passphrase, content.name())
            .orElseThrow(
                () ->
                    new UserError(
                        Exit.NOT_PERMITTED,
                        Message.of("keys.wrong_passphrase", name),
                        "assent login --user " + name));
    try {
      return person(name, opened);
    } finally {
      Arrays.fill(opened, (byte) 0);
    }
  }

  /** The person of an open session: what {@link #sessionSecret} gave at login. */
  Person resume(String name, byte[] sessionSecret) {
    return person(name, sessionSecret);
  }

  static byte[] sessionSecret(Person person) {
    return person.key().seed();
  }

  private Person person(String name, byte[] seed) {
    User user = content.user(name).orElseThrow(() -> unknown(name));
    var key = new SigningKey(seed);
    if (!Arrays.equals(key.publicKey(), user.publicKey())) {
      throw tampered();
    }
    byte[] kek = new byte[0];
    if (user.opensOperatorKeyset()) {
      byte[] sealed = content.keks().getOrDefault(name, new byte[0]);
      try (var personal = PersonalKey.of(seed)) {
        kek = personal.open(kekContext(content.home(), name), sealed).orElseThrow(this::tampered);
      }
      open(kek).close(); // proves the table that says which roles this person has
    }
    try {
      return new Person(user, key, kek);
    } finally {
      Arrays.fill(kek, (byte) 0);
    }
  }

  /**
   * @throws UserError exit 7 when keys or user table are not what was written
   */
  OperatorKeys open(byte[] kek) {
    byte[] plain =
        Sealing.open(kek, payloadContext(content.home(), content.users()), content.payload())
            .orElseThrow(this::tampered);
    try {
      return new OperatorKeys(kek, SecretBag.decode(plain), content.users());
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  /**
   * Opens the keys with what a person's slot held.
   *
   * @throws UserError exit 4 when their roles open none
   */
  public OperatorKeys open(Person person) {
    byte[] kek =
        person
            .kek()
            .orElseThrow(
                () ->
                    new UserError(
                        Exit.NOT_PERMITTED,
                        Message.of("keys.no_slot", person.user().name()),
                        "assent unlock --user NAME"));
    try {
      return open(kek);
    } finally {
      Arrays.fill(kek, (byte) 0);
    }
  }

  /**
   * Proves that the file still opens with the keys in use and names the same people.
   *
   * @throws UserError exit 7 when it does not
   */
  public void requireOpens(OperatorKeys inUse) {
    byte[] kek = inUse.kek();
    try (OperatorKeys found = open(kek)) {
      if (!found.users().stream()
          .map(User::name)
          .toList()
          .equals(inUse.users().stream().map(User::name).toList())) {
        throw tampered();
      }
    } finally {
      Arrays.fill(kek, (byte) 0);
    }
  }

  /** Names one more user and writes the keyset again. */
  public OperatorKeyset addUser(
      OperatorKeys opened, NewUser person, Argon2Cost cost, SecureRandom random) {
    if (content.user(person.name()).isPresent()) {
      throw new UserError(Exit.USAGE, Message.of("user.exists", person.name()), "assent user list");
    }
    List<Slot> slots = new ArrayList<>(content.slots());
    List<User> users = new ArrayList<>(content.users());
    byte[] kek = opened.kek();
    try (Enrolled enrolled = Enrolled.fresh(person, random)) {
      slots.add(enrolled.slot(content.name(), cost, random));
      users.add(enrolled.user());
      return written(file, content.home(), slots, users, kek, opened.secrets(), random);
    } finally {
      Arrays.fill(kek, (byte) 0);
    }
  }

  /** Gives somebody a code device, in place of any they had, and writes the keyset again. */
  public OperatorKeyset withTotp(
      OperatorKeys opened, String user, byte[] secret, SecureRandom random) {
    if (content.user(user).isEmpty()) {
      throw unknown(user);
    }
    byte[] kek = opened.kek();
    try (SecretBag changed = opened.secrets().withTotp(user, secret)) {
      return written(file, content.home(), content.slots(), content.users(), kek, changed, random);
    } finally {
      Arrays.fill(kek, (byte) 0);
    }
  }

  /**
   * Takes somebody out and puts the keys under a new key that only those who remain can open.
   *
   * @return opened, for the caller to close
   * @throws UserError exit 3 when nobody would remain who opens it
   */
  public Rekeyed withoutUser(OperatorKeys opened, String name, SecureRandom random) {
    List<Slot> slots = content.slots().stream().filter(slot -> !slot.user().equals(name)).toList();
    List<User> users = content.users().stream().filter(user -> !user.name().equals(name)).toList();
    if (users.stream().noneMatch(User::opensOperatorKeyset)) {
      throw new UserError(Exit.CONFIG, Message.of("user.last", name), "assent user add NAME:ROLE");
    }
    byte[] kek = new byte[KEK];
    random.nextBytes(kek);
    try (SecretBag secrets = opened.secrets().withoutTotp(name)) {
      OperatorKeyset changed = written(file, content.home(), slots, users, kek, secrets, random);
      return new Rekeyed(changed, changed.open(kek));
    } finally {
      Arrays.fill(kek, (byte) 0);
    }
  }

  /** A keyset under a new key, and that opened. */
  public record Rekeyed(OperatorKeyset keyset, OperatorKeys keys) {}

  /** Writes the keyset again with other secrets; they count once it is opened again. */
  OperatorKeyset withSecrets(OperatorKeys opened, SecretBag changed, SecureRandom random) {
    byte[] kek = opened.kek();
    try {
      return written(file, content.home(), content.slots(), content.users(), kek, changed, random);
    } finally {
      Arrays.fill(kek, (byte) 0);
    }
  }

  private static OperatorKeyset written(
      Path file,
      UUID home,
      List<Slot> slots,
      List<User> users,
      byte[] kek,
      SecretBag secrets,
      SecureRandom random) {
    byte[] plain = secrets.encode();
    try {
      Map<String, byte[]> keks = new HashMap<>();
      for (User user : users) {
        if (user.opensOperatorKeyset()) {
          keks.put(user.name(), PersonalKey.seal(user, kekContext(home, user.name()), kek));
        }
      }
      byte[] payload = Sealing.seal(kek, payloadContext(home, users), plain, random);
      var content = new KeysetFile(home, slots, users, keks, payload);
      content.write(file);
      return new OperatorKeyset(file, content);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private static String kekContext(UUID home, String user) {
    return KeysetFile.name(home) + "|kek|" + user;
  }

  /** Binds the table of users to the keys: whoever edits a role breaks the seal. */
  private static byte[] payloadContext(UUID home, List<User> users) {
    List<byte[]> parts = new ArrayList<>();
    parts.add((KeysetFile.name(home) + "|payload").getBytes(StandardCharsets.UTF_8));
    for (User user : users) {
      parts.add(user.name().getBytes(StandardCharsets.UTF_8));
      user.roles().stream()
          .sorted()
          .forEach(role -> parts.add(role.name().getBytes(StandardCharsets.US_ASCII)));
      parts.add(user.publicKey());
      parts.add(user.sealTo());
    }
    return Hashes.sha256(parts.toArray(byte[][]::new));
  }

  private UserError tampered() {
    return new UserError(Exit.INTEGRITY, Message.of("keys.tampered", file), "assent keys check");
  }

  /** After the same work as for a known name, so that the time taken does not tell them apart. */
  private UserError unknown(String name, char[] passphrase) {
    content.slots().getFirst().open(passphrase, content.name());
    return unknown(name);
  }

  private static UserError unknown(String name) {
    return new UserError(Exit.NOT_PERMITTED, Message.of("user.unknown", name), "assent user list");
  }
}
