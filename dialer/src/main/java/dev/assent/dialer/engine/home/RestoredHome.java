package dev.assent.dialer.engine.home;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.intake.NumberList;
import dev.assent.compliance.intake.Reject;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.journal.JournalFiles;
import dev.assent.compliance.journal.OtherCopy;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.store.seal.BlindIndexer;
import dev.assent.compliance.store.suppression.MergedRefusals;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.config.AssentConfig;
import dev.assent.dialer.keys.LedgerSecrets;
import dev.assent.dialer.keys.RecoveryBox;
import dev.assent.dialer.keys.RecoveryKey;
import dev.assent.dialer.keys.SecretName;
import dev.assent.recorder.container.RoleKeyPair;
import dev.assent.recorder.files.DiskFiles;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.ledger.LedgerCopies;
import dev.assent.recorder.ledger.LedgerDamaged;
import dev.assent.recorder.ledger.LedgerPlace;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A home out of a backup: everything of before but the ledger, which comes from its own mirror or
 * copies. It stands on hold in an epoch of its own, and knows what a mirror of the journal or a
 * colleague's list knows more. One owner.
 */
public final class RestoredHome {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ACTOR = "backup restore";
  private static final int APPEND_AT_ONCE = 256;

  /** Puts the files of a backup into an empty directory, and says from when they are. */
  public interface Content {
    Instant unpack(Path directory) throws IOException;
  }

  /** Where the key ledger comes from. */
  public sealed interface Ledger {
    /** The ledger's mirror, or the directory of a home whose other disk died. */
    record Directory(Path path) implements Ledger {}

    /** An hourly copy, with the days' keys. */
    record Copy(Path file, Path epochs) implements Ledger {}

    /** It is lost: names, numbers and recordings are unreadable, refusals are not. */
    record Lost() implements Ledger {}
  }

  /**
   * What the new home knows besides the backup.
   *
   * @param from when it stops knowing
   * @param entries of the journal, taken from its mirror
   * @param apart whether the mirror had gone on from elsewhere: only its refusals were taken
   * @param refusals merged from there or from a colleague's list
   * @param unreadable lines of that list
   */
  public record Known(Instant from, long entries, boolean apart, long refusals, long unreadable) {}

  private final Content content;
  private final RecoveryKey recovery;
  private final Ledger ledger;
  private final Optional<Path> mirror;
  private final Optional<Path> refusals;
  private final JournalFiles files = new dev.assent.compliance.journal.DiskFiles();
  private @Nullable Known known;

  /**
   * @param mirror another copy of the journal, newer than the backup
   * @param refusals a file of numbers, or a copy of the journal of which only refusals are wanted
   */
  public RestoredHome(
      Content content,
      RecoveryKey recovery,
      Ledger ledger,
      Optional<Path> mirror,
      Optional<Path> refusals) {
    this.content = content;
    this.recovery = recovery;
    this.ledger = ledger;
    this.mirror = mirror;
    this.refusals = refusals;
  }

  /** After the home was made. */
  public Known known() {
    return Optional.ofNullable(known).orElseThrow();
  }

  void fill(Path directory, Machine machine) throws IOException {
    Instant from = content.unpack(directory);
    for (String name : Home.DIRECTORIES) {
      if (Files.notExists(directory.resolve(name))) {
        Home.createPrivateDirectory(directory.resolve(name));
      }
    }
    Home home = Home.open(directory);
    Map<SecretName, byte[]> secrets = RecoveryBox.open(home.keys(), home.marker().id(), recovery);
    try {
      SecureRandom random = machine.clocks().random();
      ledger(home, secrets, random);
      known = journal(home, from, secrets, machine, random);
    } finally {
      secrets.values().forEach(secret -> Arrays.fill(secret, (byte) 0));
    }
  }

  private void ledger(Home home, Map<SecretName, byte[]> secrets, SecureRandom random)
      throws IOException {
    switch (ledger) {
      case Ledger.Lost _ -> {
        return;
      }
      case Ledger.Directory(Path path) -> copy(path, home.ledger());
      case Ledger.Copy(Path file, Path epochs) -> {
        byte[] seed = recovery.seed();
        try (RoleKeyPair key = RoleKeyPair.fromSeed(seed)) {
          byte[] mac = LedgerSecrets.epochs(required(secrets, SecretName.COLUMN));
          LedgerCopies.restore(file, epochs, new DiskFiles(), key, mac, home.ledger());
        } catch (LedgerDamaged e) {
          throw damaged(e);
        } finally {
          Arrays.fill(seed, (byte) 0);
        }
      }
    }
    KeyLedger.Key key =
        new KeyLedger.Key(
            required(secrets, SecretName.LEDGER).clone(),
            Optional.ofNullable(secrets.get(SecretName.LEDGER_FORMER)));
    try (KeyLedger opened =
        KeyLedger.open(
            new LedgerPlace(home.ledger(), Optional.empty()), new DiskFiles(), key, random)) {
      opened.beginAnew();
    } catch (LedgerDamaged e) {
      throw damaged(e);
    }
  }

  private static UserError damaged(LedgerDamaged e) {
    return new UserError(
        Exit.INTEGRITY, Message.of("ledger.damaged", String.valueOf(e.getMessage())), null);
  }

  private static byte[] required(Map<SecretName, byte[]> secrets, SecretName name) {
    return Optional.ofNullable(secrets.get(name)).orElseThrow();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(from)) {
      for (Path file : all) {
        if (Files.isRegularFile(file)) {
          Files.copy(file, to.resolve(file.getFileName()));
        }
      }
    }
  }

  private Known journal(
      Home home,
      Instant from,
      Map<SecretName, byte[]> secrets,
      Machine machine,
      SecureRandom random)
      throws IOException {
    long taken = 0;
    boolean apart = false;
    List<JournalEntry> merged = new ArrayList<>();
    if (mirror.isPresent()) {
      switch (Journal.take(home.journal(), mirror.get(), files)) {
        case OtherCopy.Taken(long entries) -> taken = entries;
        case OtherCopy.Apart _ -> {
          apart = true;
          merged.addAll(MergedRefusals.missing(home.journal(), mirror.get(), files));
        }
        case OtherCopy.Foreign _ ->
            throw new UserError(
                Exit.CONFIG, Message.of("backup.foreign_journal", mirror.get()), null);
      }
    }
    long unreadable = refusals.isPresent() ? merge(home, refusals.get(), secrets, merged, from) : 0;
    Instant[] last = {from};
    Journal.verify(
        home.journal(),
        files,
        placed -> last[0] = last[0].isAfter(placed.entry().at()) ? last[0] : placed.entry().at());
    Known found = new Known(last[0], taken, apart, merged.size(), unreadable);
    Instant now = machine.clocks().of(home).instant();
    hold(home, found, now);
    begin(home, found, merged, now, machine, random);
    return found;
  }

  private static void hold(Home home, Known found, Instant now) {
    WaitingGap.write(
        home.data(),
        found.from(),
        now,
        "restored from a backup: what happened since %s is not known here".formatted(found.from()));
  }

  /** The new place and the new epoch, after the gap. */
  private void begin(
      Home home,
      Known found,
      List<JournalEntry> merged,
      Instant now,
      Machine machine,
      SecureRandom random) {
    ObjectNode said = JSON.createObjectNode();
    said.put("cause", "RESTORED").put("from", found.from().toString());
    said.put("takenFromMirror", found.entries()).put("refusalsMerged", found.refusals());
    try (Journal journal =
        Journal.open(home.journal(), files, machine.clocks().of(home), random, _ -> {})) {
      journal.beginEpoch(entry(EntryType.EPOCH_BEGUN, said.toString(), now, random));
      String here = HomeIdentity.of(home.root()).json();
      journal.append(List.of(entry(EntryType.HOME_SEEN, here, now, random)));
      for (int at = 0; at < merged.size(); at += APPEND_AT_ONCE) {
        journal.append(merged.subList(at, Math.min(merged.size(), at + APPEND_AT_ONCE)));
      }
    }
  }

  private static JournalEntry entry(EntryType type, String json, Instant now, SecureRandom random) {
    return JournalEntry.operational(
        new UUID(random.nextLong(), random.nextLong()), type, now, ACTOR, JournalEntry.NO_ID, json);
  }

  /**
   * @return lines that could not be read
   */
  private long merge(
      Home home,
      Path wanted,
      Map<SecretName, byte[]> secrets,
      List<JournalEntry> merged,
      Instant at)
      throws IOException {
    if (Files.isDirectory(wanted)) {
      merged.addAll(MergedRefusals.missing(home.journal(), wanted, files));
      return 0;
    }
    PepperedIndexes indexes =
        new PepperedIndexes(
            required(secrets, SecretName.PEPPER_NUMBER),
            required(secrets, SecretName.PEPPER_DNC_1));
    NumberList.Sink sink =
        new NumberList.Sink() {
          @Override
          public void accept(PhoneNumber number, @Nullable LocalDate day) {
            merged.add(
                MergedRefusals.listed(
                    indexes.index(BlindIndexer.Purpose.DNC, number),
                    indexes.version(),
                    Manner.MAIL,
                    "restore:" + wanted.getFileName(),
                    at,
                    ACTOR));
          }

          @Override
          public void rejected(Reject reject) {
            // Counted; whoever restores is told how many.
          }
        };
    try (InputStream in = Files.newInputStream(wanted)) {
      String region = AssentConfig.read(home.conf()).region();
      return NumberList.read(in, region, sink).rejected();
    }
  }
}
