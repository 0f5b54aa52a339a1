package dev.assent.dialer.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Whom recordings are sealed to. They stand in the sealed operator keyset, so that nobody can slip
 * in a key of their own; {@code conf/recipients.json} is a copy for those who hold no keys.
 *
 * @param qa X-Wing public key of the QA role, 1216 bytes; empty until somebody is named QA
 * @param recovery X-Wing public key of the offline recovery, 1216 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // secrets and keys are bytes; never compared
public record PublicRecipients(Optional<byte[]> qa, byte[] recovery) {
  private static final String FILE = "recipients.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Puts the copy into conf. */
  public void writeCopy(Path conf) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", "assent-recipients").put("version", 1);
    qa.ifPresent(key -> put(root.putObject("qa"), key));
    put(root.putObject("recovery"), recovery);
    try {
      PrivateFile.replace(
          conf.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the recipients", e);
    }
  }

  /**
   * Reads the copy in conf, which anybody who can write there may have changed.
   *
   * @throws UserError exit 3 when missing or malformed
   */
  public static PublicRecipients readCopy(Path conf) {
    Path file = conf.resolve(FILE);
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      byte[] recovery = key(root.path("recovery"));
      if (recovery.length != XWing.PUBLIC_KEY) {
        throw new IOException("no recovery key");
      }
      byte[] qa = key(root.path("qa"));
      return new PublicRecipients(qa.length == 0 ? Optional.empty() : Optional.of(qa), recovery);
    } catch (IOException e) {
      throw new UserError(Exit.CONFIG, Message.of("keys.recipients", file), "assent keys check");
    }
  }

  /**
   * Holds the copy in conf against these.
   *
   * @throws UserError exit 7 when it names another key
   */
  public void requireCopy(Path conf) {
    PublicRecipients copy = readCopy(conf);
    if (!Arrays.equals(copy.recovery, recovery)
        || !Arrays.equals(copy.qa.orElse(new byte[0]), qa.orElse(new byte[0]))) {
      throw new UserError(
          Exit.INTEGRITY,
          Message.of("keys.recipients_swapped", conf.resolve(FILE)),
          "assent keys check");
    }
  }

  private static void put(ObjectNode node, byte[] key) {
    node.put("kid", HexFormat.of().formatHex(Hashes.keyId(key))).put("publicKey", key);
  }

  private static byte[] key(JsonNode node) throws IOException {
    byte[] found = node.path("publicKey").binaryValue();
    return found == null ? new byte[0] : found;
  }
}
