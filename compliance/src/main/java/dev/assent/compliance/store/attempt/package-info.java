/**
 * A call from the facts it is decided on, through its reservation under the locks, to its end; and
 * calls to test numbers alike.
 *
 * <p>No rule is decided here: the gate asks, and decides.
 */
@NullMarked
package dev.assent.compliance.store.attempt;

import org.jspecify.annotations.NullMarked;
