package dev.assent.dialer.engine.home;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The file {@code home.json}: says that a directory is a home of ours, of which version, and
 * whether it is simulated. Written once by {@code init}, never changed.
 *
 * @param id random; keysets, opened keys and recovery shares carry it, so that those of another
 *     home are refused
 * @param controllerId the organisation that answers for the calls, as it stands in every table
 * @param createdAt by the home's own clock
 * @param sole made for one person: whoever creates may approve, and every such approval is marked
 *     SELF_APPROVED
 * @param drill made of copies to show that it can be: it never calls anybody
 */
public record HomeMarker(
    UUID id,
    UUID controllerId,
    Instant createdAt,
    boolean sole,
    Optional<Simulation> simulation,
    boolean drill) {
  static final String FILE = "home.json";
  static final int VERSION = 1;
  private static final String FORMAT = "assent-home";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The same organisation's home of another node. */
  HomeMarker ofNode(UUID node, Instant now) {
    return new HomeMarker(node, controllerId, now, sole, simulation, drill);
  }

  /** The same of a home that never calls anybody. */
  HomeMarker asDrill() {
    return new HomeMarker(id, controllerId, createdAt, sole, simulation, true);
  }

  /** As it stands in {@code home.json}. */
  public byte[] encode() {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", FORMAT).put("version", VERSION);
    root.put("id", id.toString()).put("controllerId", controllerId.toString());
    root.put("createdAt", createdAt.toString()).put("sole", sole);
    if (drill) {
      root.put("drill", true);
    }
    simulation.ifPresent(
        s -> {
          ObjectNode node = root.putObject("simulated");
          node.put("offsetMillis", s.offset().toMillis());
          var numbers = node.putArray("numbers");
          s.numbers().forEach(range -> numbers.add(range.toString()));
        });
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree always has a text", e);
    }
  }

  /**
   * @throws UserError when the bytes are not a marker, or one of a newer release
   */
  static HomeMarker decode(byte[] bytes, String path) {
    JsonNode root = tree(bytes, path);
    if (!root.path("format").asText().equals(FORMAT)) {
      throw new UserError(Exit.CONFIG, Message.of("home.foreign", path), null);
    }
    int version = root.path("version").asInt();
    if (version != VERSION) {
      throw new UserError(
          Exit.CONFIG, Message.of("home.version", path, version, VERSION), "assent version");
    }
    try {
      return new HomeMarker(
          UUID.fromString(root.path("id").asText()),
          UUID.fromString(root.path("controllerId").asText()),
          Instant.parse(root.path("createdAt").asText()),
          root.path("sole").asBoolean(),
          simulation(root.path("simulated")),
          root.path("drill").asBoolean());
    } catch (IllegalArgumentException | DateTimeParseException e) {
      throw new UserError(Exit.CONFIG, Message.of("home.damaged", path), "assent doctor");
    }
  }

  private static JsonNode tree(byte[] bytes, String path) {
    try {
      return JSON.readTree(bytes);
    } catch (java.io.IOException e) {
      throw new UserError(Exit.CONFIG, Message.of("home.damaged", path), "assent doctor");
    }
  }

  private static Optional<Simulation> simulation(JsonNode node) {
    if (node.isMissingNode()) {
      return Optional.empty();
    }
    List<NumberRange> numbers = new ArrayList<>();
    node.path("numbers").forEach(range -> numbers.add(NumberRange.parse(range.asText())));
    return Optional.of(
        new Simulation(Duration.ofMillis(node.path("offsetMillis").longValue()), numbers));
  }
}
