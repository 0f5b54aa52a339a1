package dev.assent.dialer.engine;

import dev.assent.compliance.ClockState;
import dev.assent.compliance.Found;
import dev.assent.compliance.IvrCapacity;
import dev.assent.compliance.Places;
import dev.assent.compliance.RecorderState;
import dev.assent.compliance.SourceProof;
import dev.assent.compliance.TrunkState;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.intake.ContactsCsv;
import dev.assent.compliance.intake.Reject;
import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.store.DiskEvidence;
import dev.assent.compliance.store.FactsContext;
import dev.assent.compliance.store.ImportBatch;
import dev.assent.compliance.store.Protection;
import dev.assent.compliance.store.RowRejected;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.StoreSettings;
import dev.assent.recorder.ledger.KeyLedger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
  private final List<String> metrics = new ArrayList<>();
  private final SecureRandom random = new SecureRandom();
  private double bareSeconds;
  private double loadSeconds;

  private ImportBench(Path directory, int rows) {
    this.directory = directory;
    this.rows = rows;
  }

  public static void main(String[] arguments) throws Exception {
    ImportBench bench = new ImportBench(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    Path list = bench.list();
    for (int i = 3; i < arguments.length; i++) {
      bench.run(arguments[i], list);
    }
    Files.writeString(
        Path.of(arguments[2]),
        "{\"bench\": \"import\", \"machine\": \"%d cores, Java %s\", \"metrics\": [%n  %s%n]}%n"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                String.join(",\n  ", bench.metrics)));
    System.exit(0);
  }

  /** Numbers beyond the fictional ones: there are not a million of these. Nobody is called here. */
  private Path list() throws Exception {
    Path list = directory.resolve("list.csv");
    try (BufferedWriter out = Files.newBufferedWriter(list)) {
      out.write(
          "number,name,person,purposes,synthetic_voice,consent_form,consent_at,consent_expires,"
              + "notice_version,evidence_sha256\n");
      for (int i = 0; i < rows; i++) {
        out.write(
            "199%08d,客户%d,C-%d,marketing;service,yes,web-tick,2026-01-10T12:00:00+08:00,"
                    .formatted(i, i, i)
                + "2026-12-31T00:00:00+08:00,notice-3,"
                + "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n");
      }
    }
    return list;
  }

  private void run(String database, Path list) throws Exception {
    Path own = Files.createDirectories(directory.resolve(database));
    bare(settings(database, own, "bare"), own);
    load(settings(database, own, "home"), own, list);
    double reference = bareSeconds;
    double took = loadSeconds;
    double goal = (database.equals("H2") ? 90.0 : 45.0) * rows / 1_000_000;
    metric(database + " import of " + rows + " rows", took, "s", reference, goal);
    metric(database + " rows a second", rows / took, "1/s", rows / reference, 0);
    Runtime runtime = Runtime.getRuntime();
    metric(database + " heap at most", runtime.maxMemory() / 1048576.0, "MiB", 0, 0);
  }

  private StoreSettings settings(String database, Path own, String name) throws Exception {
    UUID controller = new UUID(0xC0, 1);
    if (database.equals("H2")) {
      return StoreSettings.h2(own.resolve(name), own.resolve("quarantine"), controller, false);
    }
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setDataDirectory(own.resolve(name))
            .start();
    return StoreSettings.postgres(
        server.getJdbcUrl("postgres", "postgres").replaceAll("\\?.*", ""),
        "postgres",
        "",
        own.resolve("quarantine"),
        controller,
        false);
  }

  private Store open(StoreSettings settings, Path own, KeyLedger ledger, Journal journal)
      throws Exception {
    byte[] pepper = new byte[32];
    random.nextBytes(pepper);
    RecentKeys recent = new RecentKeys();
    return Store.open(
        settings,
        journal,
        new Protection(
            new LedgerPersonKeys(ledger, random, recent),
            new LedgerColumnCipher(ledger, random, recent),
            new PepperedIndexes(pepper, pepper.clone()),
            (user, message, signature) -> true,
            new DiskEvidence(own)),
        new Nobody(),
        InstantSource.system(),
        random,
        new TimedPatience());
  }

  private void load(StoreSettings settings, Path own, Path list) throws Exception {
    try (KeyLedger ledger = ledger(own.resolve("ledger"));
        Journal journal = journal(own.resolve("journal"));
        Store store = open(settings, own, ledger, journal)) {
      store.registers().addSource(source(), "anna");
      long from = System.nanoTime();
      try (ImportBatch batch = store.imports().begin(SOURCE, "f".repeat(64), "anna")) {
        ContactsCsv.Counts counts =
            ContactsCsv.read(
                list,
                new ContactsCsv.Settings("CN", Instant.parse("2026-03-18T02:00:00Z"), null),
                new Into(batch));
        batch.switchOver();
        if (counts.accepted() != rows) {
          throw new IllegalStateException("accepted " + counts);
        }
      }
      loadSeconds = (System.nanoTime() - from) / 1e9;
    }
  }

  private record Into(ImportBatch batch) implements ContactsCsv.Sink {
    @Override
    public Optional<String> accept(ContactRow row) {
      try {
        batch.add(row);
        return Optional.empty();
      } catch (RowRejected e) {
        return Optional.of(e.code().name());
      }
    }

    @Override
    public void rejected(Reject reject) {
      throw new IllegalStateException(reject.toString());
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

  /** Nobody is judged here. */
  private static final class Nobody implements FactsContext {
    @Override
    public ClockState clock() {
      return new ClockState(true, Duration.ZERO, "", "");
    }

    @Override
    public RecorderState recorder() {
      return new RecorderState.Ready();
    }

    @Override
    public Map<String, String> promptHashes() {
      return Map.of();
    }

    @Override
    public Found<Policy> policy(List<String> packs) {
      return Found.absent();
    }

    @Override
    public Calendars calendars() {
      return new Calendars(List.of());
    }

    @Override
    public Found<TrunkState> trunk(String name) {
      return Found.absent();
    }

    @Override
    public Found<IvrCapacity> capacity() {
      return Found.absent();
    }

    @Override
    public Found<Places> places(String trunk) {
      return Found.absent();
    }
  }

  /** As many rows of as many bytes into the same tables, and nothing else. */
  private void bare(StoreSettings settings, Path own) throws Exception {
    try (KeyLedger ledger = ledger(own.resolve("bare-ledger"));
        Journal journal = journal(own.resolve("bare-journal"));
        Store migrated = open(settings, own, ledger, journal);
        Connection connection =
            DriverManager.getConnection(settings.url(), settings.user(), settings.password())) {
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

  private KeyLedger ledger(Path folder) throws Exception {
    byte[] key = new byte[32];
    random.nextBytes(key);
    return KeyLedger.open(
        Files.createDirectories(folder), new dev.assent.recorder.files.DiskFiles(), key, random);
  }

  private Journal journal(Path folder) throws Exception {
    return Journal.open(
        Files.createDirectories(folder), new DiskFiles(), InstantSource.system(), random, _ -> {});
  }

  /**
   * @param goal 0 when it is only told
   */
  private void metric(String name, double value, String unit, double reference, double goal) {
    boolean met = goal == 0 || value <= goal;
    double ratio = reference == 0 ? 0 : value / reference;
    System.out.printf(
        Locale.ROOT,
        "%-35s %,12.1f %-5s bare %,10.1f  ratio %.2f  goal %,.1f %s%n",
        name,
        value,
        unit,
        reference,
        ratio,
        goal,
        goal == 0 ? "" : met ? "met" : "NOT MET");
    metrics.add(
        String.format(
            Locale.ROOT,
            "{\"name\": \"%s\", \"value\": %.3f, \"unit\": \"%s\", \"reference\": \"bare batched"
                + " inserts\", \"referenceValue\": %.3f, \"ratio\": %.3f, \"goal\": %.3f,"
                + " \"met\": %b}",
            name,
            value,
            unit,
            reference,
            ratio,
            goal,
            met));
  }
}
