/**
 * policy, calendar, licence: the law in force and how it is changed.
 *
 * <p>Holds no rule and no figure: those are compliance's.
 */
@NullMarked
package dev.assent.dialer.cli.law;

import org.jspecify.annotations.NullMarked;
