/**
 * Recordings that leave the house (R53): what was asked for, by whom it was agreed, and whether it
 * may be made now.
 *
 * <p>Rules and records only; no SQL, no keys, no sound and no files.
 */
@NullMarked
package dev.assent.compliance.export;

import org.jspecify.annotations.NullMarked;
