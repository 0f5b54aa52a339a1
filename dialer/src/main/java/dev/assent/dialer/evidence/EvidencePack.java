package dev.assent.dialer.evidence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.audit.Dossier;
import dev.assent.compliance.journal.Verification;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/**
 * What an inspector is given of one person: source, consents, decisions, calls with their evidence
 * and recordings, refusals, rights, who looked, and the approvals behind it all.
 *
 * @param id of this pack; the journal names who made it
 * @param document everything, masked, as it is written to {@code pack.json}
 */
public record EvidencePack(UUID id, ObjectNode document) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** In the order of the page. */
  enum Section {
    SOURCE,
    CONSENT,
    DECISIONS,
    CALLS,
    REFUSALS,
    RIGHTS,
    ACCESS,
    GROUNDS
  }

  /**
   * @param position of the entry that says who gathered this
   */
  public static EvidencePack of(
      UUID id, Dossier dossier, String asked, String by, Instant at, long position) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    document.put("format", "assent-evidence-pack").put("version", 1).put("id", id.toString());
    document.put("asked", asked).put("madeBy", by).put("madeAt", at.toString());
    document.put("madeInJournal", position);
    document.put("person", dossier.whose().person().toString());
    document.set("journal", journal(dossier.verification()));
    for (Section section : Section.values()) {
      items(document, section);
    }
    dossier.whose().origins().forEach(each -> items(document, Section.SOURCE).add(origin(each)));
    dossier.items().forEach(item -> items(document, section(item)).add(json(item)));
    dossier.grounds().forEach(item -> items(document, Section.GROUNDS).add(json(item)));
    return new EvidencePack(id, document);
  }

  /** The document as it is written. */
  public String json() {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(document) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree always has a text", e);
    }
  }

  private static ArrayNode items(ObjectNode document, Section section) {
    return document.withArray(section.name().toLowerCase(Locale.ROOT));
  }

  static ObjectNode journal(Verification verification) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("entries", verification.entries());
    node.put(
        "verdict",
        switch (verification) {
          case Verification.Intact _ -> "INTACT";
          case Verification.Torn _ -> "TORN";
          case Verification.Damaged _, Verification.HeadDamaged _ -> "DAMAGED";
        });
    return node;
  }

  private static ObjectNode origin(Dossier.Origin origin) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("batch", origin.batch().toString()).put("source", origin.source().toString());
    node.put("fileSha256", origin.fileSha256());
    node.put("importedAt", origin.importedAt().toString());
    node.put("expiresAt", origin.expiresAt().toString());
    return node;
  }

  private static Section section(Dossier.Item item) {
    return switch (item.type()) {
      case CONSENT_GRANTED, CONSENT_WITHDRAWN -> Section.CONSENT;
      case DENIED -> Section.DECISIONS;
      case ATTEMPT_HELD,
          ATTEMPT_INVITED_AGAIN,
          ATTEMPT_ENDED,
          ATTEMPT_RECONCILED,
          CONSENT_AGREED,
          CONSENT_NOT_AGREED,
          REC_OPEN,
          REC_SEALED,
          REC_STOPPED,
          REC_MISSING,
          CALL_CHECKED ->
          Section.CALLS;
      case OPT_OUT, OPT_OUT_PENDING -> Section.REFUSALS;
      case REC_ACCESSED,
          PLAIN_REVEALED,
          EXPORT_REQUESTED,
          EXPORT_DECIDED,
          EXPORT_OPENED,
          EXPORT_MADE,
          EVIDENCE_GATHERED,
          REVIEW_ASSIGNED,
          REVIEW_NOTED,
          REVIEW_SCORED,
          REVIEW_HEARD ->
          Section.ACCESS;
      default -> Section.RIGHTS;
    };
  }

  static ObjectNode json(Dossier.Item item) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.put("journal", item.position()).put("entry", item.entry().toString());
    node.put("type", item.type().name()).put("at", item.at().toString()).put("by", item.actor());
    node.put("about", item.about().toString());
    node.set("facts", MaskedJson.of(unfolded(item.facts())));
    JsonNode person = item.person();
    if (person != null) {
      node.set("person", MaskedJson.of(person));
    } else if (item.erased()) {
      node.put("person", "NOT_KEPT");
    }
    return node;
  }

  /** A registered record is JSON in a string; the text of a law is named by its hash alone. */
  private static JsonNode unfolded(JsonNode facts) {
    if (!facts.path("body").isTextual()) {
      return facts;
    }
    try {
      JsonNode body = JSON.readTree(facts.path("body").textValue());
      ObjectNode unfolded = facts.deepCopy();
      unfolded.set(
          "body", body instanceof ObjectNode record ? record.without(List.of("text")) : body);
      return unfolded;
    } catch (JsonProcessingException e) {
      return facts;
    }
  }
}
