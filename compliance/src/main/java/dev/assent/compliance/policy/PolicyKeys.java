package dev.assent.compliance.policy;

import java.util.List;
import java.util.stream.Stream;

/** Every key a pack may carry (requirements 3.4), beside those that say what pack it is. */
public final class PolicyKeys {

  public static final List<PolicyKey<?>> ALL =
      Stream.of(TimeKeys.ALL, DialKeys.ALL, ConsentKeys.ALL, DataKeys.ALL, SectorKeys.ALL)
          .flatMap(List::stream)
          .toList();

  private PolicyKeys() {}
}
