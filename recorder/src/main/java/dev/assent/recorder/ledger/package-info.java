/**
 * The ledger of key shares and person keys; erasure is the destruction of a row here.
 *
 * <p>Nothing can be derived from another file; it is in no home backup.
 */
@NullMarked
package dev.assent.recorder.ledger;

import org.jspecify.annotations.NullMarked;
