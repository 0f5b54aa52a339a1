package dev.assent.dialer;

import java.util.Locale;

/** The two languages people are spoken to in. Codes, JSON keys and CSV headers have none. */
public enum Language {
  ZH(Locale.CHINESE),
  EN(Locale.ENGLISH);

  private final Locale locale;

  Language(Locale locale) {
    this.locale = locale;
  }

  public Locale locale() {
    return locale;
  }

  /** The language of an environment value such as {@code zh_CN.UTF-8}; English unless Chinese. */
  public static Language ofEnvironment(String value) {
    return value.toLowerCase(Locale.ROOT).startsWith("zh") ? ZH : EN;
  }
}
