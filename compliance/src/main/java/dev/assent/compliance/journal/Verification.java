package dev.assent.compliance.journal;

import java.util.Optional;
import java.util.UUID;

/**
 * What reading a whole journal found.
 *
 * <p>Intact says nothing about an outsider with write access to this machine: no checkpoint is
 * signed elsewhere yet, so the whole chain could have been recomputed.
 */
public sealed interface Verification {
  /** Entries that were read and are right, counted from the first. */
  long entries();

  /**
   * @param chain value after the last entry, 32 bytes
   */
  record Intact(long entries, Blob chain) implements Verification {}

  /** The last writes did not become whole and nobody was told they had: opening cuts them off. */
  record Torn(long entries, String file, long offset) implements Verification {}

  /**
   * An entry that was acknowledged is not what was written.
   *
   * @param position of the first bad entry
   * @param id as far as it is legible
   */
  record Damaged(
      long entries, String file, long offset, long position, Optional<UUID> id, String why)
      implements Verification {}

  /** Every entry is right, but a slot of the file {@code head} is not. */
  record HeadDamaged(long entries, String file, long offset) implements Verification {}
}
