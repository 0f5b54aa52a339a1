/**
 * The engine in figures, for Prometheus.
 *
 * <p>Nothing of a person; labels are words of ours and names of trunks.
 */
@NullMarked
package dev.assent.dialer.engine.metrics;

import org.jspecify.annotations.NullMarked;
