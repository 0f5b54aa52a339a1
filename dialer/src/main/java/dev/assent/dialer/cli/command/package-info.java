/**
 * What every command stands on: its kinds, who may give it, its arguments, signing, failing.
 *
 * <p>No command, and nothing that only one room of commands needs.
 */
@NullMarked
package dev.assent.dialer.cli.command;

import org.jspecify.annotations.NullMarked;
