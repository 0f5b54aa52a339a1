package dev.assent.compliance.requirements;

import dev.assent.compliance.requirements.RequirementEntry.Met;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Reads the duties and the index of tests that come with a release. */
public final class Requirements {
  private static final int COLUMNS = 6;
  private static final String SEPARATOR = "\\|";

  private Requirements() {}

  /** In the order of the documents. */
  public static List<RequirementEntry> all() {
    Map<String, List<String>> tests = tests();
    return lines("requirements.txt").map(line -> entry(line, tests)).toList();
  }

  /** Tests by the id they name, each as {@code Class.method}. */
  public static Map<String, List<String>> tests() {
    Map<String, List<String>> tests = new TreeMap<>();
    lines("tests.txt")
        .map(line -> line.split(" ", 2))
        .forEach(pair -> tests.computeIfAbsent(pair[0], _ -> new ArrayList<>()).add(pair[1]));
    return tests;
  }

  private static RequirementEntry entry(String line, Map<String, List<String>> tests) {
    List<String> cells = Arrays.stream(line.split(SEPARATOR, -1)).map(String::strip).toList();
    if (cells.size() != COLUMNS) {
      throw new IllegalStateException("a line of " + cells.size() + " cells: " + line);
    }
    List<String> references =
        Arrays.stream(cells.get(3).split(";", -1)).map(String::strip).toList();
    TreeSet<String> ruleTests = new TreeSet<>();
    for (String reference : references) {
      if (reference.matches("R[0-9]{2}")) {
        ruleTests.addAll(tests.getOrDefault(reference, List.of()));
      }
    }
    return new RequirementEntry(
        cells.get(0),
        cells.get(1).equals("–") ? "" : cells.get(1),
        Met.valueOf(cells.get(2)),
        references,
        cells.get(4),
        cells.get(5),
        tests.getOrDefault(cells.get(0), List.of()),
        List.copyOf(ruleTests));
  }

  private static Stream<String> lines(String resource) {
    try (InputStream file = Requirements.class.getResourceAsStream(resource)) {
      if (file == null) {
        throw new IllegalStateException("this release lacks " + resource);
      }
      List<String> lines =
          new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8)).lines().toList();
      return lines.stream().filter(line -> !line.isBlank() && !line.startsWith("#"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
