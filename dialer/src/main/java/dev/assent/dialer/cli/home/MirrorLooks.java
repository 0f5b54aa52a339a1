package dev.assent.dialer.cli.home;

import dev.assent.compliance.journal.MirrorHealth;
import dev.assent.dialer.config.AssentConfig;
import dev.assent.dialer.engine.Engine;
import dev.assent.dialer.engine.LawParts;
import dev.assent.recorder.ledger.LedgerCopies;
import dev.assent.recorder.ledger.LedgerDamaged;
import dev.assent.recorder.ledger.MirrorState;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Whether what a broken disk would take lies on another one too. */
final class MirrorLooks {
  /** A copy is taken each hour; one that missed two is late. */
  private static final Duration LATE = Duration.ofHours(2);

  private final Engine engine;
  private final Checkup findings;

  MirrorLooks(Engine engine, Checkup findings) {
    this.engine = engine;
    this.findings = findings;
  }

  void mirrors() throws IOException {
    AssentConfig config = AssentConfig.read(engine.home().conf());
    AssentConfig.Mirrors mirrors = config.mirrors();
    if (mirrors.journal().isEmpty() || mirrors.ledger().isEmpty()) {
      findings.warn("mirrors", "doctor.no_mirrors", "doctor.dies_with_disk", null);
    }
    if (config.ledgerCopies().copies().isEmpty()) {
      findings.warn("mirrors", "doctor.no_copies", "doctor.no_recovery", null);
    }
    if (engine.keyring().opened().isEmpty()) {
      return;
    }
    LawParts law = engine.parts().law();
    journalMirror(law.journalMirror());
    if (law.ledgerMirror() instanceof MirrorState.Behind(Path directory, String why)) {
      findings.warn("mirrors", "doctor.mirror_behind", "doctor.mirror_keeps", null, directory, why);
    }
    if (law.ledgerCopies().isPresent()) {
      copies(law.ledgerCopies().get());
    }
  }

  private void journalMirror(MirrorHealth health) {
    if (health instanceof MirrorHealth.Behind behind) {
      String next =
          switch (behind.cause()) {
            case ABSENT, FAILS -> "mount " + behind.directory();
            case FOREIGN, APART -> "assent backup restore --help";
          };
      findings.fail(
          "mirrors",
          "doctor.journal_mirror_behind",
          "doctor.journal_mirror_lacks",
          next,
          behind.directory(),
          behind.cause(),
          behind.why());
    } else if (health instanceof MirrorHealth.InStep(Path directory)) {
      findings.ok("mirrors", "doctor.journal_mirror", directory);
    }
  }

  private void copies(LedgerCopies copies) {
    Instant now = engine.clock().instant();
    try {
      Optional<Instant> newest = copies.newest();
      if (newest.isEmpty() || newest.get().isBefore(now.minus(LATE))) {
        Object when = newest.isPresent() ? newest.get() : "-";
        findings.warn("mirrors", "doctor.copy_old", "doctor.no_recovery", "assent engine", when);
      } else {
        findings.ok("mirrors", "doctor.copy", newest.get());
      }
    } catch (UncheckedIOException | LedgerDamaged broken) {
      findings.warn(
          "mirrors",
          "doctor.copies_broken",
          "doctor.no_recovery",
          null,
          String.valueOf(broken.getMessage()));
    }
  }
}
