package dev.assent.testsip.inspection;

import dev.assent.dialer.engine.home.Home;
import dev.assent.recorder.ledger.KeyLedger;
import dev.assent.recorder.ledger.LedgerDamaged;
import dev.assent.recorder.ledger.LedgerHealth;
import dev.assent.recorder.ledger.RowKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Destroys the keys of every person in a small home, as if all of them had asked for it: {@code
 * ForgetPeople HOME PASSPHRASES}. The engine must not run.
 */
public final class ForgetPeople {
  private static final long FIRST_SEGMENT = 1L << 24;

  private ForgetPeople() {}

  public static void main(String[] args) throws IOException {
    Home home = Home.open(Path.of(args[0]));
    List<Long> rows;
    try (HomeKeys keys = HomeKeys.open(home, Path.of(args[1]), "alice", "quinn")) {
      rows = people(keys.ledger());
      keys.ledger().erase(rows);
    }
    System.out.println(rows.size() + " keys of people destroyed");
    System.exit(rows.isEmpty() ? 1 : 0);
  }

  private static List<Long> people(KeyLedger ledger) {
    LedgerHealth health = ledger.verify();
    List<Long> rows = new ArrayList<>();
    long end = FIRST_SEGMENT + health.live() + health.erased();
    for (long row = FIRST_SEGMENT; row < end; row++) {
      if (isLivePerson(ledger, row)) {
        rows.add(row);
      }
    }
    return rows;
  }

  /** A row tells its kind only by refusing to be read as another. */
  private static boolean isLivePerson(KeyLedger ledger, long row) {
    try {
      return ledger.read(RowKind.PERSON, row).isPresent();
    } catch (LedgerDamaged shareOfARecording) {
      return false;
    }
  }
}
