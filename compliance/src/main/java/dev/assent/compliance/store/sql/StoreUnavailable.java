package dev.assent.compliance.store.sql;

import org.jspecify.annotations.Nullable;

/** The database cannot be used, or did not answer. No call may be made on it. */
public final class StoreUnavailable extends RuntimeException {
  public StoreUnavailable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
