package dev.assent.dialer.engine.law;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.Hold;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Holds in a file of their own, {@code data/holds.jsonl}: one line a change, forced. They can be
 * set and seen when the engine is locked and the database cannot be opened. Guarded by itself.
 */
public final class FileHoldBoard {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final InstantSource clock;
  private final SecureRandom random;

  public FileHoldBoard(Path data, InstantSource clock, SecureRandom random) {
    this.file = data.resolve("holds.jsonl");
    this.clock = clock;
    this.random = random;
  }

  /** Sets a hold; durable on return. */
  public synchronized Hold set(Hold.Scope scope, String target, String reason, String by) {
    var hold =
        new Hold(
            new UUID(random.nextLong(), random.nextLong()),
            scope,
            target,
            reason,
            by,
            clock.instant());
    append(
        JSON.createObjectNode()
            .put("set", hold.id().toString())
            .put("scope", scope.name())
            .put("target", target)
            .put("reason", reason)
            .put("by", by)
            .put("at", hold.at().toString()));
    return hold;
  }

  synchronized void lift(UUID id, String reason, String by) {
    if (list().stream().noneMatch(hold -> hold.id().equals(id))) {
      throw new UserError(Exit.USAGE, Message.of("hold.unknown", id), "assent hold list");
    }
    append(
        JSON.createObjectNode()
            .put("lift", id.toString())
            .put("reason", reason)
            .put("by", by)
            .put("at", clock.instant().toString()));
  }

  synchronized List<Hold> list() {
    Map<UUID, Hold> holds = new LinkedHashMap<>();
    try {
      if (Files.exists(file)) {
        for (String line : Files.readAllLines(file)) {
          apply(JSON.readTree(line), holds);
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new UserError(Exit.INTEGRITY, Message.of("hold.unreadable", file), "assent doctor");
    }
    return List.copyOf(holds.values());
  }

  private static void apply(JsonNode line, Map<UUID, Hold> holds) {
    if (line.has("lift")) {
      holds.remove(UUID.fromString(line.path("lift").asText()));
      return;
    }
    UUID id = UUID.fromString(line.path("set").asText());
    holds.put(
        id,
        new Hold(
            id,
            Hold.Scope.valueOf(line.path("scope").asText()),
            line.path("target").asText(),
            line.path("reason").asText(),
            line.path("by").asText(),
            Instant.parse(line.path("at").asText())));
  }

  private void append(ObjectNode line) {
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.APPEND),
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
      ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      throw new UncheckedIOException("the hold was not written", e);
    }
  }
}
