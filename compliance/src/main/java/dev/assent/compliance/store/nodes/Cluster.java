package dev.assent.compliance.store.nodes;

import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.store.sql.Database;
import dev.assent.compliance.store.sql.LockBusy;
import dev.assent.compliance.store.sql.NodeSettings;
import dev.assent.compliance.store.sql.Sql;
import dev.assent.compliance.store.sql.StoreSettings;
import dev.assent.compliance.store.sql.StoreUnavailable;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This engine among those that share its database (X-19, R34). Every write carries the fencing
 * token it was given at its start; who was silent for the length of a lease is fenced out, and its
 * open calls become UNKNOWN. Times of leases are the database's. Any thread, but for {@link #look},
 * which one thread does again and again.
 */
public final class Cluster implements AutoCloseable {
  /** Whoever has not looked for that long dials nobody. */
  public static final Duration BLIND_AFTER = Duration.ofSeconds(1);

  /** Whoever was not heard of for that long is taken over from. */
  public static final Duration LEASE = Duration.ofSeconds(10);

  public static final String LEASE_SQL = "INTERVAL '10 seconds'";

  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);
  private static final Duration FORGOTTEN = Duration.ofMinutes(10);

  private final Database database;
  private final NodeSettings self;
  private final UUID journalId;
  private final long fence;
  private final NodeWire wire;
  private final List<Consumer<Set<UUID>>> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean fenced;
  private volatile boolean looked;

  /** By the counter of the settings: when the last good look began. */
  private volatile long lookedAt;

  private @Nullable Successor successor;

  private Cluster(
      Database database, StoreSettings settings, NodeSettings self, UUID journalId, long fence) {
    this.database = database;
    this.self = self;
    this.journalId = journalId;
    this.fence = fence;
    this.wire = new NodeWire(settings, self);
  }

  /** Takes over from nodes that are dead. */
  public interface Successor {
    /** From that one, if it is still silent and nobody else does. */
    void of(UUID silent);

    /** Ends what nodes that are gone left open. */
    void settle();
  }

  /** What a look came to. */
  public sealed interface Look {
    /**
     * @param databaseTime between the moments {@code began} and {@code ended} of the counter
     */
    record Seen(Instant databaseTime, long began, long ended) implements Look {}

    /** The database did not answer. */
    record Blind(String why) implements Look {}

    /** Another node took over: this process writes nothing any more. */
    record Fenced() implements Look {}
  }

  /**
   * A node as the database knows it.
   *
   * @param silentFor since it was last heard of, by the database's clock
   */
  public record Node(UUID id, String name, String state, long fence, Duration silentFor) {}

  /**
   * Comes in, with a new fencing token.
   *
   * @throws StoreUnavailable when this home is no node of this database, or a copy of one
   */
  public static Cluster enter(
      Database database, StoreSettings settings, NodeSettings self, Journal journal) {
    if (database.h2()) {
      throw new StoreUnavailable(
          "an embedded database has one engine: nodes need PostgreSQL", null);
    }
    long fence =
        database.transaction(
            sql -> new NodeRows(sql).enter(self, journal.id(), settings.controllerId()));
    return new Cluster(database, settings, self, journal.id(), fence);
  }

  public UUID id() {
    return self.id();
  }

  /** Names this database's nodes together, the same on each of them. */
  public UUID token() {
    return database.transaction(
        sql ->
            sql.first("SELECT journal_id FROM home", row -> Sql.id(row, "journal_id"))
                .orElseThrow(() -> new IllegalStateException("no home began this database")));
  }

  /** Whether this node is the one that began the database. */
  public boolean began() {
    return journalId.equals(token());
  }

  /** The name of this node. */
  public String name() {
    return self.name();
  }

  /** By its own thread, after everything that was open is known. */
  public void takesOver(Successor how) {
    successor = how;
  }

  /**
   * Holds a share of this node's row until the transaction ends: whoever takes over waits for it,
   * and whoever was taken over from gets none.
   *
   * @throws StoreUnavailable when this node was fenced out
   */
  public void guard(Sql sql) throws SQLException {
    boolean ours =
        sql.first(
                "SELECT fence FROM node WHERE id = ? AND fence = ? AND state = 'UP' FOR SHARE",
                row -> row.getLong("fence"),
                self.id(),
                fence)
            .isPresent();
    if (!ours) {
      fenced = true;
      throw new StoreUnavailable("another node took over from this one: restart its engine", null);
    }
  }

  /** Why nobody may be dialled from here now; empty while all is well. */
  public Optional<String> stopped() {
    if (fenced) {
      return Optional.of("another node took over from this one: restart its engine");
    }
    Duration age = sinceLook();
    return looked && age.compareTo(BLIND_AFTER) <= 0
        ? Optional.empty()
        : Optional.of("this node has not seen the database for too long");
  }

  /** Since the last good look began; long before the first one. */
  public Duration sinceLook() {
    return looked
        ? Duration.ofNanos(self.nanos().getAsLong() - lookedAt)
        : Duration.ofSeconds(Long.MAX_VALUE);
  }

  /** Told whose ringing calls must end by the word of another node. */
  public void onNews(Consumer<Set<UUID>> persons) {
    listeners.add(persons);
  }

  /**
   * Waits for news at most that long, shows that this node lives, hears of the others and takes
   * over from those that are dead.
   */
  public Look look(Duration news) {
    if (fenced) {
      return new Look.Fenced();
    }
    try {
      wire.await(news);
      long began = self.nanos().getAsLong();
      Optional<Instant> time = wire.beat(fence);
      long ended = self.nanos().getAsLong();
      if (time.isEmpty()) {
        fenced = true;
        return new Look.Fenced();
      }
      Set<UUID> refused = wire.news();
      if (!refused.isEmpty()) {
        listeners.forEach(listener -> listener.accept(refused));
      }
      lookedAt = began;
      looked = true;
      takeOver(wire.silent());
      return new Look.Seen(time.get(), began, ended);
    } catch (SQLException e) {
      return new Look.Blind("database error " + e.getSQLState());
    }
  }

  private void takeOver(List<UUID> silent) {
    Successor how = successor;
    if (how == null) {
      return;
    }
    try {
      silent.forEach(how::of);
      how.settle();
    } catch (StoreUnavailable | LockBusy e) {
      // The next look tries again.
      LOG.warn("a dead node could not be taken over from yet: {}", e.getMessage());
    }
  }

  /** In a transaction: those people's ringing calls must end on the other nodes too. */
  public void tell(Sql sql, Collection<UUID> persons) throws SQLException {
    for (UUID person : persons) {
      sql.update(
          "INSERT INTO told (person_id, node_id, at) VALUES (?, ?, clock_timestamp())",
          person,
          self.id());
    }
    sql.list("SELECT pg_notify(?, '')", _ -> true, NodeWire.CHANNEL);
  }

  /** The same in a transaction of its own. */
  public void tell(Collection<UUID> persons) {
    if (!persons.isEmpty()) {
      database.transaction(
          sql -> {
            tell(sql, persons);
            sql.update(
                "DELETE FROM told WHERE at < clock_timestamp() - INTERVAL '"
                    + FORGOTTEN.toSeconds()
                    + " seconds'");
            return true;
          });
    }
  }

  /** In a transaction: every entry of this node's journal below that is in this database. */
  public void appliedBelow(Sql sql, long position) throws SQLException {
    sql.update("UPDATE node SET applied_below = ? WHERE id = ?", position, self.id());
  }

  /** All nodes, by name. */
  public List<Node> nodes() {
    return database.transaction(sql -> new NodeRows(sql).all());
  }

  /** Whether what one node does for all is this one's to do. */
  public boolean first() {
    return database.transaction(sql -> new NodeRows(sql).firstUp()).equals(Optional.of(self.id()));
  }

  /** What this node may use of a trunk; see {@link TrunkShares}. */
  public TrunkShares shares() {
    return new TrunkShares(database, self.id(), self.nanos(), this::guard);
  }

  /** Who of the nodes tells a carrier where we are. */
  public RegistrationLeases registrations() {
    return new RegistrationLeases(database, self.id(), self.nanos(), this::guard);
  }

  /** Leaves in good order: nobody need wait for the lease. */
  @Override
  public void close() {
    wire.close();
    if (!fenced) {
      try {
        database.transaction(
            sql -> {
              new NodeRows(sql).leave(self.id(), fence);
              return true;
            });
      } catch (StoreUnavailable | LockBusy e) {
        LOG.warn("this node leaves without a word: {}", e.getMessage());
      }
    }
  }
}
