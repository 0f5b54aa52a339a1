package dev.assent.dialer.cli.home;

import java.util.Optional;

/**
 * What {@code doctor} found at one place.
 *
 * @param check stable name of what was looked at
 * @param said what was found, in the reader's language
 * @param consequence what it means for calls; empty when all is well
 * @param next the command that helps; empty when there is none
 */
record Finding(
    String check, Level level, String said, Optional<String> consequence, Optional<String> next) {

  /** How bad it is. */
  enum Level {
    OK,
    /** Calls go out, but something will hurt. */
    WARN,
    /** Nobody is called until it is mended. */
    FAIL
  }
}
