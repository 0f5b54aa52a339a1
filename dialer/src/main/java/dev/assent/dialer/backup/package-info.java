/**
 * Backups of a home: one sealed file, made while the engine runs, tried out, and made a home again.
 * Never the ledger: what was erased must not come back with a backup. No SQL and no keys of its
 * own: those are {@code compliance.store}'s and {@code dialer.keys}'.
 */
@NullMarked
package dev.assent.dialer.backup;

import org.jspecify.annotations.NullMarked;
