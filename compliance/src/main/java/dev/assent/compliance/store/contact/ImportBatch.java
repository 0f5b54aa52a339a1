package dev.assent.compliance.store.contact;

import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.journal.Blob;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.store.commit.Commits;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import dev.assent.compliance.store.seal.BlindIndexer;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.seal.Sha256;
import dev.assent.compliance.store.sql.StoreUnavailable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One list on its way in. Owned by one thread; closing without {@link #switchOver} drops it. Holds
 * twice twenty thousand rows and the index of every number in the file.
 */
public final class ImportBatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ImportBatch.class);

  /** Rows a transaction: an embedded database rewrites the same pages with each smaller one. */
  public static final int ROWS_AT_ONCE = 20_000;

  private final Commits commits;
  private final Commits.Source source;
  private final Imports imports;
  private final Target target;
  private final ContactRows rows;
  private final Function<PhoneNumber, byte[]> numberIndex;
  private final Function<PhoneNumber, byte[]> dncIndex;

  /** The numbers of this list, by half of their blind indexes: no two have the same. */
  private final KeyTable seen = new KeyTable(0);

  private final int lot;
  private final List<ContactRows.Indexed> waiting;
  private @Nullable FutureTask<Void> writing;
  private boolean closed;

  /** Where the rows belong. */
  record Target(
      UUID batchId,
      UUID loadId,
      UUID sourceId,
      String fileSha256,
      UUID controllerId,
      String actor) {}

  ImportBatch(
      Commits commits,
      Commits.Source source,
      Protection protection,
      Imports imports,
      Target target,
      int lot) {
    this.commits = commits;
    this.source = source;
    this.imports = imports;
    this.target = target;
    this.lot = lot;
    this.waiting = new ArrayList<>(lot);
    this.numberIndex = protection.indexer().many(BlindIndexer.Purpose.NUMBER);
    this.dncIndex = protection.indexer().many(BlindIndexer.Purpose.DNC);
    this.rows = new ContactRows(commits.database(), source, protection, target);
  }

  /**
   * @throws RowRejected when this line cannot be taken; the list goes on without it
   */
  public void add(ContactRow row) throws RowRejected {
    if (closed) {
      throw new IllegalStateException("the list is closed");
    }
    if (!row.expiresAt().isAfter(source.now())) {
      throw new RowRejected(RowRejected.Code.EXPIRED, row.line());
    }
    byte[] index = numberIndex.apply(row.number());
    ByteBuffer bits = ByteBuffer.wrap(index);
    long high = bits.getLong();
    long low = bits.getLong();
    if (seen.of(high, low) >= 0) {
      throw new RowRejected(RowRejected.Code.DUPLICATE, row.line());
    }
    ContactRow proven = proven(row);
    seen.putIfAbsent(high, low);
    waiting.add(
        new ContactRows.Indexed(proven, Blob.of(index), Blob.of(dncIndex.apply(row.number()))));
    if (waiting.size() == lot) {
      flush();
    }
  }

  /** The row with the hashes of the proofs it brings. */
  private static ContactRow proven(ContactRow row) throws RowRejected {
    if (row.grants().stream().allMatch(grant -> grant.evidence() == null)) {
      return row;
    }
    List<ContactRow.GivenGrant> grants = new ArrayList<>();
    for (ContactRow.GivenGrant grant : row.grants()) {
      grants.add(proven(grant, row.line()));
    }
    return row.with(grants);
  }

  private static ContactRow.GivenGrant proven(ContactRow.GivenGrant grant, long line)
      throws RowRejected {
    Path proof = grant.evidence();
    if (proof == null) {
      return grant;
    }
    try {
      String sha256 = Sha256.of(proof);
      if (grant.evidenceSha256().isEmpty() || grant.evidenceSha256().equals(sha256)) {
        return grant.with(sha256);
      }
    } catch (IOException e) {
      // Told below, together with another file than the one named.
    }
    throw new RowRejected(RowRejected.Code.EVIDENCE_MISMATCH, line);
  }

  /** Rows are read on while those before are written; never more than two lots are in memory. */
  private void flush() {
    written();
    if (!waiting.isEmpty()) {
      commits.requireRoom();
      List<ContactRows.Indexed> read = List.copyOf(waiting);
      waiting.clear();
      FutureTask<Void> task =
          new FutureTask<>(
              () -> {
                rows.insert(read);
                return null;
              });
      writing = task;
      Thread.ofVirtual().name("import-" + target.loadId()).start(task);
    }
  }

  /** Waits until the lot before is in the database. */
  private void written() {
    FutureTask<Void> before = writing;
    writing = null;
    boolean interrupted = false;
    try {
      while (before != null) {
        try {
          before.get();
          before = null;
        } catch (InterruptedException e) {
          // What became of the lot must be known before anything else is done.
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new StoreUnavailable("the list could not be written", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Before a list is given up: whatever is still written must not come after its end. */
  private void writtenOrFailed() {
    try {
      written();
    } catch (RuntimeException e) {
      LOG.warn("a list is given up: {}", e.getClass().getSimpleName());
    }
  }

  /** From its return on the list counts, as a whole, and lasts. */
  public ImportResult switchOver() {
    flush();
    written();
    Payloads.BatchSwitched change =
        new Payloads.BatchSwitched(
            target.sourceId(), target.fileSha256(), target.loadId(), seen.size());
    markReplaced();
    // The journal says that the list counts, but does not hold it: first it must be on the disk.
    commits.database().sync();
    commits.database().countAnew("person", "number", "contact");
    commits.run(
        tx -> {
          tx.write(
              JournalEntry.operational(
                  source.id(),
                  EntryType.BATCH_SWITCHED,
                  source.now(),
                  target.actor(),
                  target.batchId(),
                  Json.write(change)));
          tx.sql().update("DELETE FROM idle_load WHERE load_id = ?", target.loadId());
          return true;
        });
    closed = true;
    rows.discardSpareKeys();
    imports.switched();
    return new ImportResult(target.batchId(), seen.size());
  }

  /** Notes the load this list takes the place of; as long as it counts it is not idle. */
  private void markReplaced() {
    commits
        .database()
        .transaction(
            sql ->
                sql.update(
                    "INSERT INTO idle_load (load_id) SELECT load_id FROM batch WHERE id = ?"
                        + " ON CONFLICT DO NOTHING",
                    target.batchId()));
  }

  /** Drops the list unless it counts already. */
  @Override
  public void close() {
    if (!closed) {
      closed = true;
      writtenOrFailed();
      rows.discardSpareKeys();
      imports.dropIdle(Optional.of(target.loadId()));
    }
  }
}
