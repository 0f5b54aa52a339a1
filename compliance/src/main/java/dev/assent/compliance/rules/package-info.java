/**
 * One class a rule, named as in the requirements.
 *
 * <p>A rule may only forbid, and looks at facts handed to it: no SQL, no clock, no side effect.
 */
@NullMarked
package dev.assent.compliance.rules;

import org.jspecify.annotations.NullMarked;
