package dev.assent.compliance.numbering;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a carrier wants a number written: the longest beginning that is listed is replaced. Numbers
 * come in as they are filed: E.164 with its plus, or a short number without one.
 *
 * @param rewrite beginnings and what stands in their place; in the order in which they are tried
 */
public record NumberWriting(Map<String, String> rewrite) {

  public NumberWriting {
    Map<String, String> longestFirst =
        new TreeMap<>(
            Comparator.comparingInt(String::length).reversed().thenComparing(text -> text));
    longestFirst.putAll(rewrite);
    rewrite = longestFirst;
  }

  /** Numbers as they are filed. */
  public static NumberWriting asFiled() {
    return new NumberWriting(Map.of());
  }

  /** As it is written on the wire. */
  public String write(String number) {
    for (Map.Entry<String, String> each : rewrite.entrySet()) {
      if (number.startsWith(each.getKey())) {
        return each.getValue() + number.substring(each.getKey().length());
      }
    }
    return number;
  }
}
