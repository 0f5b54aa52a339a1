package dev.assent.dialer.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What one node gives another so that both can read the same database: the secrets, the people and
 * the configuration, sealed to the machine that asked. There it becomes a keyset of its own:
 * nobody's key file is copied.
 */
public final class NodeGrant implements AutoCloseable {
  private static final String FORMAT = "assent-node-grant";

  /** Beside the keyset of listeners that came with a grant: whose it is. */
  private static final String GIVER = "qa.home";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final UUID node;
  private final String name;
  private final byte[] marker;
  private final Map<String, byte[]> conf;
  private final KeysetFile people;
  private final Optional<byte[]> listeners;
  private final SecretBag secrets;

  private NodeGrant(
      UUID node,
      String name,
      byte[] marker,
      Map<String, byte[]> conf,
      KeysetFile people,
      Optional<byte[]> listeners,
      SecretBag secrets) {
    this.listeners = listeners;
    this.node = node;
    this.name = name;
    this.marker = marker;
    this.conf = conf;
    this.people = people;
    this.secrets = secrets;
  }

  /**
   * Seals what a node needs to the machine that asked for it.
   *
   * @param keys directory of the giving home
   * @param marker its {@code home.json}
   * @param conf its files, by their path in {@code conf}
   */
  public static void write(
      Path file,
      NodeRequest to,
      Path keys,
      OperatorKeys opened,
      byte[] marker,
      Map<String, byte[]> conf)
      throws IOException {
    ObjectNode content = JSON.createObjectNode();
    content.put("marker", marker);
    content.set("people", JSON.readTree(Files.readAllBytes(OperatorKeyset.file(keys))));
    ObjectNode files = content.putObject("conf");
    conf.forEach(files::put);
    if (QaKeyset.exists(keys)) {
      content.put("qa", Files.readAllBytes(keys.resolve(QaKeysetFile.FILE)));
    }
    byte[] secrets = opened.secrets().encode();
    content.put("secrets", secrets);
    byte[] plain = JSON.writeValueAsBytes(content);
    try {
      ObjectNode root = JSON.createObjectNode().put("format", FORMAT).put("version", 1);
      root.put("node", to.node().toString()).put("name", to.name());
      root.put("sealed", XWing.seal(to.publicKey(), info(to.node(), to.name()), plain));
      PrivateFile.create(file, JSON.writeValueAsBytes(root));
    } finally {
      Arrays.fill(secrets, (byte) 0);
      Arrays.fill(plain, (byte) 0);
    }
  }

  /**
   * @param key the machine's, from {@link NodeRequest#make}
   * @throws UserError exit 2 when one of them is not what it should be, exit 4 when the grant is
   *     another machine's
   */
  public static NodeGrant open(Path file, Path key) {
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      byte[] sealed = root.path("sealed").binaryValue();
      if (!root.path("format").asText().equals(FORMAT)
          || root.path("version").asInt() != 1
          || sealed == null) {
        throw unreadable(file);
      }
      UUID node = UUID.fromString(root.path("node").asText());
      String name = root.path("name").asText();
      byte[] seed = HexFormat.of().parseHex(Files.readString(key).strip());
      byte[] plain =
          XWing.open(seed, info(node, name), sealed)
              .orElseThrow(
                  () ->
                      new UserError(
                          Exit.NOT_PERMITTED, Message.of("node.other_machine", file), null));
      Arrays.fill(seed, (byte) 0);
      JsonNode content = JSON.readTree(plain);
      Arrays.fill(plain, (byte) 0);
      return of(node, name, content);
    } catch (IOException | IllegalArgumentException e) {
      throw unreadable(file);
    }
  }

  private static NodeGrant of(UUID node, String name, JsonNode content) throws IOException {
    Map<String, byte[]> conf = new LinkedHashMap<>();
    for (var entry : content.path("conf").properties()) {
      conf.put(entry.getKey(), entry.getValue().binaryValue());
    }
    byte[] secrets = content.path("secrets").binaryValue();
    try {
      return new NodeGrant(
          node,
          name,
          content.path("marker").binaryValue(),
          conf,
          KeysetFile.decode(content.path("people")),
          Optional.ofNullable(content.path("qa").binaryValue()),
          SecretBag.decode(secrets));
    } finally {
      Arrays.fill(secrets, (byte) 0);
    }
  }

  private static UserError unreadable(Path file) {
    return new UserError(Exit.USAGE, Message.of("node.no_grant", file), "assent keys grant");
  }

  private static byte[] info(UUID node, String name) {
    return (FORMAT + "/1|" + node + "|" + name).getBytes(StandardCharsets.UTF_8);
  }

  /** The id the new home has. */
  public UUID node() {
    return node;
  }

  public String name() {
    return name;
  }

  public byte[] marker() {
    return marker.clone();
  }

  public Map<String, byte[]> conf() {
    return Map.copyOf(conf);
  }

  /**
   * Makes the keyset of the new home: the same secrets and people under a key of its own. Those who
   * are here with their passphrases get a place in it.
   *
   * @param present by name; at least one who opens the keys
   * @throws UserError exit 4 for a wrong passphrase, exit 2 when nobody present opens the keys
   */
  public void install(Path keys, Map<String, char[]> present, Argon2Cost cost, SecureRandom random)
      throws IOException {
    List<Slot> slots = new ArrayList<>();
    for (var person : present.entrySet()) {
      slots.add(slot(person.getKey(), person.getValue(), cost, random));
    }
    boolean opens =
        people.users().stream()
            .anyMatch(user -> present.containsKey(user.name()) && user.opensOperatorKeyset());
    if (!opens) {
      throw new UserError(Exit.USAGE, Message.of("node.nobody_opens"), null);
    }
    RecoveryBox.write(
        keys, node, secrets.get(SecretName.RECOVERY_RECIPIENT).orElseThrow(), secrets);
    OperatorKeyset.of(keys, node, slots, people.users(), secrets, random);
    if (listeners.isPresent()) {
      PrivateFile.create(keys.resolve(QaKeysetFile.FILE), listeners.get());
      PrivateFile.create(
          keys.resolve(GIVER), people.home().toString().getBytes(StandardCharsets.US_ASCII));
    }
  }

  /**
   * Whose keyset of listeners lies there: at a node, that of the home which admitted it.
   *
   * @throws UserError exit 7 when that cannot be read
   */
  public static UUID listenersOf(Path keys, UUID home) {
    Path giver = keys.resolve(GIVER);
    try {
      return Files.exists(giver) ? UUID.fromString(Files.readString(giver).strip()) : home;
    } catch (IOException | IllegalArgumentException e) {
      throw new UserError(Exit.INTEGRITY, Message.of("keys.damaged", giver), null);
    }
  }

  private Slot slot(String user, char[] passphrase, Argon2Cost cost, SecureRandom random) {
    byte[] seed =
        people
            .slotOf(user)
            .orElseThrow(() -> new UserError(Exit.USAGE, Message.of("user.unknown", user), null))
            .open(passphrase, people.name())
            .orElseThrow(
                () ->
                    new UserError(
                        Exit.NOT_PERMITTED, Message.of("keys.wrong_passphrase", user), null));
    try {
      return Slot.seal(user, passphrase, seed, KeysetFile.name(node), cost, random);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  @Override
  public void close() {
    secrets.close();
  }
}
