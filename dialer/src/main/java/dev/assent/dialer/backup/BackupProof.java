package dev.assent.dialer.backup;

import dev.assent.compliance.journal.DiskFiles;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.journal.Verification;
import dev.assent.compliance.store.CopiedDatabase;
import dev.assent.dialer.Message;
import dev.assent.dialer.engine.home.Home;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an unpacked backup is worth: its journal is read whole, its database opened and counted, and
 * each refusal of the one looked for in the other. One owner.
 */
public final class BackupProof {
  /**
   * One thing that was tried.
   *
   * @param check a stable name
   */
  public record Tried(String check, boolean holds, Message found) {}

  private final Path directory;
  private final BackupReader.Unpacked unpacked;
  private final Optional<byte[]> person;
  private final Set<UUID> before = new HashSet<>();
  private long after;
  private long ofPerson;
  private @Nullable JournalEntry newest;

  private BackupProof(Path directory, BackupReader.Unpacked unpacked, Optional<byte[]> person) {
    this.directory = directory;
    this.unpacked = unpacked;
    this.person = person;
  }

  /**
   * @param person blind index of a number whose refusals must be there
   */
  public static List<Tried> of(
      Path directory, BackupReader.Unpacked unpacked, Optional<byte[]> person) {
    return new BackupProof(directory, unpacked, person).all();
  }

  private List<Tried> all() {
    Manifest manifest = unpacked.manifest();
    List<Tried> tried = new ArrayList<>();
    tried.add(
        new Tried(
            "digests",
            true, // a byte that differs ends the unpacking
            Message.of("backup.proof.digests", unpacked.files(), unpacked.bytes())));
    Home home = Home.open(directory);
    tried.add(
        new Tried(
            "home",
            home.marker().id().equals(manifest.home()),
            Message.of("backup.proof.home", home.marker().id())));
    tried.add(journal(home, manifest));
    try (CopiedDatabase database = CopiedDatabase.open(home.data().resolve("assent"))) {
      Map<String, Long> counts = database.counts();
      tried.add(new Tried("database", true, Message.of("backup.proof.database", rows(counts))));
      long found = database.refusals(before);
      tried.add(
          new Tried(
              "refusals",
              found == before.size(),
              Message.of("backup.proof.refusals", found, before.size(), after)));
      newest(database).ifPresent(tried::add);
      person.ifPresent(index -> tried.add(person(database.refusalsOf(index))));
    } catch (dev.assent.compliance.store.sql.StoreUnavailable broken) {
      tried.add(new Tried("database", false, Message.text(String.valueOf(broken.getMessage()))));
    }
    boolean ledger = Files.exists(directory.resolve("ledger"));
    tried.add(new Tried("ledger", !ledger, Message.of("backup.proof.no_ledger")));
    return tried;
  }

  private Tried journal(Home home, Manifest manifest) {
    Verification found =
        Journal.verify(
            home.journal(),
            new DiskFiles(),
            placed -> read(placed.position() < manifest.journalBefore(), placed.entry()));
    String chain =
        switch (found) {
          case Verification.Intact(_, var end) -> HexFormat.of().formatHex(end.toByteArray());
          case Verification.HeadDamaged _ -> manifest.chain(); // mended at the next start
          case Verification.Torn _, Verification.Damaged _ -> "";
        };
    boolean holds = found.entries() == manifest.entries() && chain.equals(manifest.chain());
    return new Tried(
        "journal",
        holds,
        Message.of("backup.proof.journal", found.entries(), manifest.entries(), manifest.chain()));
  }

  private void read(boolean copied, JournalEntry entry) {
    if (entry.type() != EntryType.OPT_OUT) {
      return;
    }
    newest = entry;
    if (copied) {
      before.add(entry.id());
    } else {
      after++;
    }
    String index = person.map(bytes -> HexFormat.of().formatHex(bytes)).orElse("-");
    if (entry.refusal().filter(refusal -> refusal.contains(index)).isPresent()) {
      ofPerson++;
    }
  }

  private static String rows(Map<String, Long> counts) {
    List<String> rows = new ArrayList<>();
    counts.forEach((table, count) -> rows.add(table + " " + count));
    return String.join(", ", rows);
  }

  private Optional<Tried> newest(CopiedDatabase database) {
    JournalEntry last = newest;
    if (last == null) {
      return Optional.empty();
    }
    boolean there = !before.contains(last.id()) || database.refusals(List.of(last.id())) == 1;
    return Optional.of(
        new Tried("newest", there, Message.of("backup.proof.newest", last.id(), last.at())));
  }

  private Tried person(long inDatabase) {
    return new Tried(
        "person", ofPerson > 0, Message.of("backup.proof.person", ofPerson, inDatabase));
  }
}
