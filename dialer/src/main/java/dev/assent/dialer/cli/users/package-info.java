/**
 * user, login, logout, unlock, lock: the people, their sessions, and the engine's keys opened.
 *
 * <p>Passphrases come from a terminal or a file, never from an argument.
 */
@NullMarked
package dev.assent.dialer.cli.users;

import org.jspecify.annotations.NullMarked;
