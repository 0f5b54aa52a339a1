/**
 * Files of contacts read in, what they say of persons and in what they disagree, and people merged
 * or parted by hand.
 *
 * <p>A row's fields are judged by {@code dev.assent.compliance.intake}, before they come here.
 */
@NullMarked
package dev.assent.compliance.store.contact;

import org.jspecify.annotations.NullMarked;
