/**
 * Policy packs and calendars: the figures of the law, dated and versioned.
 *
 * <p>Figures live in the packs, never in code; a year without a calendar fails closed.
 */
@NullMarked
package dev.assent.compliance.policy;

import org.jspecify.annotations.NullMarked;
