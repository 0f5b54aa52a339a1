/**
 * The one place with SQL in this module, put together: what is opened and recovered, which rows
 * follow from an entry of the journal, and what is seen of a database that no store has open.
 *
 * <p>Everything else has a room beneath, in this order, each standing on those before it only:
 * {@code sql}, {@code seal}, {@code nodes}, {@code commit}, {@code person}, {@code campaign},
 * {@code register}, {@code suppression}, {@code consent}, {@code contact}, {@code attempt}, {@code
 * privacy}, {@code review}. No room knows what is here. Every statement runs on H2 and on
 * PostgreSQL; no rule is decided here.
 */
@NullMarked
package dev.assent.compliance.store;

import org.jspecify.annotations.NullMarked;
