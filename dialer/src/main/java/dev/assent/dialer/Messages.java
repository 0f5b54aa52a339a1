package dev.assent.dialer;

import java.util.List;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** The catalogue of words in one language. Immutable; any thread. */
public final class Messages {
  private static final String BUNDLE = "dev.assent.dialer.messages";

  private final ResourceBundle bundle;

  private Messages(ResourceBundle bundle) {
    this.bundle = bundle;
  }

  public static Messages in(Language language) {
    // Without the fallback control a Chinese machine would answer --lang en in Chinese.
    return new Messages(
        ResourceBundle.getBundle(
            BUNDLE,
            language.locale(),
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_DEFAULT)));
  }

  /** For Picocli, which looks its descriptions up by command and option. */
  public ResourceBundle bundle() {
    return bundle;
  }

  public boolean has(String code) {
    return bundle.containsKey(code);
  }

  /**
   * The words of a message.
   *
   * @throws MissingResourceException for a code that is not in the catalogue: a bug
   */
  public String say(Message message) {
    if (message.code().isEmpty()) {
      return String.valueOf(message.arguments().getFirst());
    }
    return fill(bundle.getString(message.code()), message.arguments());
  }

  public String say(String code, Object... arguments) {
    return say(Message.of(code, arguments));
  }

  /** Not MessageFormat: its apostrophes and number grouping spoil commands and ids. */
  private String fill(String pattern, List<Object> arguments) {
    var text = new StringBuilder(pattern.length() + 32);
    int from = 0;
    for (int open = pattern.indexOf('{'); open >= 0; open = pattern.indexOf('{', from)) {
      int close = pattern.indexOf('}', open);
      text.append(pattern, from, open);
      text.append(words(arguments.get(Integer.parseInt(pattern.substring(open + 1, close)))));
      from = close + 1;
    }
    return text.append(pattern.substring(from)).toString();
  }

  private String words(Object argument) {
    return argument instanceof Message inner ? say(inner) : String.valueOf(argument);
  }
}
