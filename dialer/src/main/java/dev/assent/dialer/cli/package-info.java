/**
 * The command line: one class a command.
 *
 * <p>Parses, asks the engine, prints; data on stdout, all else on stderr. Decides nothing.
 */
@NullMarked
package dev.assent.dialer.cli;

import org.jspecify.annotations.NullMarked;
