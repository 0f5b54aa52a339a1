package dev.assent.dialer.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The files that pages are made of: one HTML shell, modules, a style sheet, the words of each
 * language. All stand beside this class; nothing comes from anywhere else. Any thread.
 */
public final class Pages {
  /** Plain names only: nothing that could leave the directory. */
  private static final Pattern NAME =
      Pattern.compile("[a-z]+(?:\\.(?:en|zh))?\\.(js|css|json|svg)");

  private static final Map<String, String> TYPES =
      Map.of(
          "js", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml");

  private Pages() {}

  /** The file at a path; {@code /} is the shell. */
  public static Optional<WebAnswer> find(String path) {
    if (path.equals("/")) {
      return read("index.html", "text/html; charset=utf-8");
    }
    Matcher name = NAME.matcher(path.substring(1));
    return name.matches()
        ? read(name.group(), TYPES.getOrDefault(name.group(1), ""))
        : Optional.empty();
  }

  private static Optional<WebAnswer> read(String name, String type) {
    try (InputStream file = Pages.class.getResourceAsStream(name)) {
      return file == null
          ? Optional.empty()
          : Optional.of(WebAnswer.of(200, type, file.readAllBytes()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
