package dev.assent.dialer.cli.audit;

import dev.assent.compliance.requirements.RequirementEntry;
import dev.assent.compliance.requirements.Requirements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads {@code @Requirement} out of the sources of all modules, and writes what follows from it.
 */
final class RequirementIndex {
  private static final Pattern MARK =
      Pattern.compile(
          "@Requirement\\(([^)]*)\\)(?:\\s*(?:@\\w+(?:\\([^)]*\\))?|/\\*.*?\\*/|public|private|static"
              + "|final|abstract))*\\s*(?:(?:class|record) (\\w+)|[\\w<>\\[\\], .?]+? (\\w+)\\s*\\()",
          Pattern.DOTALL);
  private static final Pattern ID = Pattern.compile("\"([A-Z][-0-9a-z]+)\"");
  private static final List<String> MODULES =
      List.of("compliance", "media", "recorder", "dialer", "test-sip");

  private RequirementIndex() {}

  /** Lines of {@code ID Class} or {@code ID Class.method}, sorted. */
  static String tests(Path root) throws IOException {
    TreeSet<String> lines = new TreeSet<>();
    for (String module : MODULES) {
      Path sources = root.resolve(module).resolve("src/test/java");
      if (Files.isDirectory(sources)) {
        try (Stream<Path> files = Files.walk(sources)) {
          for (Path file : files.filter(f -> f.toString().endsWith(".java")).toList()) {
            read(file, lines);
          }
        }
      }
    }
    return String.join("\n", lines) + "\n";
  }

  private static void read(Path file, Set<String> lines) throws IOException {
    String type = String.valueOf(file.getFileName()).replace(".java", "");
    Matcher mark = MARK.matcher(Files.readString(file));
    while (mark.find()) {
      String name = mark.group(3) == null ? type : type + "." + mark.group(3);
      Matcher id = ID.matcher(mark.group(1));
      while (id.find()) {
        lines.add(id.group(1) + " " + name);
      }
    }
  }

  /** docs/requirements.md. */
  static String table() {
    StringBuilder text =
        new StringBuilder(
            """
            # What is asked for, and how it is met

            Every duty of the source documents with the rule, mechanism, command or register that meets it and the
            tests that assert it. Written by `scripts/requirements`; `assent requirements` tells the same. A duty met
            by people is marked ORGANISATIONAL: Assent keeps papers of it where it says so, and claims no more.

            | Id | Binds | Met | By | Tests | Requirement | 要求 |
            |---|---|---|---|---|---|---|
            """);
    for (RequirementEntry entry : Requirements.all()) {
      TreeSet<String> tests = new TreeSet<>(entry.tests());
      tests.addAll(entry.ruleTests());
      text.append(
          "| %s | %s | %s | %s | %s | %s | %s |%n"
              .formatted(
                  entry.id(),
                  entry.binds(),
                  entry.met(),
                  String.join("; ", entry.references()),
                  String.join(", ", tests),
                  entry.english(),
                  entry.chinese()));
    }
    return text.toString();
  }
}
