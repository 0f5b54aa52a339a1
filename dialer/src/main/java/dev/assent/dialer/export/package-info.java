/**
 * What leaves the house: the sound of a call with what must not be heard silenced, what happened in
 * it, a cover that names every digest, all sealed to one recipient.
 *
 * <p>Runs in the process of the person who makes it; nothing here knows engine, database or ledger,
 * and nothing in the clear touches a disk.
 */
@NullMarked
package dev.assent.dialer.export;

import org.jspecify.annotations.NullMarked;
