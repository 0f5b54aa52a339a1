/**
 * trunk, number, call: the carrier, the numbers shown to people, and what is said on the wire.
 *
 * <p>Places no call but the test call a person asks for.
 */
@NullMarked
package dev.assent.dialer.cli.trunk;

import org.jspecify.annotations.NullMarked;
