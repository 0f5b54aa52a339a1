package dev.assent.compliance.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.journal.JournalFiles;
import dev.assent.compliance.journal.Verification;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What the journal tells of calls, in memory: some 300 bytes a call. One thread. */
public final class History {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /**
   * Somebody said no.
   *
   * @param person of the number it was said for
   * @param n of that number; 0 when it could not be committed at once
   * @param total it stops every call, whatever for
   */
  record No(long position, UUID id, UUID number, UUID person, long n, Instant at, boolean total) {}

  /** Consent to record, durable from its position on. */
  record Consent(long position, UUID attempt) {}

  /** A recording was begun. */
  record Opened(long position, UUID recording, UUID attempt) {}

  /** The gate said no, or not now. */
  record Denied(Instant at, UUID campaign, UUID person, String state, String code) {}

  /** One person's signed word. */
  record Approved(long position, UUID entry, Instant at, JsonNode body) {}

  /** From this position on a person is one with another; with nobody when empty. */
  record Joined(long position, UUID person, Optional<UUID> root) {}

  final Map<UUID, Call> calls = new LinkedHashMap<>();
  final List<No> refusals = new ArrayList<>();
  final Map<UUID, Consent> consents = new HashMap<>();
  final List<Opened> recordings = new ArrayList<>();
  final Map<UUID, Long> sealed = new HashMap<>();
  final List<Denied> denials = new ArrayList<>();
  final List<Registration> registrations = new ArrayList<>();
  private final Map<String, List<Registration>> byName = new HashMap<>();
  final List<Approved> approvals = new ArrayList<>();
  final List<Joined> joins = new ArrayList<>();
  private Verification verification = new Verification.Torn(0, "", 0);

  private History() {}

  /**
   * Reads and checks the whole journal; it may be written meanwhile.
   *
   * @throws IllegalStateException for an entry of a newer release
   */
  public static History read(Path journal, JournalFiles files) {
    var history = new History();
    history.verification =
        Journal.verify(journal, files, placed -> history.take(placed.position(), placed.entry()));
    return history;
  }

  /** Whether what was read is all of it, and unchanged. */
  public Verification verification() {
    return verification;
  }

  private void take(long position, JournalEntry entry) {
    JsonNode json = json(entry.operational());
    switch (entry.type()) {
      case ATTEMPT_HELD -> calls.put(entry.about(), new Call(position, entry, json));
      case ATTEMPT_ENDED -> {
        Call call = calls.get(entry.about());
        if (call != null) {
          call.ended(entry, json);
        }
      }
      case ATTEMPT_RECONCILED -> {
        Call call = calls.get(entry.about());
        if (call != null) {
          call.reconciled(json);
        }
      }
      case OPT_OUT, OPT_OUT_PENDING -> refused(position, entry);
      case CONSENT_AGREED -> {
        UUID attempt = UUID.fromString(json.path("attemptId").asText());
        consents.putIfAbsent(attempt, new Consent(position, attempt));
      }
      case REC_OPEN ->
          recordings.add(
              new Opened(
                  position, entry.about(), UUID.fromString(json.path("attemptId").asText())));
      case REC_SEALED -> sealed.put(entry.about(), position);
      case DENIED ->
          denials.add(
              new Denied(
                  entry.at(),
                  UUID.fromString(json.path("campaignId").asText()),
                  UUID.fromString(json.path("personId").asText()),
                  json.path("state").asText(),
                  json.path("code").asText()));
      case SOURCE_CHANGED,
          SCRIPT_CHANGED,
          CALLER_NUMBER_CHANGED,
          CAMPAIGN_CHANGED,
          USER_CHANGED,
          LICENCE_CHANGED,
          LAW_CHANGED -> {
        var registration =
            new Registration(
                position,
                json.path("kind").asText(),
                json.path("id").asText(),
                parse(json.path("body").asText("{}")));
        registrations.add(registration);
        byName
            .computeIfAbsent(
                registration.kind() + " " + registration.name(), _ -> new ArrayList<>())
            .add(registration);
      }
      case APPROVED -> approvals.add(new Approved(position, entry.id(), entry.at(), json));
      case PERSON_MERGED, PERSON_SPLIT -> {
        JsonNode root = json.path("root");
        joins.add(
            new Joined(
                position,
                entry.subject().person(),
                root.isTextual() ? Optional.of(UUID.fromString(root.asText())) : Optional.empty()));
      }
      default -> {}
    }
  }

  private void refused(long position, JournalEntry entry) {
    JsonNode refusal = json(entry.refusal());
    JsonNode reach = refusal.path("reach");
    boolean total =
        !reach.isObject() || (reach.path("purposes").isEmpty() && !reach.path("line").isTextual());
    refusals.add(
        new No(
            position,
            entry.id(),
            entry.subject().number(),
            entry.subject().person(),
            entry.subject().n(),
            entry.at(),
            total));
  }

  /** A payload's JSON; a missing node when there is none. */
  static JsonNode json(Optional<String> payload) {
    return payload.map(History::parse).orElse(MissingNode.getInstance());
  }

  private static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an entry of the journal is not JSON", e);
    }
  }

  /** The newest form of a thing before a position. */
  Optional<Registration> registered(String kind, String name, long before) {
    return byName.getOrDefault(kind + " " + name, List.of()).stream()
        .filter(each -> each.position() < before)
        .reduce((_, newer) -> newer);
  }

  /** Calls that left in the period, those to test numbers left out: they are staff. */
  List<Call> calls(Period period) {
    return calls.values().stream()
        .filter(call -> call.left() && !call.campaign.equals(TEST_CALLS))
        .filter(call -> period.contains(call.at))
        .toList();
  }

  /** What calls to test numbers are booked under (docs/test-calls.md). */
  private static final UUID TEST_CALLS = UUID.fromString("a55e2700-7e57-8a11-8000-000000000001");
}
