package dev.assent.compliance;

/**
 * A fact that was looked up. Missing data is data: each rule says what it means (requirements,
 * table 2.2, column "data missing"), so a source never leaves anything out and never guesses.
 */
public sealed interface Found<T> {

  /** It is there. */
  record Present<T>(T value) implements Found<T> {}

  /** The place it lives in was read, and it is not there. */
  record Absent<T>() implements Found<T> {}

  /**
   * It could not be read or understood.
   *
   * @param why what failed, without personal data
   */
  record Unreadable<T>(String why) implements Found<T> {}

  static <T> Found<T> present(T value) {
    return new Present<>(value);
  }

  static <T> Found<T> absent() {
    return new Absent<>();
  }

  static <T> Found<T> unreadable(String why) {
    return new Unreadable<>(why);
  }
}
