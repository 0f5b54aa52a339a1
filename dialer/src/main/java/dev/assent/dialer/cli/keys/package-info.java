/**
 * keys: who can open what, its recovery, and the QA keys opened for one who listens.
 *
 * <p>Key material stays in the process a person sits at; it is never printed or logged.
 */
@NullMarked
package dev.assent.dialer.cli.keys;

import org.jspecify.annotations.NullMarked;
