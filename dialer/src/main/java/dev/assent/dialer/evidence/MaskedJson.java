package dev.assent.dialer.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.assent.compliance.numbering.Masking;
import dev.assent.compliance.numbering.PhoneNumber;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A copy of a payload in which every number but our own is masked, and blind indexes are left out.
 */
final class MaskedJson {
  /** A whole text, with whatever a carrier wants before it. */
  private static final Pattern NUMBER = Pattern.compile("[+]?[0-9*#]{7,}");

  /** Within other words; the digits of ids, digests and times stand beside letters, - and dots. */
  private static final Pattern SPOKEN_OF =
      Pattern.compile("(?<![0-9A-Za-z.-])\\+?[0-9]{9,}(?![0-9A-Za-z])");

  /**
   * Whoever holds a blind index and its pepper can test numbers against it; whoever holds the seed
   * of an export's noise can take it out.
   */
  private static final Set<String> LEFT_OUT = Set.of("bi", "dncBi", "pepper", "mark");

  /** Ours, and filed for all to see. */
  private static final Set<String> OUR_NUMBER = Set.of("callerNumber", "callerWritten", "line");

  private MaskedJson() {}

  static JsonNode of(JsonNode node) {
    return of("", node);
  }

  private static JsonNode of(String key, JsonNode node) {
    if (node.isObject()) {
      ObjectNode masked = JsonNodeFactory.instance.objectNode();
      node.properties().stream()
          .filter(field -> !LEFT_OUT.contains(field.getKey()))
          .forEach(field -> masked.set(field.getKey(), of(field.getKey(), field.getValue())));
      return masked;
    }
    if (node.isArray()) {
      ArrayNode masked = JsonNodeFactory.instance.arrayNode();
      node.forEach(each -> masked.add(of(key, each)));
      return masked;
    }
    return node.isTextual() && !OUR_NUMBER.contains(key)
        ? JsonNodeFactory.instance.textNode(words(node.textValue()))
        : node;
  }

  private static String words(String text) {
    return NUMBER.matcher(text).matches()
        ? masked(text)
        : SPOKEN_OF.matcher(text).replaceAll(found -> masked(found.group()));
  }

  private static String masked(String number) {
    return switch (PhoneNumber.parse(number, "CN")) {
      case PhoneNumber.Parsed.Valid(PhoneNumber valid) -> Masking.number(valid);
      case PhoneNumber.Parsed.Invalid _ ->
          "*".repeat(number.length() - 2) + number.substring(number.length() - 2);
    };
  }
}
