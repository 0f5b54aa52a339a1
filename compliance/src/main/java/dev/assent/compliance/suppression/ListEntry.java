package dev.assent.compliance.suppression;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * That a number stands on a list.
 *
 * @param day as of when: listed, refused, or disconnected; null when the list does not say, and in
 *     a list of {@link ListKind#REASSIGNED} when the number was not disconnected
 */
public record ListEntry(@Nullable LocalDate day) {}
