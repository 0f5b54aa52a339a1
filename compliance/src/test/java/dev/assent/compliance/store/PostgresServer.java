package dev.assent.compliance.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One PostgreSQL for all tests of this process, started when first needed. */
public final class PostgresServer {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final EmbeddedPostgres POSTGRES = start();

  private PostgresServer() {}

  private static EmbeddedPostgres start() {
    try {
      Path data = Files.createTempDirectory("assent-postgres");
      Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(data)));
      // The library turns both off, and then nothing about durability would be tested. Its own
      // way to stop a server waits half a minute for one that runs in another user namespace.
      return EmbeddedPostgres.builder()
          .setPGStartupWait(Duration.ofMinutes(1)) // beside others that compile
          .setServerConfig("fsync", "on")
          .setServerConfig("synchronous_commit", "on")
          .setDataDirectory(data)
          .setRegisterShutdownHook(false)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void stop(Path data) {
    try {
      long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).getFirst());
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      try (Stream<Path> files = Files.walk(data)) {
        files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A new, empty database of the role {@code postgres}; what follows {@code //} in its address. */
  public static String fresh() {
    return fresh("postgres");
  }

  /** The same of a role, made if it is not there. */
  public static synchronized String fresh(String role) {
    String name = "assent" + NAMES.incrementAndGet();
    try (Connection admin = POSTGRES.getPostgresDatabase().getConnection();
        Statement statement = admin.createStatement()) {
      statement.execute(
          "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '%1$s') THEN CREATE ROLE %1$s LOGIN; END IF; END $$"
              .formatted(role));
      statement.execute("CREATE DATABASE " + name + " OWNER " + role);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return "localhost:" + POSTGRES.getPort() + "/" + name;
  }
}
