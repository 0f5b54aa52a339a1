/**
 * The drill: shares and backups are shown to be enough, in a home that can never call.
 *
 * <p>Nothing else of the program stands on it.
 */
@NullMarked
package dev.assent.dialer.engine.drill;

import org.jspecify.annotations.NullMarked;
