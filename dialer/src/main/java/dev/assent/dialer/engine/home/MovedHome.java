package dev.assent.dialer.engine.home;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.store.nodes.DatabaseMove;
import dev.assent.recorder.ledger.LedgerMove;
import java.time.Instant;
import java.util.List;

/**
 * Says in a home's journal, for ever, that its facts stand in a shared database now: HOME_MOVED.
 *
 * @param at when, by the home's clock
 * @param to the database's address, without who logs in
 * @param place the machine and directory that moved it: the same journal anywhere else is a copy's
 * @param section {@code database:} of {@code conf/assent.yaml}, as text
 */
public record MovedHome(Instant at, String to, String place, String section) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** The entry's words, with what was compared on both sides. */
  public String json(LedgerMove.Moved keys, List<DatabaseMove.Table> tables) {
    ObjectNode said = JSON.createObjectNode();
    said.put("at", at.toString()).put("to", to).put("place", place).put("section", section);
    said.putObject("keys").put("rows", keys.rows()).put("sha256", keys.digest());
    var all = said.putArray("tables");
    for (DatabaseMove.Table table : tables) {
      all.addObject()
          .put("name", table.name())
          .put("rows", table.rows())
          .put("digest", table.digest());
    }
    return said.toString();
  }

  static MovedHome parse(String json) {
    try {
      JsonNode said = JSON.readTree(json);
      return new MovedHome(
          Instant.parse(said.path("at").asText()),
          said.path("to").asText(),
          said.path("place").asText(),
          said.path("section").asText());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the journal's HOME_MOVED cannot be read", e);
    }
  }
}
