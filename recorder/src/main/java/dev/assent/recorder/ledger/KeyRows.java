package dev.assent.recorder.ledger;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Secrets of 32 bytes that can be destroyed, wherever they lie: in files of one home ({@link
 * KeyLedger}), or in a database that several engines share ({@link SharedLedger}). Any thread.
 */
public interface KeyRows extends AutoCloseable {
  /** Which ledger this is; other for every other ledger. */
  long id();

  /** Where it lies, or would; for messages. */
  Path directory();

  /** Why it cannot be used now, if so. */
  Optional<String> failure();

  /**
   * Keeps secrets; on return they would survive a power cut.
   *
   * @param secrets 32 bytes each; not kept
   * @return their rows, in order
   */
  long[] append(RowKind kind, List<byte[]> secrets);

  /**
   * The secret of a row.
   *
   * @return 32 bytes, or empty if the row was erased
   * @throws LedgerDamaged if the row is not there, does not hold, or is of another kind
   */
  Optional<byte[]> read(RowKind kind, long row);

  /** Destroys the secrets of these rows; those that are not here are passed over. */
  void erase(Collection<Long> doomed);

  /** Checks every row. */
  LedgerHealth verify();

  /** Whether a second disk holds it too. */
  MirrorState mirror();

  @Override
  void close();
}
