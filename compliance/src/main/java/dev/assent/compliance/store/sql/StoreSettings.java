package dev.assent.compliance.store.sql;

import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;

/**
 * Which database a home uses.
 *
 * @param h2File the embedded database, without {@code .mv.db}; empty for PostgreSQL
 * @param quarantine where a broken H2 file is moved
 * @param controllerId the controller all data belongs to
 * @param sole whether one user may approve their own work; every such approval is marked
 * @param connections 2 to 64
 * @param node which of the engines that share the database; empty where there is one
 */
public record StoreSettings(
    String url,
    String user,
    String password,
    Optional<Path> h2File,
    Path quarantine,
    UUID controllerId,
    boolean sole,
    int connections,
    Optional<NodeSettings> node) {
  private static final int CONNECTIONS = 12;

  /** Of a home that has its database for itself. */
  public StoreSettings(
      String url,
      String user,
      String password,
      Optional<Path> h2File,
      Path quarantine,
      UUID controllerId,
      boolean sole,
      int connections) {
    this(
        url, user, password, h2File, quarantine, controllerId, sole, connections, Optional.empty());
  }

  /** Where the files of the lists stand: beside the quarantine. */
  public Path lists() {
    return quarantine.resolveSibling("lists");
  }

  public StoreSettings {
    if (connections < 2 || connections > 64) {
      throw new IllegalArgumentException("connections: " + connections + ", must be 2 to 64");
    }
  }

  /** An embedded database at {@code file}. */
  public static StoreSettings h2(Path file, Path quarantine, UUID controllerId, boolean sole) {
    return new StoreSettings(
        h2Url("file:" + file.toAbsolutePath()),
        "assent",
        "",
        Optional.of(file),
        quarantine,
        controllerId,
        sole,
        CONNECTIONS);
  }

  /**
   * A database in the memory of this process that outlives its last connection, for simulations.
   *
   * @param name of the database; another {@code name} is another one
   * @param quarantine nothing is written there, but lists stand beside it
   */
  public static StoreSettings inMemory(String name, Path quarantine, UUID controllerId) {
    return new StoreSettings(
        h2Url("mem:" + name) + ";DB_CLOSE_DELAY=-1",
        "assent",
        "",
        Optional.empty(),
        quarantine,
        controllerId,
        false,
        2);
  }

  /**
   * The file is written by {@link WholeFile} alone: a kill takes back what was committed in the
   * last tenth of a second or so; the journal, forced before anybody gets an answer, gives it back
   * at the next start. What stands in no journal, a staged list, is synced before it counts.
   * Written at each commit instead, it is 15 % of a call's CPU. Plans are kept with our statements,
   * none a second time by H2; nor does it hold each query against its last result, or walk all of
   * them at each write: together another 15 %.
   */
  public static String h2Url(String where) {
    return "jdbc:h2:"
        + where
        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        + ";LOCK_TIMEOUT=2000;QUERY_CACHE_SIZE=0;OPTIMIZE_REUSE_RESULTS=0;WRITE_DELAY="
        + WholeFile.NEVER;
  }

  /**
   * A PostgreSQL database.
   *
   * @param url {@code jdbc:postgresql://host:port/database}, without parameters
   */
  public static StoreSettings postgres(
      String url, String user, String password, Path quarantine, UUID controllerId, boolean sole) {
    // As start-up option: set in a session it is undone by the first rollback.
    return new StoreSettings(
        url + "?options=-c%20lock_timeout=2000&reWriteBatchedInserts=true",
        user,
        password,
        Optional.empty(),
        quarantine,
        controllerId,
        sole,
        CONNECTIONS);
  }

  /**
   * The same, shared with other engines. A server that is silent is given up after a while, and a
   * session whose engine is gone holds its locks no longer than the server waits for it.
   *
   * @param parameters more of the driver's, such as {@code sslmode=verify-full}
   */
  public StoreSettings shared(NodeSettings by, String parameters) {
    return new StoreSettings(
        url.replace(
                "lock_timeout=2000",
                "lock_timeout=2000%20-c%20idle_in_transaction_session_timeout=8000"
                    + "%20-c%20tcp_user_timeout=8000")
            + "&connectTimeout=2&socketTimeout=30&tcpKeepAlive=true"
            + (parameters.isEmpty() ? "" : "&" + parameters),
        user,
        password,
        h2File,
        quarantine,
        controllerId,
        sole,
        connections,
        Optional.of(by));
  }

  @Override
  public String toString() {
    return "StoreSettings[" + url + "]";
  }
}
