package dev.assent.dialer.engine.home;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.config.AssentConfig;
import dev.assent.dialer.keys.LedgerSecrets;
import dev.assent.dialer.keys.OperatorKeys;
import dev.assent.recorder.container.RolePublicKey;
import dev.assent.recorder.files.DiskFiles;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.ledger.LedgerCopies;
import dev.assent.recorder.ledger.LedgerDamaged;
import dev.assent.recorder.ledger.LedgerPlace;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/** The key ledger where {@code conf/assent.yaml} says it and its copies lie. */
public final class LedgerKeeper {
  private LedgerKeeper() {}

  /**
   * @throws UserError exit 7 when it is damaged, or the mirror is another ledger's
   */
  public static KeyLedger open(
      Home home, AssentConfig config, OperatorKeys keys, SecureRandom random) {
    LedgerPlace place =
        new LedgerPlace(
            home.ledger(),
            config
                .mirrors()
                .ledger()
                .filter(_ -> !home.marker().drill()) // it may be that of a home at work
                .map(home.root()::resolve));
    KeyLedger.Key key = LedgerSecrets.key(keys);
    try {
      return KeyLedger.open(place, new DiskFiles(), key, random);
    } catch (LedgerDamaged e) {
      throw new UserError(
          Exit.INTEGRITY,
          Message.of("ledger.damaged", String.valueOf(e.getMessage())),
          "assent doctor");
    } finally {
      Arrays.fill(key.now(), (byte) 0);
      key.former().ifPresent(former -> Arrays.fill(former, (byte) 0));
    }
  }

  /**
   * @throws UserError exit 3 when they would lie in the home, whose backups then held them
   */
  public static Optional<LedgerCopies> copies(
      Home home, AssentConfig config, OperatorKeys keys, InstantSource clock, SecureRandom random) {
    AssentConfig.Copies wanted = config.ledgerCopies();
    if (home.marker().drill() || wanted.copies().isEmpty() || wanted.epochs().isEmpty()) {
      return Optional.empty();
    }
    Path copies = outside(home, wanted.copies().get());
    Path epochs = outside(home, wanted.epochs().get());
    return Optional.of(
        new LedgerCopies(
            copies,
            epochs,
            new DiskFiles(),
            new RolePublicKey(keys.recipients().recovery()),
            LedgerSecrets.epochs(keys),
            clock,
            random));
  }

  private static Path outside(Home home, Path wanted) {
    Path place = home.root().resolve(wanted).normalize();
    if (place.startsWith(home.root())) {
      throw new UserError(Exit.CONFIG, Message.of("ledger.inside", place), "assent doctor");
    }
    return place;
  }
}
