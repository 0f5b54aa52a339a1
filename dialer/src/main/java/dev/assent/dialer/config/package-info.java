/**
 * Configuration: YAML read into small validated records.
 *
 * <p>Every error names file, line and key; no defaults outside the records.
 */
@NullMarked
package dev.assent.dialer.config;

import org.jspecify.annotations.NullMarked;
