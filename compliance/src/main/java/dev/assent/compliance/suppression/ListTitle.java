package dev.assent.compliance.suppression;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Which list a file is; it stands in the file, so that none can be taken for another.
 *
 * @param name lower case letters, digits and hyphens, at most 64
 * @param version as its publisher calls it, at most 128 bytes
 */
public record ListTitle(String name, ListKind kind, String version) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");
  private static final int LONGEST_VERSION = 128;

  /**
   * @throws IllegalArgumentException saying which of the two is wrong
   */
  public ListTitle {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "the name must be lower case letters, digits and hyphens, at most 64");
    }
    if (version.isBlank()
        || version.getBytes(StandardCharsets.UTF_8).length > LONGEST_VERSION
        || version.chars().anyMatch(c -> c < ' ')) {
      throw new IllegalArgumentException("the version must be a text of 1 to 128 bytes");
    }
  }
}
