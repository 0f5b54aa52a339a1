/**
 * What a carrier's records say of calls whose end nobody here knows: records, matching, proposals.
 *
 * <p>Pure; reading files is intake's, rows and entries are the store's.
 */
@NullMarked
package dev.assent.compliance.reconcile;

import org.jspecify.annotations.NullMarked;
