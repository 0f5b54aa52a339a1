package dev.assent.media.prompt;

import java.nio.file.Path;

/**
 * A prompt that must not be played: the message names the file, the field and what to do.
 *
 * <p>Operators read it; it never holds personal data.
 */
public final class PromptException extends Exception {
  PromptException(Path file, String field, String problem) {
    super(file + ": " + field + ": " + problem);
  }
}
