package dev.assent.compliance.store.sql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * How far a database's tables are, and how an embedded one is made or brought further: beside its
 * place and put there whole, so one that cannot be brought there is left as it was.
 */
public final class Schema {
  private static final String SCHEMA = "classpath:dev/assent/compliance/store/sql/migration";

  /** What the changes do to whole tables. */
  private static final Pattern TABLE =
      Pattern.compile(
          "CREATE TABLE (?<made>\\w+)|DROP TABLE (?<gone>\\w+)"
              + "|ALTER TABLE (?<old>\\w+) RENAME TO (?<renamed>\\w+)");

  private static final String KEPT = "before-upgrade";

  private Schema() {}

  /**
   * What is between a database and this release.
   *
   * @param version of its newest change; empty for a database that is not there yet
   * @param pending changes this release brings
   * @param newer changes this release does not know: a newer one made them
   */
  public record State(Optional<String> version, List<String> pending, List<String> newer) {
    public State {
      pending = List.copyOf(pending);
      newer = List.copyOf(newer);
    }
  }

  /**
   * Of an embedded database; also while this process uses it.
   *
   * @param file without {@code .mv.db}
   * @throws StoreUnavailable when it cannot be read
   */
  public static State of(Path file) {
    if (Files.notExists(Quarantine.file(file))) {
      return new State(Optional.empty(), List.of(), List.of());
    }
    try (Connection connection = DriverManager.getConnection(url(file), "assent", "")) {
      return state(connection);
    } catch (SQLException e) {
      throw new StoreUnavailable("the database cannot be read, error " + e.getSQLState(), e);
    }
  }

  private static String url(Path file) {
    return StoreSettings.h2Url("file:" + file.toAbsolutePath());
  }

  public static State state(Connection connection) throws SQLException {
    Sql sql = new Sql(connection, new KeptStatements(connection, new LongAdder()));
    if (sql.list(
            "SELECT table_name FROM information_schema.tables"
                + " WHERE table_name = 'flyway_schema_history' AND table_schema = CURRENT_SCHEMA",
            row -> row.getString("table_name"))
        .isEmpty()) {
      return new State(Optional.empty(), List.of(), List.of());
    }
    List<String> applied =
        sql.list(
            "SELECT \"version\" FROM \"flyway_schema_history\" WHERE \"version\" IS NOT NULL"
                + " AND \"success\" = TRUE ORDER BY \"installed_rank\"",
            row -> row.getString("version"));
    if (applied.isEmpty()) {
      return new State(Optional.empty(), List.of(), List.of());
    }
    List<String> pending = new ArrayList<>(Known.VERSIONS);
    pending.removeAll(applied);
    Set<String> newer = new HashSet<>(applied);
    Known.VERSIONS.forEach(newer::remove);
    return new State(Optional.of(applied.getLast()), pending, newer.stream().sorted().toList());
  }

  /** The changes of this release and the tables after them, read once. */
  private static final class Known {
    static final List<String> VERSIONS = new ArrayList<>();
    static final Set<String> TABLES = new HashSet<>();

    static {
      for (MigrationInfo change :
          configured("jdbc:h2:mem:known", "assent", "").load().info().all()) {
        if (change.getVersion() != null) {
          VERSIONS.add(change.getVersion().toString());
          read(change.getScript());
        }
      }
    }

    private Known() {}

    private static void read(String script) {
      try (InputStream in =
          Objects.requireNonNull(Schema.class.getResourceAsStream("migration/" + script), script)) {
        Matcher statement = TABLE.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        while (statement.find()) {
          TABLES.remove(statement.group("gone"));
          TABLES.remove(statement.group("old"));
          Stream.of(statement.group("made"), statement.group("renamed"))
              .filter(Objects::nonNull)
              .forEach(TABLES::add);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("the schema's change " + script + " cannot be read", e);
      }
    }
  }

  /** Ranges of numbers are given out, so a smaller one may come later. */
  private static FluentConfiguration configured(String url, String user, String password) {
    return Flyway.configure().dataSource(url, user, password).locations(SCHEMA).outOfOrder(true);
  }

  /**
   * @throws StoreUnavailable when a newer release made it; it is left as it is
   */
  public static void requireNotNewer(State state) {
    if (!state.newer().isEmpty()) {
      throw new StoreUnavailable(
          "a newer release made this database (schema %s): install that release again"
              .formatted(state.version().orElse("?")),
          null);
    }
  }

  /**
   * Of a database of this release.
   *
   * @throws SQLException when it lacks a table: its file is not what was written to it
   */
  static void requireTables(Connection connection) throws SQLException {
    Sql sql = new Sql(connection, new KeptStatements(connection, new LongAdder()));
    Set<String> missing = new TreeSet<>(Known.TABLES);
    sql.list(
            "SELECT table_name FROM information_schema.tables WHERE table_schema = CURRENT_SCHEMA",
            row -> row.getString("table_name"))
        .forEach(missing::remove);
    if (!missing.isEmpty()) {
      throw new SQLException("the database lacks " + String.join(", ", missing), "42S02");
    }
  }

  /** Brings a database to this release where it stands. */
  public static void migrate(StoreSettings settings) {
    configured(settings.url(), settings.user(), settings.password()).load().migrate();
  }

  /**
   * Makes an embedded database, whole or not at all: a kill within its changes would leave one that
   * neither a change nor its repetition fits.
   *
   * @throws StoreUnavailable when that fails; there is none then
   */
  static void create(Path database) {
    Path file = Quarantine.file(database);
    Path copy = copyOf(database);
    try {
      Files.createDirectories(Objects.requireNonNull(file.getParent()));
      delete(copy); // a kill left it
      bringFurther(copy);
      Files.move(Quarantine.file(copy), file, StandardCopyOption.ATOMIC_MOVE);
      force(file.getParent());
    } catch (IOException | FlywayException | SQLException e) {
      delete(copy);
      throw new StoreUnavailable("no database can be made: is there room for it?", e);
    }
  }

  /**
   * {@link #migrate} of an embedded database that nobody has open, on a copy. What it was is kept
   * beside it under {@code before-upgrade/}.
   *
   * @throws StoreUnavailable when that fails; the database is as it was
   */
  static void migrateCopy(Path database, State state) {
    Path file = Quarantine.file(database);
    Path copy = copyOf(database);
    try {
      Files.copy(file, Quarantine.file(copy), StandardCopyOption.REPLACE_EXISTING);
      bringFurther(copy);
      Path kept = Files.createDirectories(database.resolveSibling(KEPT));
      Path before = kept.resolve(state.version().orElse("0") + "-" + file.getFileName());
      Files.deleteIfExists(before);
      Files.createLink(before, file);
      force(kept);
      Files.move(Quarantine.file(copy), file, StandardCopyOption.ATOMIC_MOVE);
      force(Objects.requireNonNull(file.getParent()));
    } catch (IOException | FlywayException | SQLException e) {
      delete(copy);
      throw new StoreUnavailable(
          "the database cannot be brought to this release and is as it was: go back to the release"
              + " of before, and tell us",
          e);
    }
  }

  private static Path copyOf(Path database) {
    return database.resolveSibling(database.getFileName() + ".upgrade");
  }

  /** Written anew at the end, or the file of a damaged one could be read as it was in between. */
  private static void bringFurther(Path copy) throws IOException, SQLException {
    try (Connection connection = DriverManager.getConnection(url(copy), "assent", "");
        Statement statement = connection.createStatement()) {
      configured(url(copy), "assent", "").load().migrate();
      statement.execute("SHUTDOWN COMPACT");
    }
    force(Quarantine.file(copy));
  }

  private static void force(Path path) throws IOException {
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void delete(Path copy) {
    try {
      Files.deleteIfExists(Quarantine.file(copy));
      Files.deleteIfExists(copy.resolveSibling(copy.getFileName() + ".trace.db"));
    } catch (IOException e) {
      return; // the next try replaces it
    }
  }
}
