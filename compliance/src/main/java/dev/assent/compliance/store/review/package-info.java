/**
 * What is done about calls that are over: reviews by QA people, unknown ends reconciled with a
 * carrier's records, recordings that leave the house, and who came in to look.
 *
 * <p>No sound is read here.
 */
@NullMarked
package dev.assent.compliance.store.review;

import org.jspecify.annotations.NullMarked;
