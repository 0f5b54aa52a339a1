package dev.assent.dialer.engine.home;

import dev.assent.compliance.store.Store;
import dev.assent.compliance.store.sql.NodeSettings;
import dev.assent.compliance.store.sql.StoreSettings;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.config.AssentConfig;
import dev.assent.dialer.config.SharedDatabase;
import dev.assent.dialer.keys.LedgerSecrets;
import dev.assent.dialer.keys.OperatorKeys;
import dev.assent.dialer.keys.PrivateFile;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.ledger.LedgerDamaged;
import dev.assent.recorder.ledger.SharedLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongSupplier;

/** A home whose database and ledger are shared with other engines (docs/nodes.md). */
public final class SharedHome {
  /** Says for ever that this home's facts are elsewhere: an embedded database would know none. */
  private static final String MARK = "shared-database";

  /** In each folder that all nodes must see: whose it is. */
  private static final String SHARED_BY = ".assent-shared";

  /** File of the database of a home that is not shared, in {@code data}. */
  public static final String EMBEDDED = "assent.mv.db";

  private SharedHome() {}

  /**
   * Refuses to open an empty database in place of the one that knows who may not be called.
   *
   * @throws UserError exit 3
   */
  public static void requireItsDatabase(Home home, Optional<SharedDatabase> wanted) {
    boolean was = is(home);
    if (was && wanted.isEmpty()) {
      throw new UserError(
          Exit.CONFIG, Message.of("nodes.no_database", home.conf()), "assent doctor");
    }
    if (!was && wanted.isPresent() && Files.exists(home.data().resolve(EMBEDDED))) {
      throw new UserError(Exit.CONFIG, Message.of("nodes.embedded", home.root()), null);
    }
  }

  /** Whether its facts are in a shared database. */
  public static boolean is(Home home) {
    return Files.exists(home.data().resolve(MARK));
  }

  /**
   * The database of the configuration, at the address that {@code assent engine --database} names.
   *
   * @throws UserError exit 2 or 3 when that is no address, or nothing says who logs in there
   */
  public static Optional<SharedDatabase> database(AssentConfig config, Machine machine) {
    String address = machine.variable(Machine.DATABASE);
    if (address.isEmpty()) {
      return config.database();
    }
    SharedDatabase known =
        config
            .database()
            .orElseThrow(
                () -> new UserError(Exit.CONFIG, Message.of("nodes.no_section"), "docs/nodes.md"));
    try {
      return Optional.of(known.at(URI.create(address)));
    } catch (IllegalArgumentException e) {
      throw new UserError(Exit.USAGE, Message.of("nodes.address", address), null);
    }
  }

  /** How this node opens the shared database. */
  public static StoreSettings settings(
      Home home, SharedDatabase database, UUID controller, LongSupplier nanos) {
    return StoreSettings.postgres(
            database.data().url(),
            database.data().user(),
            password(home, database.data()),
            home.data().resolve("quarantine"),
            controller,
            home.marker().sole())
        .shared(
            new NodeSettings(home.marker().id(), database.node(), place(home), nanos),
            database.parameters(home.conf()));
  }

  /**
   * The same home anywhere else is a copy: its lock file has another inode there, or another
   * machine has it.
   */
  public static String place(Home home) {
    try {
      Object inode = Files.getAttribute(home.root().resolve("lock"), "unix:ino");
      Object device = Files.getAttribute(home.root().resolve("lock"), "unix:dev");
      return InetAddress.getLocalHost().getHostName() + " " + device + "/" + inode;
    } catch (IOException e) {
      throw new UncheckedIOException("the lock of this home cannot be looked at", e);
    }
  }

  /**
   * @throws UserError exit 7 when it is under another key, exit 1 when it does not answer
   */
  public static SharedLedger ledger(
      Home home, SharedDatabase database, OperatorKeys keys, SecureRandom random) {
    KeyLedger.Key key = LedgerSecrets.key(keys);
    try {
      if (key.former().isPresent()) {
        throw new UserError(Exit.CONFIG, Message.of("nodes.no_rotation"), "assent doctor");
      }
      return SharedLedger.open(ledgerAt(home, database), home.ledger(), key.now(), random);
    } catch (LedgerDamaged e) {
      throw new UserError(
          Exit.INTEGRITY,
          Message.of("ledger.damaged", String.valueOf(e.getMessage())),
          "assent doctor");
    } catch (UncheckedIOException e) {
      throw new UserError(
          Exit.FAILED,
          Message.of(
              "nodes.ledger_silent", database.ledger().url(), String.valueOf(e.getMessage())),
          "assent doctor");
    } finally {
      Arrays.fill(key.now(), (byte) 0);
      key.former().ifPresent(former -> Arrays.fill(former, (byte) 0));
    }
  }

  /** Where the shared ledger is, and who logs in. */
  public static SharedLedger.Where ledgerAt(Home home, SharedDatabase database) {
    String parameters = database.ledgerParameters(home.conf());
    return new SharedLedger.Where(
        database.ledger().url() + (parameters.isEmpty() ? "" : "?" + parameters),
        database.ledger().user(),
        password(home, database.ledger()));
  }

  private static String password(Home home, SharedDatabase.Login login) {
    try {
      return login.password(home.conf());
    } catch (IOException e) {
      throw new UserError(
          Exit.CONFIG, Message.of("nodes.password", login.passwordFile()), "assent doctor");
    }
  }

  /**
   * After the node came in: its folders must be those of all.
   *
   * @throws UserError exit 3 when one of them is this node's own
   */
  public static void entered(Home home, Store store) {
    if (store.cluster().isEmpty()) {
      return;
    }
    String token = store.cluster().get().token().toString();
    boolean begins = store.cluster().get().began();
    try {
      Path lists = home.data().resolve("lists");
      Files.createDirectories(lists);
      for (Path folder : List.of(home.recordings(), home.evidence(), lists)) {
        requireShared(folder, token, begins);
      }
      shut(home, store.cluster().get().token());
    } catch (IOException e) {
      throw new UncheckedIOException("the shared folders cannot be looked at", e);
    }
  }

  /** From now on this home opens no embedded database. */
  public static void shut(Home home, UUID token) throws IOException {
    Path mark = home.data().resolve(MARK);
    if (Files.notExists(mark)) {
      PrivateFile.replace(mark, (token + "\n").getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static void requireShared(Path folder, String token, boolean begins) throws IOException {
    Path mark = folder.resolve(SHARED_BY);
    if (Files.notExists(mark) && begins) {
      PrivateFile.create(mark, (token + "\n").getBytes(StandardCharsets.US_ASCII));
    }
    if (Files.notExists(mark) || !Files.readString(mark).strip().equals(token)) {
      throw new UserError(Exit.CONFIG, Message.of("nodes.not_shared", folder), "assent doctor");
    }
  }
}
