/**
 * The append-only spool of sealed frames, and its split into one file a call.
 *
 * <p>Files only through the injected port; nothing here sees sound in the clear.
 */
@NullMarked
package dev.assent.recorder.spool;

import org.jspecify.annotations.NullMarked;
