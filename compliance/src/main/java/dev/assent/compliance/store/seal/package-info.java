/**
 * Columns and files nobody reads without the home's keys: the ports of sealing and of blind
 * indexes, the keys of persons made ahead, and the shelf of evidence.
 *
 * <p>No key is made or kept here: whoever opens the store binds these ports.
 */
@NullMarked
package dev.assent.compliance.store.seal;

import org.jspecify.annotations.NullMarked;
