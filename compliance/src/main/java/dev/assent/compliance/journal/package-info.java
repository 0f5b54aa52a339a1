/**
 * The append-only journal: entries, Merkle tree, verifier.
 *
 * <p>Files only through the injected port; no SQL, and no personal data in a leaf.
 */
@NullMarked
package dev.assent.compliance.journal;

import org.jspecify.annotations.NullMarked;
