/**
 * Campaigns as they run: whom they still call, when, how far they are, and what came of it.
 *
 * <p>What a campaign is, and who approved it, stands in {@code register}.
 */
@NullMarked
package dev.assent.compliance.store.campaign;

import org.jspecify.annotations.NullMarked;
