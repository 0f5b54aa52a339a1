/**
 * Files that come in: contact lists as CSV.
 *
 * <p>Reads and rejects by line; rejects never repeat a number. Storing is the store's.
 */
@NullMarked
package dev.assent.compliance.intake;

import org.jspecify.annotations.NullMarked;
