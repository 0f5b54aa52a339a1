/**
 * What people may ask about themselves and what time takes from them: requests, dossiers, erasures,
 * retention, cases that keep data, and certificates.
 *
 * <p>Files are destroyed through ports; here is what is to go, and what went.
 */
@NullMarked
package dev.assent.compliance.store.privacy;

import org.jspecify.annotations.NullMarked;
