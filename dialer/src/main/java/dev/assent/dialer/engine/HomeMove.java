package dev.assent.dialer.engine;

import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.policy.YamlDocument;
import dev.assent.compliance.store.nodes.DatabaseMove;
import dev.assent.compliance.store.sql.StoreSettings;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.config.AssentConfig;
import dev.assent.dialer.config.SharedDatabase;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.home.MovedHome;
import dev.assent.dialer.engine.home.SharedHome;
import dev.assent.dialer.keys.LedgerSecrets;
import dev.assent.dialer.keys.PrivateFile;
import dev.assent.recorder.files.DiskFiles;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.ledger.LedgerDamaged;
import dev.assent.recorder.ledger.LedgerMove;
import dev.assent.recorder.ledger.SharedLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Moves a home from its embedded database to one that engines share (docs/nodes.md). Until one
 * entry stands in its journal nothing of the home is changed, and whatever came over gives way to
 * the next attempt; from then on only the shared database is its own, and what is left to do is
 * done again until it is done. One owner; nobody else works with the home meanwhile.
 */
public final class HomeMove {
  /** What has been done, each after the one before. */
  public enum Step {
    /** Every row of the ledger is there, and the same. */
    KEYS,
    /** Every row of every table is there, and the same. */
    TABLES,
    /** The journal says so: the old database is nobody's any more. */
    MARKED,
    /** The home opens no embedded database again, whatever its configuration says. */
    SHUT,
    CONFIGURED,
    /** The old database is out of the way. */
    ASIDE,
    /** The old ledger's files are destroyed. */
    FINISHED
  }

  /**
   * What was moved.
   *
   * @param tables empty when only the rest of an earlier move was done
   * @param left a mirror of the ledger that is not there now and still holds its keys
   */
  public record Moved(
      Optional<LedgerMove.Moved> keys, List<DatabaseMove.Table> tables, Optional<Path> left) {
    public Moved {
      tables = List.copyOf(tables);
    }
  }

  private static final String ASIDE = "moved";

  private final EngineContext context;
  private final Home home;
  private final Consumer<Step> done;

  /**
   * @param done told after each step
   */
  public HomeMove(EngineContext context, Consumer<Step> done) {
    this.context = context;
    this.home = context.home();
    this.done = done;
  }

  /**
   * @param section {@code database:} of {@code conf/assent.yaml}, as text
   * @throws UserError when it cannot be moved; then nothing of it is changed
   */
  public Moved run(String section) throws IOException {
    context.engine().serveNobodyElse(); // what another command wrote now would be lost
    // Not by the opened keys: whose they are is asked of a database, and this home has none now.
    Optional<MovedHome> before = context.parts().law().moved();
    if (before.isPresent()) {
      return finished(before.get(), new Moved(Optional.empty(), List.of(), Optional.empty()));
    }
    SharedDatabase target = read(section).database().orElseThrow();
    settle();
    LedgerMove.Moved keys = keys(target);
    done.accept(Step.KEYS);
    context.engine().closeParts(); // the database may be nobody's while it is read
    StoreSettings settings =
        SharedHome.settings(
            home,
            target,
            context.keys().controllerId(),
            context.engine().machine().clocks().nanos()::nanoTime);
    List<DatabaseMove.Table> tables =
        DatabaseMove.copy(home.data().resolve("assent"), settings, context.law().journal().id());
    done.accept(Step.TABLES);
    MovedHome mark =
        new MovedHome(
            context.clock().instant(), target.data().url(), SharedHome.place(home), section);
    context
        .law()
        .journal()
        .append(
            List.of(
                JournalEntry.operational(
                    context.law().newId(),
                    EntryType.HOME_MOVED,
                    mark.at(),
                    context.actor().name(),
                    JournalEntry.NO_ID,
                    mark.json(keys, tables))));
    done.accept(Step.MARKED);
    return finished(mark, new Moved(Optional.of(keys), tables, Optional.empty()));
  }

  /** Brings database and journal to the same facts, and closes both. */
  private void settle() {
    SharedHome.requireItsDatabase(home, Optional.empty());
    if (Files.notExists(home.data().resolve(SharedHome.EMBEDDED))) {
      throw new UserError(Exit.CONFIG, Message.of("migrate.no_database", home.root()), null);
    }
    context.law().store();
    context.engine().closeParts();
  }

  private LedgerMove.Moved keys(SharedDatabase target) {
    KeyLedger.Key key = LedgerSecrets.key(context.keys());
    try {
      if (key.former().isPresent()) {
        throw new UserError(
            Exit.CONFIG, Message.of("migrate.rotating"), "assent keys rotate ledger");
      }
      SharedLedger.Where there = SharedHome.ledgerAt(home, target);
      return LedgerMove.copy((KeyLedger) context.law().ledger(), there, key.now());
    } catch (LedgerDamaged e) {
      throw new UserError(
          Exit.INTEGRITY,
          Message.of("ledger.damaged", String.valueOf(e.getMessage())),
          "assent doctor");
    } catch (UncheckedIOException e) {
      throw new UserError(
          Exit.FAILED,
          Message.of("nodes.ledger_silent", target.ledger().url(), String.valueOf(e.getMessage())),
          "assent doctor");
    } finally {
      Arrays.fill(key.now(), (byte) 0);
      key.former().ifPresent(former -> Arrays.fill(former, (byte) 0));
    }
  }

  /** The configuration as it will be. */
  private AssentConfig read(String section) throws IOException {
    Path file = home.conf().resolve(AssentConfig.FILE);
    return YamlDocument.read(
        file.toString(), Files.readString(file) + "\n" + section, AssentConfig::of);
  }

  private Moved finished(MovedHome mark, Moved moved) throws IOException {
    if (!mark.place().equals(SharedHome.place(home))) {
      throw new UserError(
          Exit.NOT_PERMITTED, Message.of("nodes.moved", home.root(), mark.to(), mark.at()), null);
    }
    AssentConfig config = context.parts().calls().config();
    Optional<Path> mirror = config.mirrors().ledger().map(home.root()::resolve);
    SharedHome.shut(home, context.parts().law().journal().id());
    done.accept(Step.SHUT);
    if (config.database().isEmpty()) {
      Path file = home.conf().resolve(AssentConfig.FILE);
      PrivateFile.replace(
          file, (Files.readString(file) + "\n" + mark.section()).getBytes(StandardCharsets.UTF_8));
    }
    done.accept(Step.CONFIGURED);
    context.engine().closeParts();
    setAside();
    done.accept(Step.ASIDE);
    LedgerMove.destroy(home.ledger(), new DiskFiles());
    boolean there = mirror.map(Files::isDirectory).orElse(true);
    if (there) {
      mirror.ifPresent(second -> LedgerMove.destroy(second, new DiskFiles()));
    }
    done.accept(Step.FINISHED);
    return new Moved(moved.keys(), moved.tables(), there ? Optional.empty() : mirror);
  }

  private void setAside() throws IOException {
    Path old = home.data().resolve(SharedHome.EMBEDDED);
    Path kept = home.data().resolve(ASIDE);
    if (Files.exists(old)) {
      if (Files.notExists(kept)) {
        Home.createPrivateDirectory(kept);
      }
      Files.move(old, kept.resolve(SharedHome.EMBEDDED), StandardCopyOption.ATOMIC_MOVE);
      force(kept);
      force(home.data());
    }
  }

  private static void force(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
