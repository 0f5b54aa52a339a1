/**
 * Examples of what the law in a pack means: facts and a time, and what the gate must answer. They
 * stand beside the packs as files, run as a command and in the tests, and show which figures nobody
 * asserts.
 *
 * <p>No database and no clock: every example brings its own time.
 */
@NullMarked
package dev.assent.compliance.example;

import org.jspecify.annotations.NullMarked;
