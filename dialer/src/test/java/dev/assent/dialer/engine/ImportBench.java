package dev.assent.dialer.engine;

import dev.assent.compliance.SourceProof;
import dev.assent.compliance.intake.ContactsCsv;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.contact.ImportBatch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * Figures, no test: {@code ImportBench DIRECTORY ROWS JSON H2|POSTGRES…}. What the import of a list
 * costs from the CSV to the switch, keys in a real ledger on disk, beside bare batched inserts of
 * as many bytes into the same tables in the same run.
 */
final class ImportBench {
  private static final UUID SOURCE = new UUID(0x50, 1);
  private static final int AT_ONCE = 5_000;

  private final Path directory;
  private final int rows;
  private final BenchMetrics metrics = new BenchMetrics();
  private final SecureRandom random = new SecureRandom();
  private double bareSeconds;
  private double loadSeconds;

  private ImportBench(Path directory, int rows) {
    this.directory = directory;
    this.rows = rows;
  }

  public static void main(String[] arguments) throws Exception {
    ImportBench bench = new ImportBench(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    Path list = BenchHome.list(bench.directory, bench.rows, 0);
    for (int i = 3; i < arguments.length; i++) {
      bench.run(arguments[i], list);
    }
    bench.metrics.write("import", Path.of(arguments[2]));
    System.exit(0);
  }

  private void run(String database, Path list) throws Exception {
    Path own = Files.createDirectories(directory.resolve(database));
    bare(BenchHome.in(own, "bare", database, random));
    load(BenchHome.in(own, "home", database, random), list);
    double goal = (database.equals("H2") ? 90.0 : 45.0) * rows / 1_000_000;
    String reference = "bare batched inserts";
    metrics.atMost(
        database + " import of " + rows + " rows", loadSeconds, "s", reference, bareSeconds, goal);
    metrics.told(
        database + " rows a second", rows / loadSeconds, "1/s", reference, rows / bareSeconds);
    metrics.told(database + " old heap at most used", BenchMetrics.heapPeak(), "MiB", "none", 0);
  }

  private void load(BenchHome home, Path list) throws Exception {
    try (home;
        Journal journal = home.journal();
        Store store = home.open(journal)) {
      store.registers().addSource(source(), "anna");
      long from = System.nanoTime();
      try (ImportBatch batch = store.imports().begin(SOURCE, "f".repeat(64), "anna")) {
        ContactsCsv.Counts counts = BenchHome.read(list, batch);
        batch.switchOver();
        if (counts.accepted() != rows) {
          throw new IllegalStateException("accepted " + counts);
        }
      }
      loadSeconds = (System.nanoTime() - from) / 1e9;
    }
  }

  private static SourceProof source() {
    return new SourceProof(
        SOURCE,
        "web form",
        SourceProof.Type.SELF_WEB,
        "",
        List.of(),
        Set.of(),
        LocalDate.of(2026, 1, 1),
        "notice 1",
        LocalDate.of(2027, 1, 1),
        SourceProof.State.DRAFT,
        "anna",
        null,
        null,
        false);
  }

  /** As many rows of as many bytes into the same tables, and nothing else. */
  private void bare(BenchHome home) throws Exception {
    try (home;
        Journal journal = home.journal();
        Store migrated = home.open(journal);
        Connection connection = home.connect()) {
      migrated.opening();
      connection.setAutoCommit(false);
      Random bytes = new Random(7);
      UUID load = UUID.randomUUID();
      long from = System.nanoTime();
      try (PreparedStatement person =
              connection.prepareStatement(
                  "INSERT INTO person (id, controller_id, seq, contact_key) VALUES (?, ?, 0, ?)");
          PreparedStatement number =
              connection.prepareStatement(
                  "INSERT INTO number (id, bi, dnc_bi, n, person_id) VALUES (?, ?, ?, 0, ?)");
          PreparedStatement contact =
              connection.prepareStatement(
                  "INSERT INTO contact (id, load_id, batch_id, number_id, person_id,"
                      + " sealed_number, sealed_mask, sealed_name, language, expires_at, grants)"
                      + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'zh-CN', ?, ?)")) {
        OffsetDateTime at = OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
        for (int i = 1; i <= rows; i++) {
          UUID id = new UUID((((long) i) << 16) | 0x7000L, bytes.nextLong());
          add(person, id, load, (long) i);
          add(number, id, bytes(bytes, 32), bytes(bytes, 32), id);
          add(
              contact,
              id,
              load,
              load,
              id,
              id,
              bytes(bytes, 43),
              bytes(bytes, 40),
              bytes(bytes, 42),
              at,
              "g".repeat(170));
          if (i % AT_ONCE == 0 || i == rows) {
            person.executeBatch();
            number.executeBatch();
            contact.executeBatch();
            connection.commit();
          }
        }
      }
      bareSeconds = (System.nanoTime() - from) / 1e9;
    }
  }

  private static byte[] bytes(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  private static void add(PreparedStatement statement, Object... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      if (values[i] instanceof byte[] bytes) {
        statement.setBytes(i + 1, bytes);
      } else {
        statement.setObject(i + 1, values[i]);
      }
    }
    statement.addBatch();
  }
}
