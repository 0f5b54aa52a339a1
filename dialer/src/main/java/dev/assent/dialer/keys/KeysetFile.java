package dev.assent.dialer.keys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.access.Role;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;

/**
 * The operators' keyset as it lies on disk (docs/FORMAT-keys.md): slots, the table of users, the
 * key of the keys sealed to each person, and the sealed keys. Immutable; a change is a new file
 * renamed over the old one.
 *
 * @param keks of those whose roles open the keys, by name
 * @param payload sealed under the random key that stands in {@code keks}
 */
@SuppressWarnings("ArrayRecordComponent") // secrets and keys are bytes; never compared
record KeysetFile(
    UUID home, List<Slot> slots, List<User> users, Map<String, byte[]> keks, byte[] payload) {
  private static final int VERSION = 2;
  private static final String FORMAT = "assent-keyset";
  private static final String KIND = "operator";
  private static final ObjectMapper JSON = new ObjectMapper();

  KeysetFile {
    slots = List.copyOf(slots);
    users = List.copyOf(users);
    keks = Map.copyOf(keks);
  }

  /** Context of everything sealed here. */
  static String name(UUID home) {
    return FORMAT + "/" + VERSION + "|" + KIND + "|" + home;
  }

  String name() {
    return name(home);
  }

  Optional<Slot> slotOf(String user) {
    return slots.stream().filter(slot -> slot.user().equals(user)).findFirst();
  }

  Optional<User> user(String name) {
    return users.stream().filter(user -> user.name().equals(name)).findFirst();
  }

  void write(Path file) {
    try {
      PrivateFile.replace(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(tree()));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write a keyset", e);
    }
  }

  private ObjectNode tree() {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT).put("version", VERSION).put("kind", KIND);
    root.put("home", home.toString());
    var slotNodes = root.putArray("slots");
    for (Slot slot : slots) {
      PassphraseKdf kdf = slot.kdf();
      ObjectNode node = slotNodes.addObject().put("user", slot.user());
      node.putObject("kdf")
          .put("name", "argon2id")
          .put("memoryKiB", kdf.memoryKiB())
          .put("iterations", kdf.iterations())
          .put("lanes", kdf.lanes())
          .put("salt", kdf.salt());
      node.put("sealed", slot.sealed());
    }
    var userNodes = root.putArray("users");
    for (User user : users) {
      ObjectNode node = userNodes.addObject().put("name", user.name());
      var roles = node.putArray("roles");
      user.roles().stream().sorted().forEach(role -> roles.add(role.name()));
      node.put("publicKey", user.publicKey()).put("sealTo", user.sealTo());
    }
    var kekNodes = root.putObject("keks");
    new TreeMap<>(keks).forEach(kekNodes::put);
    root.put("payload", payload);
    return root;
  }

  /**
   * @throws UserError exit 3 for a newer version or another home's, exit 7 for a damaged file
   */
  static KeysetFile read(Path file, UUID home) {
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      int version = root.path("version").asInt();
      if (!root.path("format").asText().equals(FORMAT) || version != VERSION) {
        throw new UserError(Exit.CONFIG, Message.of("keys.version", file, version, VERSION), null);
      }
      KeysetFile found = decode(root);
      if (!root.path("kind").asText().equals(KIND) || !found.home.equals(home)) {
        throw new UserError(Exit.CONFIG, Message.of("keys.other_home", file), "assent doctor");
      }
      return found;
    } catch (IOException | IllegalArgumentException e) {
      throw new UserError(Exit.INTEGRITY, Message.of("keys.damaged", file), "assent keys check");
    }
  }

  static KeysetFile decode(JsonNode root) throws IOException {
    List<Slot> slots = new ArrayList<>();
    for (JsonNode node : root.path("slots")) {
      JsonNode kdf = node.path("kdf");
      slots.add(
          new Slot(
              node.path("user").asText(),
              new PassphraseKdf(
                  kdf.path("memoryKiB").asInt(),
                  kdf.path("iterations").asInt(),
                  kdf.path("lanes").asInt(),
                  bytes(kdf, "salt")),
              bytes(node, "sealed")));
    }
    List<User> users = new ArrayList<>();
    for (JsonNode node : root.path("users")) {
      Set<Role> roles = EnumSet.noneOf(Role.class);
      node.path("roles").forEach(role -> roles.add(Role.valueOf(role.asText())));
      users.add(
          new User(
              node.path("name").asText(), roles, bytes(node, "publicKey"), bytes(node, "sealTo")));
    }
    Map<String, byte[]> keks = new HashMap<>();
    for (var entry : root.path("keks").properties()) {
      keks.put(entry.getKey(), bytes(root.path("keks"), entry.getKey()));
    }
    return new KeysetFile(
        UUID.fromString(root.path("home").asText()), slots, users, keks, bytes(root, "payload"));
  }

  private static byte[] bytes(JsonNode node, String field) throws IOException {
    byte[] found = node.path(field).binaryValue();
    if (found == null) {
      throw new IllegalArgumentException("no " + field);
    }
    return found;
  }
}
