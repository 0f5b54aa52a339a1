/**
 * What is looked at of every call that was answered and of every recording (R46, Q05, Q10): one
 * class a check, each a function of one record.
 *
 * <p>Knows no SQL, no file and no sound; figures and hashes come to it.
 */
@NullMarked
package dev.assent.compliance.review;

import org.jspecify.annotations.NullMarked;
