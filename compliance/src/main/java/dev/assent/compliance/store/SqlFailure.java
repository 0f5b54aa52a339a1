package dev.assent.compliance.store;

import java.sql.SQLException;

/** What an error of either database means for the transaction it hit. */
enum SqlFailure {
  LOCK_TIMEOUT,
  BEGIN_AGAIN,
  OTHER;

  static SqlFailure of(SQLException e) {
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
}
