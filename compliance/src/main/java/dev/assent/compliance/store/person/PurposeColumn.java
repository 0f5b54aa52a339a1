package dev.assent.compliance.store.person;

import dev.assent.compliance.policy.Purpose;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Purposes as a column: names joined by commas, sorted; empty for all. */
public final class PurposeColumn {
  private PurposeColumn() {}

  public static String text(Set<Purpose> purposes) {
    return purposes.stream().map(Purpose::name).sorted().collect(Collectors.joining(","));
  }

  public static Set<Purpose> purposes(String text) {
    return text.isEmpty()
        ? Set.of()
        : Arrays.stream(text.split(",")).map(Purpose::valueOf).collect(Collectors.toSet());
  }
}
