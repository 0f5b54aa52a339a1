/**
 * The home and its engine: init, engine, serve, hold, nodes, doctor, backup, upgrade, migrate.
 *
 * <p>Calls and the people in them are other rooms' business.
 */
@NullMarked
package dev.assent.dialer.cli.home;

import org.jspecify.annotations.NullMarked;
