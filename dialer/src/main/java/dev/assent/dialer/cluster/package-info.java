/**
 * An engine among others that share its database: looks at it several times a second, compares
 * clocks, shares trunks. What the nodes tell each other stands in the store; no SQL here.
 */
@NullMarked
package dev.assent.dialer.cluster;

import org.jspecify.annotations.NullMarked;
