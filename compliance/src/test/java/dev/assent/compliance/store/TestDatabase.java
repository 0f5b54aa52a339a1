package dev.assent.compliance.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The two databases. PostgreSQL is one server for all tests, started when first needed. */
enum TestDatabase {
  H2,
  POSTGRES;

  static final UUID CONTROLLER = new UUID(0xC0, 1);
  private static final AtomicInteger NAMES = new AtomicInteger();

  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        // The library turns both off, and then nothing about durability would be tested.
        return EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** A new, empty database. */
  StoreSettings fresh() {
    String name = "assent" + NAMES.incrementAndGet();
    return switch (this) {
      case H2 ->
          new StoreSettings(
              StoreSettings.h2Url("mem:" + name) + ";DB_CLOSE_DELAY=-1",
              "assent",
              "",
              Optional.empty(),
              Path.of("unused"),
              CONTROLLER,
              false,
              12);
      case POSTGRES -> {
        try (Connection admin = Server.POSTGRES.getPostgresDatabase().getConnection();
            Statement statement = admin.createStatement()) {
          statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
          throw new IllegalStateException(e);
        }
        yield StoreSettings.postgres(
            "jdbc:postgresql://localhost:" + Server.POSTGRES.getPort() + "/" + name,
            "postgres",
            "postgres",
            Path.of("unused"),
            CONTROLLER,
            false);
      }
    };
  }
}
