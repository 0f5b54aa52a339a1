package dev.assent.dialer.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;

/**
 * A machine that asks for the keys of an organisation (docs/nodes.md): the public half of a key of
 * its own, whose private half never leaves it.
 *
 * @param node the id its home will have
 * @param publicKey X-Wing, 1216 bytes
 */
@SuppressWarnings("ArrayRecordComponent") // secrets and keys are bytes; never compared
public record NodeRequest(UUID node, String name, byte[] publicKey) {
  private static final String FORMAT = "assent-node-request";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Makes the machine's key.
   *
   * @param request to be carried to an engine that has the keys
   * @param key stays here, 0600
   */
  public static NodeRequest make(
      UUID node, String name, Path request, Path key, SecureRandom random) throws IOException {
    byte[] seed = XWing.freshSeed(random);
    try {
      PrivateFile.create(key, HexFormat.of().formatHex(seed).getBytes(StandardCharsets.US_ASCII));
      NodeRequest made = new NodeRequest(node, name, XWing.publicKey(seed));
      PrivateFile.create(
          request,
          JSON.writerWithDefaultPrettyPrinter()
              .writeValueAsBytes(
                  JSON.createObjectNode()
                      .put("format", FORMAT)
                      .put("version", 1)
                      .put("node", node.toString())
                      .put("name", name)
                      .put("publicKey", made.publicKey())));
      return made;
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  /**
   * @throws UserError exit 2 when it is no such request
   */
  public static NodeRequest read(Path file) {
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      byte[] key = root.path("publicKey").binaryValue();
      if (!root.path("format").asText().equals(FORMAT)
          || root.path("version").asInt() != 1
          || key == null
          || key.length != XWing.PUBLIC_KEY) {
        throw unreadable(file);
      }
      return new NodeRequest(
          UUID.fromString(root.path("node").asText()), root.path("name").asText(), key);
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(file);
    }
  }

  private static UserError unreadable(Path file) {
    return new UserError(Exit.USAGE, Message.of("node.no_request", file), "assent keys machine");
  }

  /** Names the machine's key: read aloud on both machines, it must be the same. */
  public String fingerprint() {
    return HexFormat.ofDelimiter("-").withUpperCase().formatHex(Hashes.keyId(publicKey), 0, 8);
  }
}
