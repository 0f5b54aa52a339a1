/**
 * One transaction of the contract: lock, check, change, entry into the outbox, commit, journal
 * forced; and what stands in the entries.
 *
 * <p>Which rows an entry changes is not known here, only who applies it.
 */
@NullMarked
package dev.assent.compliance.store.commit;

import org.jspecify.annotations.NullMarked;
