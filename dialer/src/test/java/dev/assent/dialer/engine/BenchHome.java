package dev.assent.dialer.engine;

import dev.assent.compliance.ClockState;
import dev.assent.compliance.Found;
import dev.assent.compliance.IvrCapacity;
import dev.assent.compliance.Places;
import dev.assent.compliance.RecorderState;
import dev.assent.compliance.TrunkState;
import dev.assent.compliance.intake.ContactRow;
import dev.assent.compliance.intake.ContactsCsv;
import dev.assent.compliance.intake.Reject;
import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.attempt.FactsContext;
import dev.assent.compliance.store.contact.ImportBatch;
import dev.assent.compliance.store.contact.RowRejected;
import dev.assent.compliance.store.seal.DiskEvidence;
import dev.assent.compliance.store.seal.Protection;
import dev.assent.compliance.store.sql.NodeSettings;
import dev.assent.compliance.store.sql.StoreSettings;
import dev.assent.dialer.engine.home.PepperedIndexes;
import dev.assent.dialer.engine.law.LedgerColumnCipher;
import dev.assent.dialer.engine.law.LedgerPersonKeys;
import dev.assent.dialer.engine.law.RecentKeys;
import dev.assent.dialer.engine.law.TimedPatience;
import dev.assent.recorder.ledger.KeyLedger;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A database, a key ledger and a journal on disk for a bench, and lists to import into them. */
public final class BenchHome implements AutoCloseable {
  static final Instant IMPORTED = Instant.parse("2026-03-18T02:00:00Z");

  private final StoreSettings settings;
  private final Path folder;
  private final SecureRandom random;
  private final KeyLedger ledger;
  private final @Nullable EmbeddedPostgres server;

  private BenchHome(
      StoreSettings settings,
      Path folder,
      SecureRandom random,
      KeyLedger ledger,
      @Nullable EmbeddedPostgres server) {
    this.settings = settings;
    this.folder = folder;
    this.random = random;
    this.ledger = ledger;
    this.server = server;
  }

  /**
   * @param database H2 or POSTGRES
   */
  public static BenchHome in(Path directory, String name, String database, SecureRandom random)
      throws IOException {
    Path folder = Files.createDirectories(directory.resolve(name));
    UUID controller = new UUID(0xC0, 1);
    Path quarantine = folder.resolve("quarantine");
    byte[] key = new byte[32];
    random.nextBytes(key);
    KeyLedger ledger =
        KeyLedger.open(
            Files.createDirectories(folder.resolve("ledger")),
            new dev.assent.recorder.files.DiskFiles(),
            key,
            random);
    if (database.equals("H2")) {
      return new BenchHome(
          StoreSettings.h2(folder.resolve("assent"), quarantine, controller, false),
          folder,
          random,
          ledger,
          null);
    }
    EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .setDataDirectory(folder.resolve("postgres"))
            .start();
    return new BenchHome(
        StoreSettings.postgres(
            server.getJdbcUrl("postgres", "postgres").replaceAll("\\?.*", ""),
            "postgres",
            "",
            quarantine,
            controller,
            false),
        folder,
        random,
        ledger,
        server);
  }

  /** On a server that somebody else started and ends. */
  static BenchHome on(Path folder, String database, SecureRandom random) throws IOException {
    byte[] key = new byte[32];
    random.nextBytes(key);
    return new BenchHome(
        StoreSettings.postgres(
            "jdbc:postgresql://" + database,
            "postgres",
            "",
            folder.resolve("quarantine"),
            new UUID(0xC0, 1),
            false),
        folder,
        random,
        KeyLedger.open(
            Files.createDirectories(folder.resolve("ledger")),
            new dev.assent.recorder.files.DiskFiles(),
            key,
            random),
        null);
  }

  StoreSettings settings() {
    return settings;
  }

  Path journalFolder() throws IOException {
    return Files.createDirectories(folder.resolve("journal"));
  }

  /** One of several engines on this database, with a journal of its own. */
  Store openNode(NodeSettings node) throws IOException {
    Journal journal =
        Journal.open(
            Files.createDirectories(folder.resolve(node.name())),
            new DiskFiles(),
            InstantSource.system(),
            random,
            _ -> {});
    return Store.open(
        settings.shared(node, ""),
        journal,
        protection(),
        new Nobody(),
        InstantSource.system(),
        random,
        new TimedPatience());
  }

  public Journal journal() throws IOException {
    return Journal.open(journalFolder(), new DiskFiles(), InstantSource.system(), random, _ -> {});
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(settings.url(), settings.user(), settings.password());
  }

  Protection protection() {
    byte[] pepper = new byte[32];
    random.nextBytes(pepper);
    RecentKeys recent = new RecentKeys();
    return new Protection(
        new LedgerPersonKeys(ledger, random, recent),
        new LedgerColumnCipher(ledger, random, recent),
        new PepperedIndexes(pepper, pepper.clone()),
        (user, message, signature) -> true,
        new DiskEvidence(folder));
  }

  public Store open(Journal journal) {
    return Store.open(
        settings,
        journal,
        protection(),
        new Nobody(),
        InstantSource.system(),
        random,
        new TimedPatience());
  }

  @Override
  public void close() throws IOException {
    ledger.close();
    if (server != null) {
      server.close();
    }
  }

  /**
   * Numbers beyond the fictional ones: there are not a million of these. Nobody is called here.
   *
   * @param withoutConsent every how manieth; 0 for none
   */
  static Path list(Path directory, int rows, int withoutConsent) throws IOException {
    Path list = directory.resolve("list.csv");
    try (BufferedWriter out = Files.newBufferedWriter(list)) {
      out.write(
          "number,name,person,purposes,synthetic_voice,consent_form,consent_at,consent_expires,"
              + "notice_version,evidence_sha256\n");
      for (int i = 0; i < rows; i++) {
        out.write("199%08d,客户%d,C-%d,".formatted(i, i, i));
        out.write(
            withoutConsent > 0 && i % withoutConsent == 0
                ? ",,,,,,\n"
                : "marketing;service,yes,web-tick,2026-01-10T12:00:00+08:00,"
                    + "2026-12-31T00:00:00+08:00,notice-3,"
                    + "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08\n");
      }
    }
    return list;
  }

  static ContactsCsv.Counts read(Path list, ImportBatch batch) throws Exception {
    return ContactsCsv.read(list, new ContactsCsv.Settings("CN", IMPORTED, null), new Into(batch));
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
}
