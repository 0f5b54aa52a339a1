package dev.assent.dialer.engine.home;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.keys.HomeKeys;
import dev.assent.dialer.keys.PrivateFile;
import dev.assent.dialer.keys.RecoveryKey;
import dev.assent.recorder.container.RoleKeyPair;
import dev.assent.recorder.files.DiskFiles;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.ledger.LedgerCopies;
import dev.assent.recorder.ledger.LedgerDamaged;
import dev.assent.recorder.ledger.LedgerHealth;
import dev.assent.recorder.ledger.LedgerPlace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What is left of a lost home's ledger. */
public sealed interface LedgerLeft {

  /**
   * One of its hourly copies.
   *
   * @param copy a {@code .ledgercopy}, or a directory of which the newest is taken
   * @param epochs directory of {@code ledger.epochs}
   */
  record Copy(Path copy, Path epochs) implements LedgerLeft {}

  /** Its mirror; never written to. */
  record Mirror(Path directory) implements LedgerLeft {}

  /**
   * Makes a ledger of it that goes on in a segment nothing can name yet.
   *
   * @param into an empty directory
   * @return what it was made of, in words
   * @throws UserError exit 7 when it does not open
   */
  default String restore(
      Path into, HomeKeys.RecoveredLedger secrets, RecoveryKey recovery, SecureRandom random)
      throws IOException {
    try {
      String made =
          switch (this) {
            case Copy left -> ofCopy(left, secrets, recovery, into);
            case Mirror left -> ofMirror(left, into);
          };
      LedgerPlace place = new LedgerPlace(into, Optional.empty());
      try (KeyLedger ledger = KeyLedger.open(place, new DiskFiles(), secrets.key(), random)) {
        LedgerHealth health = ledger.verify();
        if (!health.holds()) {
          throw damaged(String.join("; ", health.damaged()));
        }
        ledger.beginAnew();
        return made;
      }
    } catch (LedgerDamaged e) {
      throw damaged(String.valueOf(e.getMessage()));
    } catch (UncheckedIOException e) {
      throw damaged(String.valueOf(e.getCause()));
    }
  }

  private static UserError damaged(String why) {
    return new UserError(Exit.INTEGRITY, Message.of("ledger.damaged", why), null);
  }

  private static String ofCopy(
      Copy left, HomeKeys.RecoveredLedger secrets, RecoveryKey recovery, Path into)
      throws IOException {
    Path copy =
        Files.isDirectory(left.copy) ? newest(left.copy, ".ledgercopy").getLast() : left.copy;
    byte[] seed = recovery.seed();
    try (RoleKeyPair key = RoleKeyPair.fromSeed(seed)) {
      return "its copy of "
          + LedgerCopies.restore(copy, left.epochs, new DiskFiles(), key, secrets.epochs(), into);
    } finally {
      Arrays.fill(seed, (byte) 0);
    }
  }

  private static String ofMirror(Mirror left, Path into) throws IOException {
    for (Path segment : newest(left.directory, ".ledger")) {
      PrivateFile.copy(segment, into.resolve(segment.getFileName()));
    }
    return "its mirror";
  }

  /** By name, the newest last; at least one. */
  private static List<Path> newest(Path directory, String suffix) throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + suffix)) {
      files.forEach(found::add);
    }
    if (found.isEmpty()) {
      throw new UserError(
          Exit.CONFIG, Message.of("recovery.no_ledger", directory, "*" + suffix), null);
    }
    found.sort(null);
    return found;
  }
}
