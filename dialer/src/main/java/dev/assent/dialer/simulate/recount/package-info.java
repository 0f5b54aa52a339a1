/**
 * What a simulation must never do, counted anew from what the people saw. No rule, no policy and no
 * table of the program is used: a recount must not make the same mistake.
 */
@NullMarked
package dev.assent.dialer.simulate.recount;

import org.jspecify.annotations.NullMarked;
