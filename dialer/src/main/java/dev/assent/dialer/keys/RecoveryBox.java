package dev.assent.dialer.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * {@code keys/recovery.json}: the keys without which a restored home is dead, sealed to the offline
 * recovery key. Person keys and shares B are not in it: erasure must stay final.
 */
public final class RecoveryBox {
  private static final String FILE = "recovery.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What a new machine needs to read a restored home and to honour its refusals. */
  private static final List<SecretName> CONTENT =
      List.of(
          SecretName.LEDGER,
          SecretName.COLUMN,
          SecretName.SPOOL,
          SecretName.PEPPER_NUMBER,
          SecretName.PEPPER_DNC_1,
          SecretName.RECORDER_SIGNING,
          SecretName.CONTROLLER);

  /** There only while the ledger's key changes. */
  private static final List<SecretName> AT_TIMES = List.of(SecretName.LEDGER_FORMER);

  private RecoveryBox() {}

  static void write(Path keys, UUID home, byte[] recoveryPublicKey, SecretBag secrets) {
    var bag = new SecretBag();
    CONTENT.forEach(name -> bag.put(name, secrets.get(name).orElseThrow()));
    AT_TIMES.forEach(name -> secrets.get(name).ifPresent(secret -> bag.put(name, secret)));
    byte[] plain = bag.encode();
    try {
      var root = JSON.createObjectNode().put("format", "assent-recovery").put("version", 1);
      root.put("home", home.toString());
      root.put("sealed", XWing.seal(recoveryPublicKey, info(home), plain));
      PrivateFile.replace(
          keys.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the recovery box", e);
    } finally {
      Arrays.fill(plain, (byte) 0);
      bag.close();
    }
  }

  /**
   * Opens it with the recovered key.
   *
   * @return the secrets by name, for the caller to wipe
   * @throws UserError exit 7 when it is damaged or sealed to another key
   */
  public static Map<SecretName, byte[]> open(Path keys, UUID home, RecoveryKey key) {
    Path file = keys.resolve(FILE);
    byte[] seed = key.seed();
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      byte[] sealed = root.path("sealed").binaryValue();
      byte[] plain =
          XWing.open(seed, info(home), sealed == null ? new byte[0] : sealed)
              .orElseThrow(() -> damaged(file));
      Map<SecretName, byte[]> secrets = new EnumMap<>(SecretName.class);
      try (SecretBag bag = SecretBag.decode(plain)) {
        CONTENT.forEach(name -> secrets.put(name, bag.get(name).orElseThrow()));
        AT_TIMES.forEach(name -> bag.get(name).ifPresent(secret -> secrets.put(name, secret)));
      }
      Arrays.fill(plain, (byte) 0);
      return secrets;
    } catch (IOException e) {
      throw damaged(file);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  private static UserError damaged(Path file) {
    return new UserError(Exit.INTEGRITY, Message.of("keys.damaged", file), "assent keys check");
  }

  private static byte[] info(UUID home) {
    return ("assent-recovery/1|" + home).getBytes(StandardCharsets.UTF_8);
  }
}
