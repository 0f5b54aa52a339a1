package dev.assent.testsip.fences;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.Set;

/** A list of exceptions names top-level classes; what is nested in them is meant too. */
final class Outermost {
  static DescribedPredicate<JavaClass> isOneOf(String description, Set<String> names) {
    return DescribedPredicate.describe(
        "are " + description, type -> names.contains(of(type).getFullName()));
  }

  private static JavaClass of(JavaClass type) {
    return type.getEnclosingClass().map(Outermost::of).orElse(type);
  }

  private Outermost() {}
}
