/**
 * The folder refusals of other channels are dropped into: its files, their sealed copies, and who
 * looks at it. What a file means is the law's: {@code compliance.store.Inbox}.
 */
@NullMarked
package dev.assent.dialer.inbox;

import org.jspecify.annotations.NullMarked;
