package dev.assent.dialer.simulate.recount;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.journal.JournalFiles;
import dev.assent.compliance.journal.Verification;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * What a journal says, read from its files alone.
 *
 * @param intact every frame, chain and root is right
 * @param held attempts that were reserved
 * @param refusals ids of the words against calls, and of the attempts in which they were said
 * @param agreed attempts with a durable yes
 * @param recorded of these, with a recording that was begun and sealed
 * @param cut attempts whose end is that the machine died
 */
public record JournalRecount(
    boolean intact,
    Set<UUID> held,
    Set<UUID> refusals,
    Set<UUID> agreed,
    Set<UUID> recorded,
    Set<UUID> cut) {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  /** Reads and checks a whole journal. */
  public static JournalRecount of(Path directory, JournalFiles files) {
    Set<UUID> held = new HashSet<>();
    Set<UUID> refusals = new HashSet<>();
    Set<UUID> agreed = new HashSet<>();
    Set<UUID> sealed = new HashSet<>();
    Set<UUID> cut = new HashSet<>();
    Map<UUID, UUID> attemptOf = new HashMap<>();
    Verification found =
        Journal.verify(
            directory,
            files,
            placed -> {
              JournalEntry entry = placed.entry();
              switch (entry.type()) {
                case ATTEMPT_HELD -> held.add(entry.about());
                case ATTEMPT_ENDED -> {
                  if (json(entry.operational()).path("outcome").asText().equals("UNKNOWN")) {
                    cut.add(entry.about());
                  }
                }
                case OPT_OUT, OPT_OUT_PENDING -> {
                  refusals.add(entry.id());
                  refusals.add(entry.about());
                }
                case CONSENT_AGREED ->
                    agreed.add(
                        UUID.fromString(json(entry.operational()).path("attemptId").asText()));
                case REC_OPEN ->
                    attemptOf.put(
                        entry.about(),
                        UUID.fromString(json(entry.operational()).path("attemptId").asText()));
                case REC_SEALED -> sealed.add(entry.about());
                default -> {}
              }
            });
    Set<UUID> recorded = new HashSet<>();
    sealed.forEach(
        recording -> Optional.ofNullable(attemptOf.get(recording)).ifPresent(recorded::add));
    return new JournalRecount(
        found instanceof Verification.Intact, held, refusals, agreed, recorded, cut);
  }

  private static JsonNode json(Optional<String> payload) {
    try {
      return JSON.readTree(payload.orElse("{}"));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an entry of the journal is not JSON", e);
    }
  }
}
