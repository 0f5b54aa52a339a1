/**
 * What a campaign came to, for people: one page with charts, and the feed of outcomes for programs.
 *
 * <p>Knows figures and outcomes, nothing of a person; opens no database and places no call.
 */
@NullMarked
package dev.assent.dialer.report;

import org.jspecify.annotations.NullMarked;
