/**
 * audit, evidence, requirements: what an auditor is given.
 *
 * <p>Changes nothing but what it journals of its own reading.
 */
@NullMarked
package dev.assent.dialer.cli.audit;

import org.jspecify.annotations.NullMarked;
