/**
 * The law in force, its facts and holds, and the ports of the store bound to keys and ledger.
 *
 * <p>Decides nothing: the gate and its rules are compliance's.
 */
@NullMarked
package dev.assent.dialer.engine.law;

import org.jspecify.annotations.NullMarked;
