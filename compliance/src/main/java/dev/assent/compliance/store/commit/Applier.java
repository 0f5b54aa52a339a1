package dev.assent.compliance.store.commit;

import dev.assent.compliance.journal.JournalEntry;
import java.sql.SQLException;

/**
 * What entries change in the database, in one transaction: the one code for a live fact, for one
 * that a broken database lost, and for all of them after it was rebuilt. Which rows these are is
 * for whoever puts the store together. Owned by the thread of its transaction.
 */
public interface Applier {
  void apply(JournalEntry entry) throws SQLException;

  /** The same as {@link #apply} of an entry with that payload. */
  void held(JournalEntry entry, Payloads.Held held) throws SQLException;

  /** The same as {@link #apply} of an entry with that payload. */
  void chosen(JournalEntry entry, Payloads.Chosen choice) throws SQLException;

  /** The same as {@link #apply} of an entry with that payload. */
  void ended(JournalEntry entry, Payloads.Ended end) throws SQLException;
}
