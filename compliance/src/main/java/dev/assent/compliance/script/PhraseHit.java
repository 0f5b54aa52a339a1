package dev.assent.compliance.script;

/**
 * Words found in a segment that a list does not allow.
 *
 * @param segment its name in the script
 * @param phrase as the list has it
 * @param position of its first character in the segment's text, from 1
 * @param list name of the list
 * @param soundsLike written in other characters of the same sound: a person has to look
 */
public record PhraseHit(
    String segment, String phrase, int position, String list, String source, boolean soundsLike) {
  @Override
  public String toString() {
    return segment
        + ": '"
        + phrase
        + (soundsLike ? "' by its sound" : "'")
        + " at character "
        + position
        + ", list "
        + list
        + " ("
        + source
        + ")";
  }
}
