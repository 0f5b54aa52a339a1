/**
 * Recordings in this home: sealed, found again, destroyed, and somebody able to hear them.
 *
 * <p>Holds no role key: nothing here can listen.
 */
@NullMarked
package dev.assent.dialer.engine.recordings;

import org.jspecify.annotations.NullMarked;
