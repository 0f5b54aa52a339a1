/**
 * Lists of numbers too long for the database: registers of others, lines that must not be called,
 * numbers that changed hands, and refusals that came in bulk. Files of blind indexes, what they say
 * of a number, and how they are made. No SQL; no clock.
 */
@NullMarked
package dev.assent.compliance.suppression;

import org.jspecify.annotations.NullMarked;
