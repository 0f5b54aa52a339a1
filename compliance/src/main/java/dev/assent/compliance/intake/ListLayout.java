package dev.assent.compliance.intake;

import java.nio.charset.Charset;

/**
 * How a list is written.
 *
 * @param header whether the first row names the columns
 */
public record ListLayout(Charset encoding, Separator separator, boolean header) {

  /** What parts the fields of a row. */
  public enum Separator {
    COMMA(','),
    SEMICOLON(';'),
    TAB('\t'),
    PIPE('|');

    private final char character;

    Separator(char character) {
      this.character = character;
    }

    char character() {
      return character;
    }
  }
}
