/**
 * Programs that judge a finished run from outside: its report, its home and its recordings against
 * what the carrier saw.
 *
 * <p>They may read the product's files with the product's own readers, but count and compare by
 * themselves. {@code scripts/demo}, {@code scripts/interop} and {@code scripts/soak} start them.
 */
@NullMarked
package dev.assent.testsip.inspection;

import org.jspecify.annotations.NullMarked;
