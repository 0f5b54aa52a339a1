/**
 * What people may ask of their data, how long it is kept, and what its destruction proves: requests
 * and their clocks, floors, erasure plans, certificates, legal holds.
 *
 * <p>Rules and records only; no SQL, no keys and no files.
 */
@NullMarked
package dev.assent.compliance.privacy;

import org.jspecify.annotations.NullMarked;
