package dev.assent.compliance.store;

import dev.assent.compliance.store.sql.StoreSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** The two databases. PostgreSQL is one server for all tests. */
public enum TestDatabase {
  H2,
  POSTGRES;

  public static final UUID CONTROLLER = new UUID(0xC0, 1);
  private static final AtomicInteger NAMES = new AtomicInteger();

  /** A new, empty database. */
  public StoreSettings fresh() {
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
      case POSTGRES ->
          StoreSettings.postgres(
              "jdbc:postgresql://" + PostgresServer.fresh(),
              "postgres",
              "postgres",
              files(name),
              CONTROLLER,
              false);
    };
  }

  /** A directory of its own for what a home keeps beside its database. */
  private static Path files(String name) {
    return Path.of("target", "homes", ProcessHandle.current().pid() + "-" + name, "quarantine");
  }
}
