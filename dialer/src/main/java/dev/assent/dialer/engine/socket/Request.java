package dev.assent.dialer.engine.socket;

import dev.assent.dialer.Language;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One command as a person typed it, wherever it runs.
 *
 * @param argv the words after {@code assent}
 * @param cwd absolute; file arguments are resolved against it
 * @param as the user named by {@code --as} or {@code ASSENT_USER}; null leaves it to the sessions
 * @param operatingSystemUser whose process asks
 * @param colour stdout is a terminal that may be coloured
 * @param width columns of the terminal; 0 when there is none
 */
public record Request(
    List<String> argv,
    Path cwd,
    @Nullable String as,
    String operatingSystemUser,
    Language language,
    OutputFormat format,
    boolean quiet,
    boolean colour,
    int width) {
  public Request {
    argv = List.copyOf(argv);
  }

  public Path resolve(Path file) {
    return cwd.resolve(file).normalize();
  }
}
