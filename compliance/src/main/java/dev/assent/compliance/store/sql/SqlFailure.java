package dev.assent.compliance.store.sql;

import java.sql.SQLException;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;

/** What an error of either database means for the transaction it hit. */
public enum SqlFailure {
  LOCK_TIMEOUT,
  BEGIN_AGAIN,
  /** There is no room on the database's disk, or it takes nothing. */
  UNWRITABLE,
  /** The embedded database's file is not what was written to it. */
  BROKEN,
  OTHER;

  private static final String POSTGRES_DISK_FULL = "53100";
  private static final int DEEPEST = 10;
  private static final int FILE_CORRUPTED = 90030;
  private static final int GENERAL_ERROR = 50000;

  public static SqlFailure of(SQLException e) {
    if (isUnwritable(e)) {
      return UNWRITABLE;
    }
    if (isBroken(e)) {
      return BROKEN;
    }
    String state = e.getSQLState();
    if (state == null) {
      return OTHER;
    }
    return switch (state) {
      case "HYT00", "55P03" -> LOCK_TIMEOUT;
      // 23505: another transaction inserted the row first; begun again, this one finds it.
      case "40001", "40P01", "23505" -> BEGIN_AGAIN;
      default -> OTHER;
    };
  }

  /** H2 tells of it wherever it comes to, some causes deep. */
  private static boolean isUnwritable(SQLException e) {
    if (POSTGRES_DISK_FULL.equals(e.getSQLState())) {
      return true;
    }
    int depth = 0;
    for (Throwable cause = e; cause != null && depth < DEEPEST; cause = cause.getCause()) {
      if (cause instanceof MVStoreException storage
          && storage.getErrorCode() == DataUtils.ERROR_WRITING_FAILED) {
        return true;
      }
      depth++;
    }
    return false;
  }

  /** H2 says so itself, or its storage does: a page or chunk that cannot be what was written. */
  private static boolean isBroken(SQLException e) {
    if (e.getErrorCode() == FILE_CORRUPTED) {
      return true;
    }
    return e.getErrorCode() == GENERAL_ERROR
        && e.getCause() instanceof MVStoreException storage
        && (isCorrupt(storage) || storage.getErrorCode() == DataUtils.ERROR_INTERNAL);
  }

  /** Whether a storage gave up for what it read, not for what it could not write. */
  static boolean isCorrupt(Throwable failure) {
    return failure instanceof MVStoreException storage
        && switch (storage.getErrorCode()) {
          case DataUtils.ERROR_FILE_CORRUPT,
              DataUtils.ERROR_CHUNK_NOT_FOUND,
              DataUtils.ERROR_BLOCK_NOT_FOUND,
              DataUtils.ERROR_SERIALIZATION ->
              true;
          default -> false;
        };
  }
}
