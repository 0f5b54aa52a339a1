package dev.assent.compliance.store.sql;

import java.util.UUID;
import java.util.function.LongSupplier;

/**
 * An engine that shares its PostgreSQL with others.
 *
 * @param id of its home; its journal belongs to it
 * @param name for people
 * @param place the machine and directory it runs in: the same home anywhere else is a copy
 * @param nanos a counter that only grows, for the age of its last look
 */
public record NodeSettings(UUID id, String name, String place, LongSupplier nanos) {}
