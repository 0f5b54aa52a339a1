package dev.assent.dialer;

import java.util.List;

/**
 * Something to say, by its stable code; the words are found in {@link Messages} when the language
 * of the reader is known.
 *
 * @param code key of the message catalogue, or empty when the text stands ready in the arguments
 * @param arguments values for {0}, {1}…; never secrets or personal data
 */
public record Message(String code, List<Object> arguments) {
  public Message {
    arguments = List.copyOf(arguments);
  }

  public static Message of(String code, Object... arguments) {
    return new Message(code, List.of(arguments));
  }

  /** Text that needs no translation, such as an error that quotes file, line and key. */
  public static Message text(String text) {
    return new Message("", List.of(text));
  }
}
