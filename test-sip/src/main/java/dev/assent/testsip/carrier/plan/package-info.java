/**
 * What happens to a call, by called number: steps, behaviours and the text they are read from.
 *
 * <p>Values only: nothing here sends, waits or reads a clock.
 */
@NullMarked
package dev.assent.testsip.carrier.plan;

import org.jspecify.annotations.NullMarked;
