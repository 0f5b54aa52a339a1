package dev.assent.dialer.cli.output;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One column of a listing.
 *
 * @param key stable name: JSON key, CSV heading, and {@code column.KEY} in the catalogue for people
 * @param value a String, Number, Boolean, Instant, enum or list of strings; null prints as empty
 */
public record Column<T>(String key, Function<T, @Nullable Object> value) {}
