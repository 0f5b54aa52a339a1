package dev.assent.dialer.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/**
 * What became of one call, for programs. Names nobody: contact and attempt by their ids.
 *
 * @param position in the journal; grows, never given twice, and says where to go on
 * @param campaign whose call it was
 */
public record OutcomeLine(long position, UUID campaign, ObjectNode json) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> DETAILS = List.of("cause", "disposition");

  /**
   * The line of an entry; empty for entries about anything else.
   *
   * @param names of campaigns, by id
   */
  static Optional<OutcomeLine> of(Journal.Position placed, Function<UUID, String> names) {
    EntryType type = placed.entry().type();
    if (type != EntryType.ATTEMPT_ENDED && type != EntryType.ATTEMPT_RECONCILED) {
      return Optional.empty();
    }
    JsonNode said = read(placed.entry().operational().orElseThrow());
    UUID campaign = UUID.fromString(said.path("campaignId").asText());
    ObjectNode line = JSON.createObjectNode();
    line.put("position", placed.position());
    // A later word on an attempt takes the place of an earlier one.
    line.put("type", type == EntryType.ATTEMPT_ENDED ? "ENDED" : "RECONCILED");
    line.put("at", placed.entry().at().toString());
    line.put("campaign", names.apply(campaign));
    line.put("attempt", placed.entry().about().toString());
    line.put("contact", said.path("contactId").asText());
    line.put("outcome", said.path("outcome").asText());
    line.put("counts", said.path("counts").asBoolean());
    for (String time : List.of("rangAt", "answeredAt")) {
      if (said.path(time).isTextual()) {
        line.put(time, said.path(time).asText());
      }
    }
    for (String detail : DETAILS) {
      if (said.path("details").path(detail).isTextual()) {
        line.put(detail, said.path("details").path(detail).asText());
      }
    }
    return Optional.of(new OutcomeLine(placed.position(), campaign, line));
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an entry of the journal is no JSON", e);
    }
  }
}
