package dev.assent.testsip.inspection;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.dialer.engine.home.Home;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.ledger.LedgerDamaged;
import dev.assent.recorder.ledger.RowKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks whether a home's ledger still holds a key that was to be destroyed: {@code ErasedKeys HOME
 * JOURNAL PASSPHRASES OPERATOR LISTENER}, where JOURNAL is the one that knows of the erasures.
 * Prints how many; exit 1 if the ledger holds any. The engine must not run.
 */
public final class ErasedKeys {
  private static final ObjectMapper JSON = new ObjectMapper();

  private ErasedKeys() {}

  public static void main(String[] args) throws IOException {
    Home home = Home.open(Path.of(args[0]));
    List<Long> doomed = doomed(Path.of(args[1]));
    long held;
    try (HomeKeys keys = HomeKeys.open(home, Path.of(args[2]), args[3], args[4])) {
      held = doomed.stream().filter(row -> holds(keys.ledger(), row)).count();
    }
    System.out.println(doomed.size() + " keys were to be destroyed; this ledger holds " + held);
    System.exit(doomed.isEmpty() ? 2 : held == 0 ? 0 : 1);
  }

  private static List<Long> doomed(Path journal) {
    List<Long> rows = new ArrayList<>();
    Journal.verify(
        journal,
        new DiskFiles(),
        placed -> {
          JournalEntry entry = placed.entry();
          if (entry.type() == EntryType.ERASURE_BEGUN) {
            for (JsonNode item : body(entry).path("items")) {
              rows.add(item.path("keyRow").asLong());
            }
          }
        });
    return rows;
  }

  private static JsonNode body(JournalEntry entry) {
    try {
      return JSON.readTree(entry.operational().orElseThrow());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A row tells its kind only by refusing to be read as another; one past the end is not held. */
  private static boolean holds(KeyLedger ledger, long row) {
    for (RowKind kind : RowKind.values()) {
      try {
        if (ledger.read(kind, row).isPresent()) {
          return true;
        }
      } catch (LedgerDamaged another) {
        // Of another kind, or not there.
      }
    }
    return false;
  }
}
