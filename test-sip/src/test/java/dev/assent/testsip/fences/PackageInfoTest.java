package dev.assent.testsip.fences;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.Comparator;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each package says what lives in it, and has no null that is not declared. */
@Timeout(120)
class PackageInfoTest {
  @Test
  void everyPackageIsNullMarked() {
    var packages =
        ProductionClasses.ALL.stream()
            .map(JavaClass::getPackage)
            .collect(
                Collectors.toCollection(
                    () -> new TreeSet<>(Comparator.comparing(JavaPackage::getName))));

    assertThat(packages)
        .isNotEmpty()
        .allSatisfy(
            p ->
                assertThat(p.isAnnotatedWith(NullMarked.class))
                    .as("%s has a package-info.java with @NullMarked", p.getName())
                    .isTrue());
  }
}
