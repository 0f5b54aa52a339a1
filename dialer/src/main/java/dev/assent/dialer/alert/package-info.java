/**
 * Alerts: people told, by a command or a webhook of theirs, when calls stop or should.
 *
 * <p>Knows no campaign and no call; what is told holds nothing of a person.
 */
@NullMarked
package dev.assent.dialer.alert;

import org.jspecify.annotations.NullMarked;
