package dev.assent.dialer.engine.home;

import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.journal.Journal;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.keys.HomeKeys;
import dev.assent.dialer.keys.NewUser;
import dev.assent.dialer.keys.PrivateFile;
import dev.assent.dialer.keys.RecoveryKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * What is left of a lost home: a copy of it, something of its ledger, and the recovery key its
 * keepers put together.
 *
 * @param copy a directory as it was; its ledger and its operators' keyset are not needed
 * @param people of the new home; those of before open nothing there
 * @param drill made to show that it can be, and never to call anybody
 */
public record LostHome(
    Path copy, LedgerLeft ledger, RecoveryKey recovery, List<NewUser> people, boolean drill) {
  /** Of the process that ran there, and what is made anew. */
  private static final Set<String> LEFT_BEHIND =
      Set.of("ledger", "lock", "engine.pid", "engine.sock", "engine.address", "log");

  /** What a drill reads where it lies, or does not need. */
  private static final Set<String> NOT_FOR_A_DRILL = Set.of("recordings", "spool", "reports");

  public LostHome {
    people = List.copyOf(people);
  }

  void fill(Path directory, Machine machine) throws IOException {
    requireHome();
    copyTree(directory);
    for (String name : Home.DIRECTORIES) {
      if (Files.notExists(directory.resolve(name))) {
        Home.createPrivateDirectory(directory.resolve(name));
      }
    }
    Home home = Home.open(directory);
    if (drill) {
      PrivateFile.replace(directory.resolve(HomeMarker.FILE), home.marker().asDrill().encode());
    }
    SecureRandom random = machine.clocks().random();
    Files.deleteIfExists(home.keys().resolve("operator.json"));
    HomeKeys.RecoveredLedger secrets =
        HomeKeys.recover(
            home.keys(),
            home.conf(),
            home.marker().id(),
            recovery,
            people,
            machine.newSlots(),
            random);
    String ledgerOf = ledger.restore(home.ledger(), secrets, recovery, random);
    Instant now = machine.clocks().of(home).instant();
    WaitingGap.write(
        home.data(), lastKnown(home), now, "recovered from copies; the ledger from " + ledgerOf);
  }

  private void requireHome() {
    if (!Files.isRegularFile(copy.resolve(HomeMarker.FILE))) {
      throw new UserError(Exit.CONFIG, Message.of("recovery.no_copy", copy), null);
    }
    if (Files.notExists(copy.resolve("keys").resolve("recovery.json"))) {
      throw new UserError(Exit.CONFIG, Message.of("recovery.no_box", copy.resolve("keys")), null);
    }
  }

  /** When the last entry of the journal was written; since the beginning if there is none. */
  private static Instant lastKnown(Home home) {
    AtomicReference<Instant> last = new AtomicReference<>(home.marker().createdAt());
    Journal.verify(
        home.journal(),
        new DiskFiles(),
        placed -> last.accumulateAndGet(placed.entry().at(), LostHome::later));
    return last.get();
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private void copyTree(Path directory) throws IOException {
    try (Stream<Path> tree = Files.walk(copy)) {
      for (Path from : tree.filter(path -> !path.equals(copy)).toList()) {
        Path relative = copy.relativize(from);
        Path to = directory.resolve(relative.toString());
        String part = relative.getName(0).toString();
        if (LEFT_BEHIND.contains(part) || (drill && NOT_FOR_A_DRILL.contains(part))) {
          continue;
        }
        if (Files.isDirectory(from)) {
          Home.createPrivateDirectory(to);
        } else {
          PrivateFile.copy(from, to);
        }
      }
    }
  }
}
