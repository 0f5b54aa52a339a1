package dev.assent.dialer.keys;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * The keyset of those who listen: {@code keys/qa.json}, the X-Wing seed recordings are sealed to.
 * The engine never opens it. Immutable; a change gives a new one.
 */
public final class QaKeyset {
  private static final String KIND = "qa";
  private static final String FILE = "qa.json";
  private static final int KEK = 32;

  private final Path file;
  private final KeysetFile content;

  private QaKeyset(Path file, KeysetFile content) {
    this.file = file;
    this.content = content;
  }

  public static boolean exists(Path keys) {
    return Files.exists(keys.resolve(FILE));
  }

  /**
   * @throws UserError exit 3 when there is none or it is another home's, 7 when it is damaged
   */
  public static QaKeyset read(Path keys, UUID home) {
    Path file = keys.resolve(FILE);
    if (!Files.exists(file)) {
      throw new UserError(Exit.CONFIG, Message.of("keys.no_qa"), "assent user add NAME:QA");
    }
    return new QaKeyset(file, KeysetFile.read(file, KIND, home));
  }

  /** Makes the role's key and gives the first people a slot; tells its public half. */
  static byte[] create(
      Path keys, UUID home, List<NewUser> people, Argon2Cost cost, SecureRandom random) {
    byte[] kek = new byte[KEK];
    random.nextBytes(kek);
    byte[] seed = XWing.freshSeed(random);
    try {
      List<Slot> slots = new ArrayList<>();
      String name = KeysetFile.name(KIND, home);
      for (NewUser person : people) {
        slots.add(Slot.seal(person.name(), person.passphrase(), kek, name, cost, random));
      }
      byte[] payload = Sealing.seal(kek, payloadContext(name), seed, random);
      new KeysetFile(KIND, home, slots, List.of(), payload).write(keys.resolve(FILE));
      return XWing.publicKey(seed);
    } finally {
      Arrays.fill(kek, (byte) 0);
      Arrays.fill(seed, (byte) 0);
    }
  }

  public List<String> people() {
    return content.slots().stream().map(Slot::user).toList();
  }

  /**
   * The role's X-Wing seed, 32 bytes, for the caller to wipe.
   *
   * @throws UserError exit 4 for a wrong passphrase or somebody without a slot
   */
  public byte[] openSeed(String user, char[] passphrase) {
    byte[] kek = openKek(user, passphrase);
    try {
      return seed(kek);
    } finally {
      Arrays.fill(kek, (byte) 0);
    }
  }

  /** Gives one more person a slot; somebody who has one must be there to open it. */
  public QaKeyset addUser(
      NewUser person,
      String sponsor,
      char[] sponsorsPassphrase,
      Argon2Cost cost,
      SecureRandom random) {
    byte[] kek = openKek(sponsor, sponsorsPassphrase);
    try {
      List<Slot> slots = new ArrayList<>(content.slots());
      slots.removeIf(slot -> slot.user().equals(person.name()));
      slots.add(Slot.seal(person.name(), person.passphrase(), kek, content.name(), cost, random));
      var changed = new KeysetFile(KIND, content.home(), slots, List.of(), content.payload());
      changed.write(file);
      return new QaKeyset(file, changed);
    } finally {
      Arrays.fill(kek, (byte) 0);
    }
  }

  private byte[] openKek(String user, char[] passphrase) {
    return content
        .slotOf(user)
        .flatMap(slot -> slot.open(passphrase, content.name()))
        .orElseThrow(
            () ->
                new UserError(Exit.NOT_PERMITTED, Message.of("keys.wrong_passphrase", user), null));
  }

  private byte[] seed(byte[] kek) {
    return Sealing.open(kek, payloadContext(content.name()), content.payload())
        .orElseThrow(
            () ->
                new UserError(
                    Exit.INTEGRITY, Message.of("keys.tampered", file), "assent keys check"));
  }

  private static byte[] payloadContext(String name) {
    return (name + "|payload").getBytes(StandardCharsets.UTF_8);
  }
}
