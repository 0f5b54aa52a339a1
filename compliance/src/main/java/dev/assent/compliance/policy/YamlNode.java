package dev.assent.compliance.policy;

import java.util.List;
import java.util.Map;

/** A part of a YAML file and the line it starts on. */
sealed interface YamlNode {

  int line();

  /** Everything written without structure, as written: the reader of a key knows its type. */
  record Scalar(int line, String text) implements YamlNode {}

  /** A key without a value. */
  record Nothing(int line) implements YamlNode {}

  record Sequence(int line, List<YamlNode> items) implements YamlNode {}

  /**
   * @param lines the line of each key
   */
  record Mapping(int line, Map<String, YamlNode> values, Map<String, Integer> lines)
      implements YamlNode {}
}
