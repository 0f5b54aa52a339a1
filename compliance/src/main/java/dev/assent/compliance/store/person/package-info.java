/**
 * Who is who: numbers and whose they are, who is one with whom, what stands against calling them,
 * and whom the calls that are up are about.
 *
 * <p>How contacts are read in, and people merged, is of {@code contact}.
 */
@NullMarked
package dev.assent.compliance.store.person;

import org.jspecify.annotations.NullMarked;
