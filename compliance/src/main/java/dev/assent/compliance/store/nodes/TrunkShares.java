package dev.assent.compliance.store.nodes;

import dev.assent.compliance.store.sql.Database;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.sql.StoreUnavailable;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * A trunk's calls a second and channels, divided among the nodes that dial over it. A share counts
 * until it runs out; whoever wants more waits until others have given theirs up, so that the sum is
 * never above the trunk's. Any thread.
 */
public final class TrunkShares {
  /** How long a share counts; renewed several times within it. */
  public static final Duration COUNTS = Duration.ofSeconds(3);

  /** How much earlier than the database the node itself stops counting on it. */
  private static final Duration MARGIN = Duration.ofMillis(500);

  private final Database database;
  private final UUID self;
  private final LongSupplier nanos;
  private final Guard guard;

  /** Refuses a node that was fenced out. */
  @FunctionalInterface
  interface Guard {
    void in(Sql sql) throws SQLException;
  }

  TrunkShares(Database database, UUID self, LongSupplier nanos, Guard guard) {
    this.database = database;
    this.self = self;
    this.nanos = nanos;
    this.guard = guard;
  }

  /**
   * @param callsPerSecond 0 and more
   * @param channels 0 and more; never less than were in use
   * @param untilNanos by the node's counter: nothing of it counts from then on
   */
  public record Share(double callsPerSecond, int channels, long untilNanos) {}

  private record Other(boolean wants, long millicalls, int channels) {}

  /**
   * Takes or renews this node's share.
   *
   * @param callsPerSecond of the whole trunk
   * @param channels of the whole trunk
   * @param inUse channels this node has in use
   * @param wants whether it is to dial; without, it keeps only what is in use
   * @throws StoreUnavailable when the database cannot be asked, or this node was fenced out
   */
  public Share renew(String trunk, double callsPerSecond, int channels, int inUse, boolean wants) {
    long asked = nanos.getAsLong();
    long all = (long) (1000 * callsPerSecond);
    Other mine =
        database.transaction(
            sql -> {
              guard.in(sql);
              turn(sql, trunk);
              sql.update(
                  "DELETE FROM trunk_share WHERE trunk = ? AND until_at < clock_timestamp()",
                  trunk);
              List<Other> others =
                  sql.list(
                      "SELECT wants, millicalls, channels FROM trunk_share WHERE trunk = ?"
                          + " AND node_id <> ?",
                      row ->
                          new Other(
                              row.getBoolean("wants"),
                              row.getLong("millicalls"),
                              row.getInt("channels")),
                      trunk,
                      self);
              Other share =
                  wants ? share(all, channels, inUse, others) : new Other(false, 0, inUse);
              put(sql, trunk, share);
              return share;
            });
    return new Share(
        mine.millicalls() / 1000.0, mine.channels(), asked + COUNTS.minus(MARGIN).toNanos());
  }

  private static Other share(long all, int channels, int inUse, List<Other> others) {
    int sharers = 1 + (int) others.stream().filter(Other::wants).count();
    long callsTaken = others.stream().mapToLong(Other::millicalls).sum();
    int channelsTaken = others.stream().mapToInt(Other::channels).sum();
    long calls = Math.min(all / sharers, all - callsTaken);
    int even = channels / sharers;
    int free = channels - channelsTaken;
    return new Other(
        true, Math.max(0, calls), Math.max(inUse, Math.max(0, Math.min(Math.max(1, even), free))));
  }

  private static void turn(Sql sql, String trunk) throws SQLException {
    sql.update("INSERT INTO trunk_turn (trunk) VALUES (?) ON CONFLICT DO NOTHING", trunk);
    sql.list(
        "SELECT trunk FROM trunk_turn WHERE trunk = ? FOR UPDATE",
        row -> row.getString("trunk"),
        trunk);
  }

  private void put(Sql sql, String trunk, Other share) throws SQLException {
    String until = "clock_timestamp() + INTERVAL '" + COUNTS.toMillis() + " milliseconds'";
    sql.update(
        "INSERT INTO trunk_share (trunk, node_id, wants, millicalls, channels, until_at)"
            + " VALUES (?, ?, ?, ?, ?, "
            + until
            + ") ON CONFLICT (trunk, node_id) DO UPDATE SET wants = EXCLUDED.wants, millicalls = EXCLUDED.millicalls,"
            + " channels = EXCLUDED.channels, until_at = EXCLUDED.until_at",
        trunk,
        self,
        share.wants(),
        share.millicalls(),
        share.channels());
  }

  /** Gives this node's share up: nobody dials over that trunk here any more. */
  public void release(String trunk) {
    database.transaction(
        sql -> sql.update("DELETE FROM trunk_share WHERE trunk = ? AND node_id = ?", trunk, self));
  }
}
