/**
 * Evidence for an inspector, gathered from the journal: as JSON, and as a page in Chinese and in
 * English. Numbers leave it masked only; what was erased is shown as not kept.
 */
@NullMarked
package dev.assent.dialer.evidence;

import org.jspecify.annotations.NullMarked;
