package dev.assent.testsip.fences;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Which packages may see which: the fences Maven's module borders are too coarse for. */
@Timeout(120)
class DependencyFenceTest {
  static Stream<ArchRule> fences() {
    return Stream.of(
        only("dev.assent.dialer.sip..").maySee("javax.sip..", "gov.nist..", "io.netty.."),
        only(
                "dev.assent.compliance.store..",
                "dev.assent.recorder.catalog..",
                "dev.assent.recorder.ledger..")
            .maySee(
                "java.sql..",
                "javax.sql..",
                "org.jdbi..",
                "org.h2..",
                "org.postgresql..",
                "com.zaxxer..",
                "org.flywaydb.."),
        leaf("dev.assent.media.."),
        leaf("dev.assent.compliance.."),
        leaf("dev.assent.recorder.."),
        noClasses()
            .that()
            .resideInAPackage("dev.assent.dialer..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.assent.testsip..")
            .because("what ships needs nothing that tests it"));
  }

  @ParameterizedTest
  @MethodSource("fences")
  void holds(ArchRule fence) {
    fence.allowEmptyShould(true).check(ProductionClasses.ALL);
  }

  private static Owners only(String... packages) {
    return libraries ->
        noClasses()
            .that()
            .resideOutsideOfPackages(packages)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(libraries);
  }

  private static ArchRule leaf(String leaf) {
    return noClasses()
        .that()
        .resideInAPackage(leaf)
        .should()
        .dependOnClassesThat(resideInAPackage("dev.assent..").and(resideOutsideOfPackage(leaf)))
        .because("leaves do not know each other");
  }

  @FunctionalInterface
  private interface Owners {
    ArchRule maySee(String... libraries);
  }
}
