package dev.assent.compliance.store.sql;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.tx.Transaction;
import org.h2.mvstore.tx.TransactionStore;

/**
 * Ends transactions that a kill cut off within their commit. H2 writes first that one is committed,
 * then its rows as such; opened again, 2.5.252 sees that it was, and leaves it at that. Its rows
 * stay locked for good by nobody, and whoever writes one of them tries again without end or pause.
 */
final class HalfCommitted {
  private HalfCommitted() {}

  /**
   * @param only the one connection of an embedded database, in no transaction; beside others
   *     nothing is done
   * @return whether there was one; the database must then be closed and opened anew
   */
  static boolean end(Connection only) throws SQLException {
    var database = ((SessionLocal) only.unwrap(JdbcConnection.class).getSession()).getDatabase();
    if (database.getSessions(false).length > 1) {
      return false; // open already: what is committing now somebody commits
    }
    TransactionStore transactions = database.getStore().getTransactionStore();
    boolean any = false;
    for (Transaction left : transactions.getOpenTransactions()) {
      if (left.getStatus() == Transaction.STATUS_COMMITTED) {
        commit(transactions, left);
        any = true;
      }
    }
    return any;
  }

  /** H2 has it only for itself: the commit of one whose undo log says that it is committed. */
  private static void commit(TransactionStore transactions, Transaction left) throws SQLException {
    try {
      Method commit =
          TransactionStore.class.getDeclaredMethod("commit", Transaction.class, boolean.class);
      commit.setAccessible(true);
      commit.invoke(transactions, left, true);
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException e) {
      throw new SQLException("what a kill left half committed cannot be ended", e);
    }
  }
}
