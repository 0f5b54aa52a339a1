/** The carrier's one thread and its timers. The only place that reads the machine's clock. */
@NullMarked
package dev.assent.testsip.carrier.loop;

import org.jspecify.annotations.NullMarked;
