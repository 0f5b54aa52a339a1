package dev.assent.compliance.store.suppression;

import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.journal.JournalEntry.Subject;
import dev.assent.compliance.journal.JournalFiles;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Refusals that another place knows, as entries for a journal nobody has open: the store's next
 * start carries them out before anybody is called. The same word always gets the same id.
 */
public final class MergedRefusals {
  private MergedRefusals() {}

  /** Ids of all refusals in a journal, from that position on. */
  public static Set<UUID> in(Path journal, JournalFiles files, long from, long until) {
    Set<UUID> ids = new HashSet<>();
    Journal.verify(
        journal,
        files,
        placed -> {
          if (placed.position() >= from
              && placed.position() < until
              && placed.entry().type() == EntryType.OPT_OUT) {
            ids.add(placed.entry().id());
          }
        });
    return ids;
  }

  /** What another copy of a journal holds and this one does not. */
  public static List<JournalEntry> missing(Path journal, Path other, JournalFiles files) {
    Map<UUID, JournalEntry> theirs = new HashMap<>();
    Journal.verify(
        other,
        files,
        placed -> {
          if (isRefusal(placed.entry())) {
            theirs.putIfAbsent(placed.entry().id(), pending(placed.entry()));
          }
        });
    Journal.verify(
        journal,
        files,
        placed -> {
          if (isRefusal(placed.entry())) {
            theirs.remove(placed.entry().id());
          }
        });
    return new ArrayList<>(theirs.values());
  }

  private static boolean isRefusal(JournalEntry entry) {
    return entry.type() == EntryType.OPT_OUT || entry.type() == EntryType.OPT_OUT_PENDING;
  }

  /** Numbers of the other's rows mean nothing here: the blind index finds the row. */
  private static JournalEntry pending(JournalEntry entry) {
    return new JournalEntry(
        entry.id(),
        EntryType.OPT_OUT_PENDING,
        entry.at(),
        entry.actor(),
        Subject.NONE,
        entry.about(),
        Optional.empty(),
        entry.refusal(),
        Optional.empty());
  }

  /**
   * A number on a colleague's list; against every call.
   *
   * @param dncBi blind index of the number
   * @param source which list
   */
  public static JournalEntry listed(
      byte[] dncBi, int pepper, Manner manner, String source, Instant at, String actor) {
    String index = HexFormat.of().formatHex(dncBi);
    Payloads.Refused refusal =
        new Payloads.Refused(index, pepper, manner, source, null, null, null, DncReach.EVERY_CALL);
    return new JournalEntry(
        UUID.nameUUIDFromBytes((source + "|" + index).getBytes(StandardCharsets.UTF_8)),
        EntryType.OPT_OUT_PENDING,
        at,
        actor,
        Subject.NONE,
        JournalEntry.NO_ID,
        Optional.empty(),
        Optional.of(Json.write(refusal)),
        Optional.empty());
  }
}
