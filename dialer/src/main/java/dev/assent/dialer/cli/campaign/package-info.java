/**
 * campaign: from a list and a script to calls, and what came of them.
 *
 * <p>Shows and asks; who may be called is the gate's decision, and calls are placed by the engine.
 */
@NullMarked
package dev.assent.dialer.cli.campaign;

import org.jspecify.annotations.NullMarked;
