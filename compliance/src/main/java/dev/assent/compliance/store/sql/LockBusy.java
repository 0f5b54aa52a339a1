package dev.assent.compliance.store.sql;

import java.sql.SQLException;

/** Another transaction held a lock for too long. Nothing was changed. */
public final class LockBusy extends RuntimeException {
  private static final String DUPLICATE = "23505";

  LockBusy(Throwable cause) {
    super("a lock was not free in time", cause);
  }

  /** Whether it was a row that is there already, each time it was tried. */
  public boolean overOneThere() {
    return getCause() instanceof SQLException e && DUPLICATE.equals(e.getSQLState());
  }
}
