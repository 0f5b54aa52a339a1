import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.FormatterException;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Stream;

/**
 * Checks or fixes the layout of every Java file of the project: {@code Format.java check|fix ROOT}.
 * The build runs it with google-java-format on the class path; exit 1 when a check finds a file
 * that would change or a file cannot be parsed.
 */
class Format {
  private static final JavaFormatterOptions OPTIONS = JavaFormatterOptions.defaultOptions();

  public static void main(String[] args) throws IOException {
    boolean fix = args[0].equals("fix");
    Path root = Path.of(args[1]);
    Map<Path, String> findings = new ConcurrentSkipListMap<>();
    javaFiles(root).parallelStream().forEach(file -> visit(file, fix, findings));
    findings.forEach((file, what) -> System.err.println(root.relativize(file) + ": " + what));
    if (!findings.isEmpty() && !(fix && findings.values().stream().allMatch("formatted"::equals))) {
      System.err.println(findings.size() + " file(s) to format: run scripts/format");
      System.exit(1);
    }
  }

  private static List<Path> javaFiles(Path root) throws IOException {
    try (Stream<Path> modules = Files.list(root)) {
      return modules
          .filter(module -> Files.isDirectory(module.resolve("src")) || module.endsWith("scripts"))
          .flatMap(module -> walk(module.endsWith("scripts") ? module : module.resolve("src")))
          .filter(file -> file.toString().endsWith(".java"))
          .toList();
    }
  }

  private static Stream<Path> walk(Path directory) {
    try {
      return Files.walk(directory);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void visit(Path file, boolean fix, Map<Path, String> findings) {
    try {
      String before = Files.readString(file);
      String after = format(before);
      if (before.equals(after)) {
        return;
      }
      if (fix) {
        Files.writeString(file, after);
      }
      findings.put(file, fix ? "formatted" : "not formatted");
    } catch (FormatterException | IOException e) {
      findings.put(file, String.valueOf(e.getMessage()));
    }
  }

  private static String format(String source) throws FormatterException {
    String imports =
        ImportOrderer.reorderImports(
            RemoveUnusedImports.removeUnusedImports(source), OPTIONS.style());
    return new Formatter(OPTIONS).formatSource(imports);
  }
}
