/**
 * The one place with SQL in this module: schema, contacts, campaigns, attempts, leases.
 *
 * <p>Every statement runs on H2 and on PostgreSQL; no rule is decided here.
 */
@NullMarked
package dev.assent.compliance.store;

import org.jspecify.annotations.NullMarked;
