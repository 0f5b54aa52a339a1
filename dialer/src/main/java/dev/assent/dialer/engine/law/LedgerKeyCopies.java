package dev.assent.dialer.engine.law;

import dev.assent.compliance.privacy.KeyCopies;
import dev.assent.recorder.ledger.KeyRows;
import dev.assent.recorder.ledger.LedgerCopies;
import dev.assent.recorder.ledger.MirrorState;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/** What the ledger's mirror and copies still hold of keys that were destroyed. Any thread. */
public record LedgerKeyCopies(
    KeyRows ledger, Supplier<Optional<LedgerCopies>> copies, InstantSource clock)
    implements KeyCopies {
  @Override
  public Instant goneFrom(Instant destroyedAt) {
    return LedgerCopies.goneFrom(destroyedAt);
  }

  @Override
  public boolean gone(Instant destroyedAt) {
    return !clock.instant().isBefore(goneFrom(destroyedAt))
        && !(ledger.mirror() instanceof MirrorState.Behind)
        && copies.get().map(kept -> kept.isGone(destroyedAt)).orElse(true);
  }
}
