package dev.assent.compliance.store.nodes;

import dev.assent.compliance.store.sql.Database;
import dev.assent.compliance.store.sql.StoreUnavailable;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * Who of the nodes tells a carrier where we are: at any moment one of them at most. Whoever does
 * not renew its lease stops on its own before the database gives it to another. Any thread.
 */
public final class RegistrationLeases {
  /** How long a lease counts in the database; renewed each second. */
  public static final Duration COUNTS = Duration.ofSeconds(10);

  /** How much earlier its holder stops: it takes the registration back in that time. */
  private static final Duration MARGIN = Duration.ofSeconds(3);

  private final Database database;
  private final UUID self;
  private final LongSupplier nanos;
  private final TrunkShares.Guard guard;

  RegistrationLeases(Database database, UUID self, LongSupplier nanos, TrunkShares.Guard guard) {
    this.database = database;
    this.self = self;
    this.nanos = nanos;
    this.guard = guard;
  }

  /**
   * Takes the lease of that trunk if nobody holds it, or renews it.
   *
   * @return until when it is this node's, by its own counter; empty while it is another's
   * @throws StoreUnavailable when the database cannot be asked, or this node was fenced out
   */
  public OptionalLong hold(String trunk) {
    long asked = nanos.getAsLong();
    boolean held =
        database.transaction(
            sql -> {
              guard.in(sql);
              return sql.update(
                      "INSERT INTO registration_lease AS l (trunk, node_id, until_at) VALUES (?, ?, "
                          + until()
                          + ") ON CONFLICT (trunk) DO UPDATE SET node_id = EXCLUDED.node_id,"
                          + " until_at = EXCLUDED.until_at WHERE l.node_id = EXCLUDED.node_id"
                          + " OR l.until_at < clock_timestamp()",
                      trunk,
                      self)
                  > 0;
            });
    return held ? OptionalLong.of(asked + COUNTS.minus(MARGIN).toNanos()) : OptionalLong.empty();
  }

  private static String until() {
    return "clock_timestamp() + INTERVAL '" + COUNTS.toSeconds() + " seconds'";
  }

  /** Gives it up, once the registration was taken back. */
  public void release(String trunk) {
    database.transaction(
        sql ->
            sql.update(
                "DELETE FROM registration_lease WHERE trunk = ? AND node_id = ?", trunk, self));
  }
}
