/**
 * Phone numbers, their masks and their time zones.
 *
 * <p>No number leaves here unmasked except to be dialled; no SQL.
 */
@NullMarked
package dev.assent.compliance.numbering;

import org.jspecify.annotations.NullMarked;
