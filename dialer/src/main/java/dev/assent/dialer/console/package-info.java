/**
 * Web pages: the server of {@code assent serve}, and the pages of those who listen to recordings
 * and of those who take refusals down.
 *
 * <p>A process of its own. It opens no database and no ledger: it holds, for each person who signed
 * in, what that person's passphrase opened, and asks the running engine for everything else. What
 * it decrypts stays in memory.
 */
@NullMarked
package dev.assent.dialer.console;

import org.jspecify.annotations.NullMarked;
