package dev.assent.compliance.policy;

/** A file that says something it may not. The message names file, line, key and what to do. */
public final class YamlError extends RuntimeException {

  private final String file;
  private final int line;
  private final String key;

  /**
   * @param line from 1
   * @param key the key it is about, with the keys above it, such as {@code consent.maxAgeDays}
   * @param problem what is wrong and what would be right
   */
  public YamlError(String file, int line, String key, String problem) {
    super(file + ":" + line + ": " + (key.isEmpty() ? "" : key + ": ") + problem);
    this.file = file;
    this.line = line;
    this.key = key;
  }

  public String file() {
    return file;
  }

  public int line() {
    return line;
  }

  public String key() {
    return key;
  }
}
