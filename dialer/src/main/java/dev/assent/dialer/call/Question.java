package dev.assent.dialer.call;

import dev.assent.media.prompt.Prompt;
import java.time.Duration;
import java.util.List;

/**
 * A question put to the called person: words first, then a wait for a key (spec §4.2, CHOICE).
 *
 * @param words the segments that must have been sent whole before a 1 counts
 * @param notValid played after a key without meaning, before the words are repeated
 * @param patience how long to wait for a key after the last word
 * @param repeats how often silence repeats the words
 * @param invalidKeys the n-th key without meaning ends the question
 */
public record Question(
    List<Prompt> words, Prompt notValid, Duration patience, int repeats, int invalidKeys) {

  /** The consent question: 8 s, two repeats, the third wrong key ends it (spec §4.2). */
  public static Question consent(List<Prompt> words, Prompt notValid) {
    return new Question(List.copyOf(words), notValid, Duration.ofSeconds(8), 2, 3);
  }
}
