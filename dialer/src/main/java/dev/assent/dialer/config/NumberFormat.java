package dev.assent.dialer.config;

import dev.assent.compliance.numbering.NumberWriting;
import dev.assent.compliance.policy.Choice;
import dev.assent.compliance.policy.YamlMapping;
import java.util.Map;

/** Reads how a carrier wants numbers written, and tries it on the examples of its paper. */
final class NumberFormat {
  /** What one number may hold on the wire. */
  private static final String WRITTEN = "\\+?[0-9*#]{1,32}";

  /** The three everybody knows, by name. */
  enum Known {
    /** {@code +8613800000000}. */
    E164_PLUS,
    /** {@code 8613800000000}. */
    E164,
    /** {@code 13800000000} at home, {@code 00} and the country code abroad. */
    NATIONAL;

    Map<String, String> rewrite() {
      return switch (this) {
        case E164_PLUS -> Map.of();
        case E164 -> Map.of("+", "");
        case NATIONAL -> Map.of("+86", "", "+", "00");
      };
    }
  }

  private NumberFormat() {}

  /** {@code e164-plus}, or a block of rules with examples that must come out as they say. */
  static NumberWriting read(YamlMapping root, String key) {
    if (!root.isMapping(key)) {
      return new NumberWriting(root.choice(key, Known.class).rewrite());
    }
    return root.mapping(key, NumberFormat::block);
  }

  private static NumberWriting block(YamlMapping node) {
    node.only("format", "rewrite", "examples");
    if (node.has("format") == node.has("rewrite")) {
      throw node.error(
          "rewrite",
          "give either format: "
              + String.join(", ", Choice.names(Known.class))
              + "; or rewrite: {\"+86\": \"0\"}");
    }
    NumberWriting format =
        new NumberWriting(
            node.has("format")
                ? node.choice("format", Known.class).rewrite()
                : node.mapping("rewrite", NumberFormat::rules));
    node.mapping(
        "examples",
        examples -> {
          Map<String, String> pairs = examples.pairs();
          if (pairs.isEmpty()) {
            throw node.error("examples", "needs at least one, from your carrier's paper");
          }
          pairs.forEach((number, wanted) -> check(examples, format, number, wanted));
          return pairs;
        });
    return format;
  }

  private static Map<String, String> rules(YamlMapping node) {
    Map<String, String> rules = node.pairs();
    rules.forEach(
        (beginning, replacement) -> {
          if (!beginning.matches("\\+?[0-9]{0,15}") || beginning.isEmpty()) {
            throw node.error(beginning, "must be the beginning of a number, such as \"+86\"");
          }
          if (!replacement.matches("\\+?[0-9*#]{0,15}")) {
            throw node.error(beginning, "its replacement must be digits, such as \"0\"");
          }
        });
    return rules;
  }

  private static void check(
      YamlMapping examples, NumberWriting format, String number, String wanted) {
    if (!number.matches("\\+?[0-9]{2,15}")) {
      throw examples.error(number, "must be a number as it is filed, such as \"+8613800138000\"");
    }
    String written = format.write(number);
    if (!written.equals(wanted) || !written.matches(WRITTEN)) {
      throw examples.error(
          number,
          "should be written %s but comes out as %s: correct the rules or the example"
              .formatted(wanted, written));
    }
  }
}
