package dev.assent.compliance.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.compliance.audit.Dossier.Item;
import dev.assent.compliance.journal.EntryType;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What calls rest on: campaigns, scripts, caller numbers, sources and laws that they name, as they
 * were registered, and the approvals of them. Filled while a journal is read; one thread.
 */
final class Grounds {
  private final Set<String> named = new LinkedHashSet<>();
  private final Map<String, List<Item>> registered = new LinkedHashMap<>();
  private final Map<String, List<Item>> approvals = new HashMap<>();

  /** Whether an entry of that type may be a ground: then it goes to {@link #take}. */
  static boolean is(EntryType type) {
    return switch (type) {
      case SOURCE_CHANGED,
          SCRIPT_CHANGED,
          CALLER_NUMBER_CHANGED,
          CAMPAIGN_CHANGED,
          LAW_CHANGED,
          APPROVED ->
          true;
      default -> false;
    };
  }

  void take(Item item) {
    if (item.type() == EntryType.APPROVED) {
      approvals.computeIfAbsent(subject(item.facts()), _ -> new ArrayList<>()).add(item);
    } else {
      registered.computeIfAbsent(name(item.facts()), _ -> new ArrayList<>()).add(item);
    }
  }

  void source(UUID source) {
    named.add("SOURCE " + source);
  }

  /** What an entry about a call names. */
  void namedBy(EntryType type, JsonNode facts) {
    switch (type) {
      case ATTEMPT_HELD -> {
        campaign(facts);
        named.add("CALLER_NUMBER " + facts.path("callerNumber").asText());
        named.add("SCRIPT " + facts.path("decision").path("scriptHash").asText());
        for (String pack : facts.path("decision").path("packs").asText().split(", *")) {
          named.add("LAW " + pack.substring(pack.indexOf('@') + 1));
        }
      }
      case DENIED -> campaign(facts);
      default -> {}
    }
  }

  private void campaign(JsonNode facts) {
    named.add("CAMPAIGN " + facts.path("campaignId").asText());
  }

  /** Those that were named, in the journal's order. */
  List<Item> found() {
    List<Item> found = new ArrayList<>();
    registered.forEach(
        (name, versions) -> {
          if (named.contains(name)) {
            found.addAll(versions);
          }
        });
    Set<String> bodies = new LinkedHashSet<>();
    found.forEach(item -> bodies.add(approvedAs(item.facts())));
    bodies.forEach(body -> found.addAll(approvals.getOrDefault(body, List.of())));
    found.sort(Comparator.comparingLong(Item::position));
    return List.copyOf(found);
  }

  /** As calls name it: a law by the beginning of its hash. */
  private static String name(JsonNode facts) {
    String id = facts.path("id").asText();
    String kind = facts.path("kind").asText();
    return kind + " " + (kind.equals("LAW") ? id.substring(0, Math.min(12, id.length())) : id);
  }

  /** As an approval of it names it. */
  private static String approvedAs(JsonNode facts) {
    return facts.path("kind").asText() + " " + sha256(facts.path("body").asText());
  }

  private static String subject(JsonNode facts) {
    return facts.path("kind").asText() + " " + facts.path("subject").asText();
  }

  private static String sha256(String text) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
