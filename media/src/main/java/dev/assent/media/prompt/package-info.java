/**
 * Prompts: sound files read, checked and cut into the packets a call plays.
 *
 * <p>Prompts are prepared before a call; nothing here is read from disk while one runs.
 */
@NullMarked
package dev.assent.media.prompt;

import org.jspecify.annotations.NullMarked;
