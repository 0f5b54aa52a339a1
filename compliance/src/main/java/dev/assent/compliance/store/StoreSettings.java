package dev.assent.compliance.store;

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
 */
public record StoreSettings(
    String url,
    String user,
    String password,
    Optional<Path> h2File,
    Path quarantine,
    UUID controllerId,
    boolean sole,
    int connections) {
  private static final int CONNECTIONS = 12;

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
   * A kill takes back what H2 committed in the last WRITE_DELAY milliseconds; the journal, forced
   * before anybody gets an answer, gives it back at the next start. What stands in no journal, a
   * staged list, is synced before it counts. Written at each commit instead, it is 15 % of a call's
   * CPU. The cache holds the plans of all our statements.
   */
  static String h2Url(String where) {
    return "jdbc:h2:"
        + where
        + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
        + ";WRITE_DELAY=100;LOCK_TIMEOUT=2000;QUERY_CACHE_SIZE=256";
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

  @Override
  public String toString() {
    return "StoreSettings[" + url + "]";
  }
}
