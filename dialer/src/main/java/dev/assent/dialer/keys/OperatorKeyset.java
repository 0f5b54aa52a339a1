package dev.assent.dialer.keys;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * The keyset of those who run the dialer: {@code keys/operator.json}. Every user has a slot here
 * that proves who they are; the slots of operators and compliance also hold what opens the keys.
 *
 * <p>Immutable; a change gives a new one.
 */
public final class OperatorKeyset {
  private static final String KIND = "operator";
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
      List<NewUser> people,
      Argon2Cost cost,
      SecureRandom random) {
    byte[] kek = new byte[KEK];
    random.nextBytes(kek);
    try {
      List<Slot> slots = new ArrayList<>();
      List<User> users = new ArrayList<>();
      for (NewUser person : people) {
        add(person, kek, home, slots, users, cost, random);
      }
      return written(keys.resolve(FILE), home, slots, users, kek, secrets, random);
    } finally {
      Arrays.fill(kek, (byte) 0);
    }
  }

  /**
   * @throws UserError exit 3 when there is none or it is another home's, 7 when it is damaged
   */
  public static OperatorKeyset read(Path keys, UUID home) {
    Path file = keys.resolve(FILE);
    return new OperatorKeyset(file, KeysetFile.read(file, KIND, home));
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
    Slot slot = content.slotOf(name).orElseThrow(() -> unknown(name));
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
    byte[] seed = person.key().seed();
    byte[] kek = person.kek().orElse(new byte[0]);
    byte[] both = Arrays.copyOf(seed, seed.length + kek.length);
    System.arraycopy(kek, 0, both, seed.length, kek.length);
    Arrays.fill(seed, (byte) 0);
    Arrays.fill(kek, (byte) 0);
    return both;
  }

  private Person person(String name, byte[] opened) {
    User user = content.user(name).orElseThrow(() -> unknown(name));
    var key = new SigningKey(Arrays.copyOf(opened, SigningKey.SEED));
    byte[] kek = Arrays.copyOfRange(opened, SigningKey.SEED, opened.length);
    if (!Arrays.equals(key.publicKey(), user.publicKey())) {
      throw tampered();
    }
    if (kek.length > 0) {
      open(kek).close(); // proves the table that says which roles this person has
    }
    return new Person(user, key, kek);
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
    try {
      add(person, kek, content.home(), slots, users, cost, random);
      return written(file, content.home(), slots, users, kek, opened.secrets(), random);
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
      byte[] payload = Sealing.seal(kek, payloadContext(home, users), plain, random);
      var content = new KeysetFile(KIND, home, slots, users, payload);
      content.write(file);
      return new OperatorKeyset(file, content);
    } finally {
      Arrays.fill(plain, (byte) 0);
    }
  }

  private static void add(
      NewUser person,
      byte[] kek,
      UUID home,
      List<Slot> slots,
      List<User> users,
      Argon2Cost cost,
      SecureRandom random) {
    byte[] seed = SigningKey.freshSeed(random);
    try (var key = new SigningKey(seed)) {
      var user = new User(person.name(), person.roles(), key.publicKey());
      try (var held = new Person(user, key, user.opensOperatorKeyset() ? kek : new byte[0])) {
        byte[] content = sessionSecret(held);
        slots.add(
            Slot.seal(
                person.name(),
                person.passphrase(),
                content,
                KeysetFile.name(KIND, home),
                cost,
                random));
        users.add(user);
        Arrays.fill(content, (byte) 0);
      }
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  /** Binds the table of users to the keys: whoever edits a role breaks the seal. */
  private static byte[] payloadContext(UUID home, List<User> users) {
    List<byte[]> parts = new ArrayList<>();
    parts.add((KeysetFile.name(KIND, home) + "|payload").getBytes(StandardCharsets.UTF_8));
    for (User user : users) {
      parts.add(user.name().getBytes(StandardCharsets.UTF_8));
      user.roles().stream()
          .sorted()
          .forEach(role -> parts.add(role.name().getBytes(StandardCharsets.US_ASCII)));
      parts.add(user.publicKey());
    }
    return Hashes.sha256(parts.toArray(byte[][]::new));
  }

  private UserError tampered() {
    return new UserError(Exit.INTEGRITY, Message.of("keys.tampered", file), "assent keys check");
  }

  private static UserError unknown(String name) {
    return new UserError(Exit.NOT_PERMITTED, Message.of("user.unknown", name), "assent user list");
  }
}
