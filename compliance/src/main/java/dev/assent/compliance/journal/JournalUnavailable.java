package dev.assent.compliance.journal;

import org.jspecify.annotations.Nullable;

/**
 * An entry could not be made to last. After the first failed write or force nothing more is
 * written: what the disk holds is only known again after the journal was closed and read.
 */
public final class JournalUnavailable extends RuntimeException {
  JournalUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
