package dev.assent.dialer.engine.home;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.store.sql.Schema;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.keys.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * An upgrade that is under way, {@code data/upgrade.json}: what ran before it, and how far it is. A
 * home with such a file is either as it was or whole in its new state; the file only says what may
 * be done to it next, and by whom.
 *
 * @param by whoever asked for it
 * @param begun by the machine's clock
 * @param campaigns what an engine dialled when it was asked to end, and goes on with
 */
public record UpgradeMark(String by, Instant begun, Step step, List<Ran> campaigns) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** How far it is. */
  public enum Step {
    /** Nothing is changed, and nobody may change the database: there is no backup yet. */
    DRAINED,
    /** A backup was made and tried: whoever opens the database may bring it to its release. */
    BACKED_UP,
    /** The next engine goes on with what ran. */
    DONE
  }

  /**
   * A campaign that was dialled.
   *
   * @param once whether it was to end when nobody is due
   */
  public record Ran(UUID campaign, boolean once) {}

  public UpgradeMark {
    campaigns = List.copyOf(campaigns);
  }

  /** Further, with what ran besides: an upgrade that begins again forgets nothing. */
  public UpgradeMark with(Step further, List<Ran> more) {
    Map<UUID, Ran> all = new LinkedHashMap<>();
    campaigns.forEach(ran -> all.put(ran.campaign(), ran));
    more.forEach(ran -> all.put(ran.campaign(), ran));
    return new UpgradeMark(by, begun, further, new ArrayList<>(all.values()));
  }

  /**
   * @throws UserError exit 7 when it cannot be read
   */
  public static Optional<UpgradeMark> read(Home home) {
    Path file = file(home);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      List<Ran> ran = new ArrayList<>();
      for (JsonNode each : root.path("campaigns")) {
        ran.add(new Ran(UUID.fromString(each.path("id").asText()), each.path("once").asBoolean()));
      }
      return Optional.of(
          new UpgradeMark(
              root.path("by").asText(),
              Instant.parse(root.path("begun").asText()),
              Step.valueOf(root.path("step").asText()),
              ran));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new UserError(Exit.INTEGRITY, Message.of("upgrade.unreadable", file), "assent doctor");
    }
  }

  /** Durable on return. */
  public void write(Home home) {
    ObjectNode root = JSON.createObjectNode();
    root.put("by", by).put("begun", begun.toString()).put("step", step.name());
    ArrayNode ran = root.putArray("campaigns");
    campaigns.forEach(
        each -> ran.addObject().put("id", each.campaign().toString()).put("once", each.once()));
    try {
      PrivateFile.replace(file(home), JSON.writeValueAsBytes(root));
    } catch (IOException e) {
      throw new UncheckedIOException("what ran before the upgrade was not written down", e);
    }
  }

  /** It is over, and what ran runs again, if anything did. */
  public static void putAway(Home home) {
    try {
      Files.deleteIfExists(file(home));
    } catch (IOException e) {
      throw new UncheckedIOException("the mark of an upgrade could not be put away", e);
    }
  }

  /**
   * Leaves a database alone that an upgrade was cut off before: this release would change it, and
   * there is no backup yet.
   *
   * @throws UserError exit 3
   */
  public static void requireBackedUp(Home home) {
    Optional<UpgradeMark> mark = read(home).filter(found -> found.step() == Step.DRAINED);
    if (mark.isPresent() && !Schema.of(home.data().resolve("assent")).pending().isEmpty()) {
      throw new UserError(
          Exit.CONFIG,
          Message.of("upgrade.cut_off", mark.get().by(), mark.get().begun()),
          "assent upgrade apply --backup DIR");
    }
  }

  private static Path file(Home home) {
    return home.data().resolve("upgrade.json");
  }
}
