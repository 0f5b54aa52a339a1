/**
 * Every duty of the source documents, how it is met and which tests assert it.
 *
 * <p>Data and its reader; no rule looks at it.
 */
@NullMarked
package dev.assent.compliance.requirements;

import org.jspecify.annotations.NullMarked;
