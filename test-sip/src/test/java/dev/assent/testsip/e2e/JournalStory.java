package dev.assent.testsip.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.journal.Verification;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What the journal on disk says, read without any key. */
record JournalStory(List<JournalEntry> entries) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static JournalStory read(Path journal) {
    List<JournalEntry> entries = new ArrayList<>();
    Verification found =
        Journal.verify(journal, new DiskFiles(), position -> entries.add(position.entry()));
    if (found instanceof Verification.Damaged) {
      throw new AssertionError(found.toString());
    }
    return new JournalStory(entries);
  }

  /** The outcomes of the attempt with this Call-ID: one when it has ended, none before. */
  List<String> outcomes(String sipCallId) {
    return about(attempt(sipCallId)).stream()
        .filter(entry -> entry.type() == EntryType.ATTEMPT_ENDED)
        .map(entry -> payload(entry).path("outcome").asText())
        .toList();
  }

  /** The attempt that was reserved for this Call-ID. */
  UUID attempt(String sipCallId) {
    return entries.stream()
        .filter(entry -> entry.type() == EntryType.ATTEMPT_HELD)
        .filter(entry -> payload(entry).path("sipCallId").asText().equals(sipCallId))
        .map(JournalEntry::about)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no attempt was reserved for this Call-ID"));
  }

  /** What follows from an attempt, in the order in which it became durable. */
  List<JournalEntry> about(UUID attempt) {
    return entries.stream().filter(entry -> concerns(entry, attempt.toString())).toList();
  }

  private static boolean concerns(JournalEntry entry, String attempt) {
    return entry.about().toString().equals(attempt)
        || payload(entry).path("attemptId").asText().equals(attempt)
        || entry.refusal().filter(json -> json.contains(attempt)).isPresent();
  }

  List<EntryType> types(UUID attempt) {
    return about(attempt).stream().map(JournalEntry::type).toList();
  }

  private static JsonNode payload(JournalEntry entry) {
    try {
      return JSON.readTree(entry.operational().orElse("{}"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
