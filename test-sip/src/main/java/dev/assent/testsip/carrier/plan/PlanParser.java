package dev.assent.testsip.carrier.plan;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads plans. One line is one of
 *
 * <pre>
 * # a remark
 * define NAME = STEP, STEP, …
 * PATTERN  STEP, STEP, … | STEP, …
 * </pre>
 *
 * where the second call to the same number meets what follows |. An indented line continues the one
 * above. A NAME may stand wherever a step may. Steps: see {@code builtin.plan} beside this class,
 * which every plan can build on.
 */
public final class PlanParser {
  private static final Map<String, List<Step>> BUILT_IN = builtIn();

  private final String file;
  private final Path directory;
  private final Map<String, List<Step>> names;
  private final Plan plan = new Plan();

  private PlanParser(String file, Path directory, Map<String, List<Step>> known) {
    this.file = file;
    this.directory = directory;
    this.names = new HashMap<>(known);
  }

  /**
   * @throws PlanError naming file and line
   * @throws IOException if the file cannot be read
   */
  public static Plan read(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    PlanParser parser =
        new PlanParser(file.toString(), directory == null ? Path.of("/") : directory, BUILT_IN);
    parser.lines(Files.readString(file));
    return parser.plan;
  }

  /** As {@link #read}, for text that came from elsewhere; {@code name} stands in errors. */
  public static Plan parse(String name, String text) {
    PlanParser parser = new PlanParser(name, Path.of(""), BUILT_IN);
    parser.lines(text);
    return parser.plan;
  }

  static Behaviour behaviour(String text) {
    return new Behaviour(new PlanParser("", Path.of(""), BUILT_IN).steps(text));
  }

  private static Map<String, List<Step>> builtIn() {
    PlanParser parser = new PlanParser("builtin.plan", Path.of(""), Map.of());
    parser.lines(builtInText());
    return Map.copyOf(parser.names);
  }

  /** The built-in behaviours, with remarks that explain how a plan is written. */
  public static String builtInText() {
    try (InputStream in = PlanParser.class.getResourceAsStream("builtin.plan")) {
      if (in == null) {
        throw new IllegalStateException("builtin.plan is missing from the class path");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void lines(String text) {
    StringBuilder statement = new StringBuilder();
    int first = 0;
    int number = 0;
    for (String raw : text.split("\n", -1)) {
      number++;
      String line = raw.stripTrailing();
      if (line.stripLeading().startsWith("#")) {
        // Only whole lines are remarks: # is a key too.
        continue;
      }
      if (!line.isEmpty() && Character.isWhitespace(line.charAt(0))) {
        if (statement.isEmpty()) {
          throw new PlanError("an indented line continues the one above, but there is none")
              .at(file, number);
        }
        statement.append(' ').append(line.strip());
        continue;
      }
      statement(statement.toString(), first);
      statement.setLength(0);
      statement.append(line);
      first = number;
    }
    statement(statement.toString(), first);
  }

  private void statement(String text, int line) {
    if (text.isBlank()) {
      return;
    }
    try {
      String[] parts = text.split("\\s+", 2);
      if (parts[0].equals("define")) {
        define(parts.length > 1 ? parts[1] : "");
      } else {
        rule(parts[0], parts.length > 1 ? parts[1] : "");
      }
    } catch (PlanError e) {
      throw e.at(file, line);
    }
  }

  private void define(String text) {
    String[] parts = text.split("=", 2);
    String name = parts[0].strip();
    if (parts.length < 2 || !name.matches("[a-z][a-z0-9-]*")) {
      throw new PlanError("write: define NAME = STEP, STEP, …");
    }
    if (StepParser.isStep(name) || names.containsKey(name)) {
      throw new PlanError("the name '%s' is taken".formatted(name));
    }
    names.put(name, steps(parts[1]));
  }

  private void rule(String pattern, String text) {
    if (plan.has(pattern)) {
      throw new PlanError("a second rule for '%s'; use | for later calls".formatted(pattern));
    }
    List<Behaviour> inOrder = new ArrayList<>();
    for (String behaviour : Words.split(text, '|')) {
      inOrder.add(new Behaviour(steps(behaviour)));
    }
    plan.put(pattern, inOrder);
  }

  private List<Step> steps(String text) {
    List<Step> steps = new ArrayList<>();
    for (String one : Words.split(text, ',')) {
      List<String> words = Words.of(one);
      if (words.isEmpty()) {
        throw new PlanError("a step is missing");
      }
      List<Step> named = words.size() == 1 ? names.get(words.getFirst()) : null;
      steps.addAll(named != null ? named : StepParser.parse(words, directory, names.keySet()));
    }
    return List.copyOf(steps);
  }
}
