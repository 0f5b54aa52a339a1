/**
 * Answers to an auditor's questions (requirements 6), recounted from the journal alone: the calls,
 * the words of the people and the text of the law all stand there. Nothing of {@code rules}, {@code
 * policy} or {@code store} may be used here, so that a mistake in them is not made twice.
 */
@NullMarked
package dev.assent.compliance.audit;

import org.jspecify.annotations.NullMarked;
