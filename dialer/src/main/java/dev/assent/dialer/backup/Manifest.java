package dev.assent.dialer.backup;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.UUID;

/**
 * What a backup says of itself: the first line of its last file, {@code MANIFEST.jsonl}. A line for
 * each file follows.
 *
 * @param at when it was begun, by the home's clock
 * @param entries of the journal
 * @param chain of the journal after them, hex
 * @param journalBefore how many entries the journal had before the database was copied: whatever
 *     they say is in that copy
 * @param recordings whether the sealed recordings are in it
 */
public record Manifest(
    UUID home, Instant at, long entries, String chain, long journalBefore, boolean recordings) {
  static final String FILE = "MANIFEST.jsonl";
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A file of the backup.
   *
   * @param path from the home's root, with slashes
   */
  @SuppressWarnings("ArrayRecordComponent") // written at once, never compared
  record Line(String path, long bytes, byte[] sha256) {
    String json() {
      ObjectNode node = JSON.createObjectNode();
      node.put("path", path).put("bytes", bytes);
      node.put("sha256", HexFormat.of().formatHex(sha256));
      return node + "\n";
    }
  }

  String json() {
    ObjectNode node = JSON.createObjectNode();
    node.put("format", "assent-backup").put("version", 1);
    node.put("home", home.toString()).put("at", at.toString());
    node.put("entries", entries).put("chain", chain).put("journalBefore", journalBefore);
    node.put("recordings", recordings);
    return node + "\n";
  }

  static Manifest parse(String line) throws IOException {
    JsonNode node = JSON.readTree(line);
    return new Manifest(
        UUID.fromString(node.path("home").asText()),
        Instant.parse(node.path("at").asText()),
        node.path("entries").longValue(),
        node.path("chain").asText(),
        node.path("journalBefore").longValue(),
        node.path("recordings").booleanValue());
  }
}
