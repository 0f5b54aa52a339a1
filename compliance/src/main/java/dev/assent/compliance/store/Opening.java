package dev.assent.compliance.store;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What opening a store had to mend.
 *
 * @param quarantined where a broken database file was moved
 * @param rebuilt whether the facts were all taken from the journal; contacts must be imported again
 * @param applied entries of the journal that the database lacked
 * @param appended entries of the database that the journal lacked
 * @param refusalsCarriedOut opt-outs that only the journal held
 */
public record Opening(
    Optional<Path> quarantined,
    boolean rebuilt,
    long applied,
    long appended,
    int refusalsCarriedOut) {}
