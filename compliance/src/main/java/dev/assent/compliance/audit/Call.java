package dev.assent.compliance.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.compliance.journal.JournalEntry;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One call as the journal tells it: held for a person, and how it ended. */
final class Call {
  final long position;
  final UUID id;
  final UUID number;
  final UUID person;
  final long n;
  final Instant at;
  final UUID campaign;
  final String trunk;
  final String callerNumber;
  final String packs;
  final String calendars;
  final String scriptHash;
  final List<ZoneId> zones = new ArrayList<>();
  @Nullable String outcome;
  @Nullable Instant endedAt;

  /** Until an end says otherwise: what is not known to have stayed silent may have rung. */
  boolean counts = true;

  Call(long position, JournalEntry entry, JsonNode held) {
    this.position = position;
    id = entry.about();
    number = entry.subject().number();
    person = entry.subject().person();
    n = entry.subject().n();
    at = entry.at();
    campaign = UUID.fromString(held.path("campaignId").asText());
    trunk = held.path("trunk").asText();
    callerNumber = held.path("callerNumber").asText("");
    JsonNode decision = held.path("decision");
    packs = decision.path("packs").asText();
    calendars = decision.path("calendarVersion").asText();
    scriptHash = decision.path("scriptHash").asText();
    for (JsonNode zone : held.path("zones")) {
      zones.add(ZoneId.of(zone.asText()));
    }
  }

  void ended(JournalEntry entry, JsonNode end) {
    outcome = end.path("outcome").asText();
    counts = end.path("counts").asBoolean(true);
    endedAt = entry.at();
  }

  /** By the carrier's records and two people; that a byte of it may have left stays so. */
  void reconciled(JsonNode end) {
    counts = end.path("counts").asBoolean(true);
  }

  /** A byte of it may have left: all but those proven unsent. */
  boolean left() {
    return !"NOT_SENT".equals(outcome);
  }

  AuditFinding finding(String code, String detail) {
    return new AuditFinding(position, id, code, detail);
  }
}
