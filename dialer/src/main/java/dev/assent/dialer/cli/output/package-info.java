/**
 * Rows and fields on stdout as a table, JSON or CSV.
 *
 * <p>Knows no command and no engine; what is shown is the commands' business.
 */
@NullMarked
package dev.assent.dialer.cli.output;

import org.jspecify.annotations.NullMarked;
