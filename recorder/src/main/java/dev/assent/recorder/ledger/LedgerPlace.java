package dev.assent.recorder.ledger;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a ledger lies.
 *
 * @param directory exists; empty for a new ledger
 * @param mirror on a second disk or host; without one the ledger dies with its disk
 */
public record LedgerPlace(Path directory, Optional<Path> mirror) {}
