package dev.assent.compliance.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

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
        Path data = Files.createTempDirectory("assent-postgres");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(data)));
        // The library turns both off, and then nothing about durability would be tested. Its own
        // way to stop a server waits half a minute for one that runs in another user namespace.
        return EmbeddedPostgres.builder()
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
              files(name),
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
            files(name),
            CONTROLLER,
            false);
      }
    };
  }

  /** A directory of its own for what a home keeps beside its database. */
  private static Path files(String name) {
    return Path.of("target", "homes", ProcessHandle.current().pid() + "-" + name, "quarantine");
  }
}
