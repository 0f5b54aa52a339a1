/**
 * Whom nobody calls: refusals of every channel, the inbox of dropped files, and imported lists with
 * the one of each name that is in force.
 *
 * <p>A refusal is only ever added here; nothing takes one back.
 */
@NullMarked
package dev.assent.compliance.store.suppression;

import org.jspecify.annotations.NullMarked;
