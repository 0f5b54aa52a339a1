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
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * {@code keys/qa.json} as it lies on disk (docs/FORMAT-keys.md). Immutable.
 *
 * @param keys newest first
 */
record QaKeysetFile(UUID home, List<Key> keys, List<Place> places) {
  static final String FILE = "qa.json";

  private static final int VERSION = 2;
  private static final String FORMAT = "assent-qa-keyset";
  private static final ObjectMapper JSON = new ObjectMapper();

  QaKeysetFile {
    keys = List.copyOf(keys);
    places = List.copyOf(places);
  }

  /**
   * A public key recordings are or were sealed to.
   *
   * @param by who made it
   * @param signature Ed25519 by that person, over it and {@code recoveryKid}
   * @param recoveryKid names the recovery key
   * @param recovery its seed, sealed to that
   */
  @SuppressWarnings("ArrayRecordComponent") // secrets and keys are bytes; never compared
  record Key(byte[] publicKey, String by, byte[] signature, byte[] recoveryKid, byte[] recovery) {}

  /**
   * One person's way to the seeds.
   *
   * @param sealed all seeds, newest first, sealed to {@code sealTo}
   * @param mac over name and key, by whoever holds the newest seed: nobody else adds a place
   */
  @SuppressWarnings("ArrayRecordComponent") // secrets and keys are bytes; never compared
  record Place(String user, byte[] sealTo, byte[] sealed, byte[] mac) {}

  static String name(UUID home) {
    return FORMAT + "/" + VERSION + "|" + home;
  }

  void write(Path directory) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT).put("version", VERSION).put("home", home.toString());
    var keyNodes = root.putArray("keys");
    for (Key key : keys) {
      keyNodes
          .addObject()
          .put("publicKey", key.publicKey())
          .put("by", key.by())
          .put("signature", key.signature())
          .put("recoveryKid", key.recoveryKid())
          .put("recovery", key.recovery());
    }
    var placeNodes = root.putArray("people");
    for (Place place : places) {
      placeNodes
          .addObject()
          .put("user", place.user())
          .put("sealTo", place.sealTo())
          .put("sealed", place.sealed())
          .put("mac", place.mac());
    }
    try {
      PrivateFile.replace(
          directory.resolve(FILE), JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the QA keyset", e);
    }
  }

  /**
   * @throws UserError exit 3 for another version or home, exit 7 for a damaged file
   */
  static QaKeysetFile read(Path directory, UUID home) {
    Path file = directory.resolve(FILE);
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      int version = root.path("version").asInt();
      if (!root.path("format").asText().equals(FORMAT) || version != VERSION) {
        throw new UserError(Exit.CONFIG, Message.of("keys.version", file, version, VERSION), null);
      }
      if (!root.path("home").asText().equals(home.toString())) {
        throw new UserError(Exit.CONFIG, Message.of("keys.other_home", file), "assent doctor");
      }
      List<Key> keys = new ArrayList<>();
      for (JsonNode node : root.path("keys")) {
        keys.add(
            new Key(
                bytes(node, "publicKey"),
                node.path("by").asText(),
                bytes(node, "signature"),
                bytes(node, "recoveryKid"),
                bytes(node, "recovery")));
      }
      List<Place> places = new ArrayList<>();
      for (JsonNode node : root.path("people")) {
        places.add(
            new Place(
                node.path("user").asText(),
                bytes(node, "sealTo"),
                bytes(node, "sealed"),
                bytes(node, "mac")));
      }
      if (keys.isEmpty()) {
        throw new IllegalArgumentException("no key");
      }
      return new QaKeysetFile(home, keys, places);
    } catch (IOException | IllegalArgumentException e) {
      throw new UserError(Exit.INTEGRITY, Message.of("keys.damaged", file), "assent keys check");
    }
  }

  private static byte[] bytes(JsonNode node, String field) throws IOException {
    byte[] found = node.path(field).binaryValue();
    if (found == null) {
      throw new IllegalArgumentException("no " + field);
    }
    return found;
  }
}
