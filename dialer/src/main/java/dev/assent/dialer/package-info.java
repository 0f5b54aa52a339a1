/**
 * What every part of the program says to people: exit codes, messages in two languages, and the
 * error that ends a command.
 *
 * <p>No behaviour of calls, keys or files lives here.
 */
@NullMarked
package dev.assent.dialer;

import org.jspecify.annotations.NullMarked;
