/**
 * contacts, source, person, consent, dnc: who may be called, by whose word, and who may not.
 *
 * <p>Rejects name a line and a field, never the number in it.
 */
@NullMarked
package dev.assent.dialer.cli.contacts;

import org.jspecify.annotations.NullMarked;
