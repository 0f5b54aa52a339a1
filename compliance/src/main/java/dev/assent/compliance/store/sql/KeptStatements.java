package dev.assent.compliance.store.sql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * The statements of one connection, parsed once: an embedded database keeps no plan of a union or a
 * lock, and to parse them anew is a sixth of a clearance. Owned by whoever holds the connection.
 */
public final class KeptStatements {
  private static final int AT_MOST = 256;

  private final Connection connection;

  /** Those nobody is using, the one not used for longest first. */
  private final LinkedHashMap<String, PreparedStatement> idle = new LinkedHashMap<>();

  private final LongAdder taken;

  /**
   * @param connection the driver's own: that of a pool closes its statements when it is given back
   * @param taken counts how many are run
   */
  public KeptStatements(Connection connection, LongAdder taken) {
    this.connection = connection;
    this.taken = taken;
  }

  /** One that nobody else uses until it is given back or closed. */
  PreparedStatement take(String sql) throws SQLException {
    taken.increment();
    PreparedStatement kept = idle.remove(sql);
    return kept == null ? connection.prepareStatement(sql) : kept;
  }

  void giveBack(String sql, PreparedStatement statement) throws SQLException {
    PreparedStatement other = idle.putLast(sql, statement);
    if (other != null) {
      other.close();
    }
    if (idle.size() > AT_MOST) {
      idle.pollFirstEntry().getValue().close();
    }
  }

  boolean closed() {
    try {
      return connection.isClosed();
    } catch (SQLException _) {
      return true;
    }
  }
}
