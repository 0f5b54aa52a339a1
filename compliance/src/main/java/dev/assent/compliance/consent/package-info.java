/**
 * Consent grants and opt-outs.
 *
 * <p>A consent is never inferred, an opt-out is never lost; storage is behind a port.
 */
@NullMarked
package dev.assent.compliance.consent;

import org.jspecify.annotations.NullMarked;
