/**
 * The recorder's port to the disk: the few file operations its promises rest on.
 *
 * <p>Every write, force and rename of spool, ledger and recordings goes through here, so that a
 * test can cut the power after any of them. Nothing here knows a format.
 */
@NullMarked
package dev.assent.recorder.files;

import org.jspecify.annotations.NullMarked;
