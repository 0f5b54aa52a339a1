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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A keyset as it lies on disk (docs/FORMAT-keys.md): slots, the table of users, and the sealed
 * keys. Immutable; a change is a new file renamed over the old one.
 *
 * @param kind {@code operator} or {@code qa}
 * @param users empty in a QA keyset
 * @param payload sealed under the random key the slots hold
 */
@SuppressWarnings("ArrayRecordComponent") // secrets and keys are bytes; never compared
record KeysetFile(String kind, UUID home, List<Slot> slots, List<User> users, byte[] payload) {
  private static final int VERSION = 1;
  private static final String FORMAT = "assent-keyset";
  private static final ObjectMapper JSON = new ObjectMapper();

  KeysetFile {
    slots = List.copyOf(slots);
    users = List.copyOf(users);
  }

  /** Context of everything sealed here. */
  static String name(String kind, UUID home) {
    return FORMAT + "/" + VERSION + "|" + kind + "|" + home;
  }

  String name() {
    return name(kind, home);
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
    root.put("format", FORMAT).put("version", VERSION).put("kind", kind);
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
      node.put("publicKey", user.publicKey());
    }
    root.put("payload", payload);
    return root;
  }

  /**
   * @throws UserError exit 3 for a newer version or another home's, exit 7 for a damaged file
   */
  static KeysetFile read(Path file, String kind, UUID home) {
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      int version = root.path("version").asInt();
      if (!root.path("format").asText().equals(FORMAT) || version > VERSION) {
        throw new UserError(Exit.CONFIG, Message.of("keys.version", file, version, VERSION), null);
      }
      KeysetFile found = decode(root);
      if (!found.kind.equals(kind) || !found.home.equals(home)) {
        throw new UserError(Exit.CONFIG, Message.of("keys.other_home", file), "assent doctor");
      }
      return found;
    } catch (IOException | IllegalArgumentException e) {
      throw new UserError(Exit.INTEGRITY, Message.of("keys.damaged", file), "assent keys check");
    }
  }

  private static KeysetFile decode(JsonNode root) throws IOException {
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
      users.add(new User(node.path("name").asText(), roles, bytes(node, "publicKey")));
    }
    return new KeysetFile(
        root.path("kind").asText(),
        UUID.fromString(root.path("home").asText()),
        slots,
        users,
        bytes(root, "payload"));
  }

  private static byte[] bytes(JsonNode node, String field) throws IOException {
    byte[] found = node.path(field).binaryValue();
    if (found == null) {
      throw new IllegalArgumentException("no " + field);
    }
    return found;
  }
}
