/**
 * Keysets: the keys of operators and roles, sealed under passphrases.
 *
 * <p>Secrets come from files or the terminal only and never appear in logs.
 */
@NullMarked
package dev.assent.dialer.keys;

import org.jspecify.annotations.NullMarked;
