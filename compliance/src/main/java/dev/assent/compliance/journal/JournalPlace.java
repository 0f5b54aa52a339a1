package dev.assent.compliance.journal;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where a journal lies.
 *
 * @param directory made when there is none
 * @param mirror on a second disk or host, never made: where a disk is not mounted nothing may be
 *     written; without one refusals die with their disk
 */
public record JournalPlace(Path directory, Optional<Path> mirror) {}
