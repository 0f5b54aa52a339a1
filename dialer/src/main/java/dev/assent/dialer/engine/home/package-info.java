/**
 * The home: its files, lock, marker and clock, and how one is made, joined, restored and moved.
 *
 * <p>The only room that reads the machine's clocks. Opens no database but to put a home into it.
 */
@NullMarked
package dev.assent.dialer.engine.home;

import org.jspecify.annotations.NullMarked;
