/**
 * script: what is said in a call, from its recordings to a second person's approval.
 *
 * <p>Plays to a person at this terminal at most; calls play what was approved.
 */
@NullMarked
package dev.assent.dialer.cli.script;

import org.jspecify.annotations.NullMarked;
