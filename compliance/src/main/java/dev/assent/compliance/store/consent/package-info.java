/**
 * What people agreed to: in a call, on paper or by an imported list, with its proof; and how it
 * ends.
 */
@NullMarked
package dev.assent.compliance.store.consent;

import org.jspecify.annotations.NullMarked;
