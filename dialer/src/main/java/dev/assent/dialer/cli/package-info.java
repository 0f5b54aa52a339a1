/**
 * The command line: from what somebody typed to an exit code, and the tree of all commands.
 *
 * <p>One room beneath for each thing people do, one class a command. A command parses, asks the
 * engine, prints; data on stdout, all else on stderr. It decides nothing. No room knows this one.
 */
@NullMarked
package dev.assent.dialer.cli;

import org.jspecify.annotations.NullMarked;
