package dev.assent.compliance.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.journal.JournalFiles;
import dev.assent.compliance.journal.Verification;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything the journal says of one person, and of what their calls rested on (Q06): in order of
 * position, each with where it stands.
 *
 * @param items about the person
 * @param grounds campaigns, scripts, caller numbers, sources and laws that the items name, as they
 *     were registered, and the approvals of them
 * @param verification of the whole journal, read for it
 */
public record Dossier(
    Whose whose, List<Item> items, List<Item> grounds, Verification verification) {

  /**
   * @param person whom calls are counted for
   * @param persons with all that are one with them
   * @param origins how they came here
   */
  public record Whose(UUID person, Set<UUID> persons, Set<UUID> numbers, List<Origin> origins) {}

  /** A list they stood in. */
  public record Origin(
      UUID batch, UUID source, String fileSha256, Instant importedAt, Instant expiresAt) {}

  /**
   * One entry.
   *
   * @param facts its operational or refusal part
   * @param person its personal part, opened; null when it has none
   * @param erased it had one, and its key was destroyed
   */
  public record Item(
      long position,
      UUID entry,
      EntryType type,
      Instant at,
      String actor,
      UUID about,
      JsonNode facts,
      @Nullable JsonNode person,
      boolean erased) {}

  /**
   * Reads the journal once.
   *
   * @param opener opens the personal part of an entry; empty when its key was destroyed
   */
  public static Dossier read(
      Path journal,
      JournalFiles files,
      Whose whose,
      Function<JournalEntry, Optional<String>> opener) {
    return new Gathering(whose, opener).read(journal, files);
  }

  /** One reading; keeps of other people nothing. */
  private static final class Gathering {
    private final Whose whose;
    private final Function<JournalEntry, Optional<String>> opener;
    private final Set<UUID> attempts = new HashSet<>();
    private final Set<UUID> recordings = new HashSet<>();
    private final Grounds grounds = new Grounds();
    private final List<Item> items = new ArrayList<>();

    Gathering(Whose whose, Function<JournalEntry, Optional<String>> opener) {
      this.whose = whose;
      this.opener = opener;
      whose.origins().forEach(origin -> grounds.source(origin.source()));
    }

    Dossier read(Path journal, JournalFiles files) {
      Verification verification =
          Journal.verify(journal, files, placed -> take(placed.position(), placed.entry()));
      return new Dossier(whose, List.copyOf(items), grounds.found(), verification);
    }

    private void take(long position, JournalEntry entry) {
      JsonNode facts = History.json(entry.operational().or(entry::refusal));
      if (Grounds.is(entry.type())) {
        grounds.take(item(position, entry, facts));
      } else if (concerns(entry, facts)) {
        items.add(item(position, entry, facts));
        remember(entry, facts);
      }
    }

    private boolean concerns(JournalEntry entry, JsonNode facts) {
      return whose.numbers().contains(entry.subject().number())
          || whose.persons().contains(entry.subject().person())
          || attempts.contains(entry.about())
          || recordings.contains(entry.about())
          || attempts.contains(uuid(facts.path("attemptId")))
          || whose.persons().contains(uuid(facts.path("personId")))
          || whose.persons().contains(uuid(facts.path("person")));
    }

    private void remember(JournalEntry entry, JsonNode facts) {
      grounds.namedBy(entry.type(), facts);
      if (entry.type() == EntryType.ATTEMPT_HELD) {
        attempts.add(entry.about());
      } else if (entry.type() == EntryType.REC_OPEN) {
        recordings.add(entry.about());
      }
    }

    private Item item(long position, JournalEntry entry, JsonNode facts) {
      Optional<String> person = entry.person().flatMap(_ -> opener.apply(entry));
      return new Item(
          position,
          entry.id(),
          entry.type(),
          entry.at(),
          entry.actor(),
          entry.about(),
          facts,
          person.map(text -> History.json(Optional.of(text))).orElse(null),
          entry.person().isPresent() && person.isEmpty());
    }
  }

  /** The id in a field; {@link JournalEntry#NO_ID} when there is none. */
  static UUID uuid(JsonNode text) {
    try {
      return text.isTextual() ? UUID.fromString(text.asText()) : JournalEntry.NO_ID;
    } catch (IllegalArgumentException e) {
      return JournalEntry.NO_ID;
    }
  }
}
