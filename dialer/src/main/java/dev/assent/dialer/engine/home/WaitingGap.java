package dev.assent.dialer.engine.home;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.compliance.store.register.Gaps;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.keys.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A gap that waits for its database, {@code data/gap.json}: whoever makes a home out of copies
 * writes it before anybody can open the home, and the first to open the database opens the gap
 * there. Nothing is dialled without the database.
 *
 * @param id of the restoring
 * @param from last moment the copies know of
 * @param until when the home was made again
 * @param cause in words
 */
public record WaitingGap(UUID id, Instant from, Instant until, String cause) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CAUSE_AT_MOST = 200;

  /** Makes one wait; if one does already, that grows to hold both. Durable on return. */
  public static void write(Path data, Instant from, Instant until, String cause) {
    WaitingGap gap =
        read(data)
            .map(known -> known.with(from, until))
            .orElseGet(() -> new WaitingGap(id(from, until), from, until, shortened(cause)));
    var root = JSON.createObjectNode();
    root.put("id", gap.id.toString()).put("from", gap.from.toString());
    root.put("until", gap.until.toString()).put("cause", gap.cause);
    try {
      PrivateFile.replace(file(data), JSON.writeValueAsBytes(root));
    } catch (IOException e) {
      throw new UncheckedIOException("the gap was not written", e);
    }
  }

  private WaitingGap with(Instant otherFrom, Instant otherUntil) {
    return new WaitingGap(
        id,
        otherFrom.isBefore(from) ? otherFrom : from,
        otherUntil.isAfter(until) ? otherUntil : until,
        cause);
  }

  private static String shortened(String cause) {
    return cause.substring(0, Math.min(CAUSE_AT_MOST, cause.length()));
  }

  /** Of two restorings at one instant from one copy nothing tells the other. */
  private static UUID id(Instant from, Instant until) {
    ByteBuffer named = ByteBuffer.allocate(24);
    named.putLong(from.toEpochMilli()).putLong(until.getEpochSecond()).putLong(until.getNano());
    return UUID.nameUUIDFromBytes(named.array());
  }

  static Optional<WaitingGap> read(Path data) {
    Path file = file(data);
    if (Files.notExists(file)) {
      return Optional.empty();
    }
    try {
      JsonNode root = JSON.readTree(Files.readAllBytes(file));
      return Optional.of(
          new WaitingGap(
              UUID.fromString(root.path("id").asText()),
              Instant.parse(root.path("from").asText()),
              Instant.parse(root.path("until").asText()),
              root.path("cause").asText()));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new UserError(Exit.INTEGRITY, Message.of("hold.unreadable", file), "assent doctor");
    }
  }

  /** Hands one that waits to a database that has just been opened. */
  public static void moveInto(Gaps opened, Path data) {
    read(data)
        .ifPresent(
            gap -> {
              opened.open(gap.id, gap.from, gap.until, gap.cause, "engine");
              try {
                Files.delete(file(data));
              } catch (IOException e) {
                throw new UncheckedIOException("the gap could not be put away", e);
              }
            });
  }

  private static Path file(Path data) {
    return data.resolve("gap.json");
  }
}
