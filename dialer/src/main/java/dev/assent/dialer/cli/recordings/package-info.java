/**
 * recordings: listening, reviewing, verifying, salvage, and an approved copy for somebody else.
 *
 * <p>Opens a recording only with a share that the engine journalled first.
 */
@NullMarked
package dev.assent.dialer.cli.recordings;

import org.jspecify.annotations.NullMarked;
