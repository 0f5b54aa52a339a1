/**
 * Scripts: who calls, why, what is disclosed, what is asked.
 *
 * <p>Words and their order only; how they sound is media's concern.
 */
@NullMarked
package dev.assent.compliance.script;

import org.jspecify.annotations.NullMarked;
