package dev.assent.testsip.fences;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

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
            .because("what ships needs nothing that tests it"),
        noClasses()
            .that()
            .resideInAPackage("dev.assent.compliance.audit..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.assent.compliance.rules..",
                "dev.assent.compliance.policy..",
                "dev.assent.compliance.store..")
            .because("a recount must not make the same mistake"),
        noClasses()
            .that()
            .resideInAPackage("dev.assent.dialer.simulate.recount..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "dev.assent.compliance.rules..",
                "dev.assent.compliance.policy..",
                "dev.assent.compliance.store..")
            .because("a recount must not make the same mistake"),
        noClasses()
            .that()
            .resideInAPackage("dev.assent.dialer.simulate..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.assent.dialer.sip..", "java.net..", "java.nio.channels..")
            .because("nothing that is simulated may reach anybody"),
        noClasses()
            .that()
            .resideInAPackage("dev.assent.dialer.sip.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.assent.dialer.sip")
            .because("the user agent stands on its layers"),
        slices().matching("dev.assent.dialer.sip.(*)..").should().beFreeOfCycles(),
        noClasses()
            .that()
            .resideInAPackage("dev.assent.dialer.cli.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.assent.dialer.cli")
            .because("the tree of commands stands on its rooms"),
        slices().matching("dev.assent.dialer.cli.(*)..").should().beFreeOfCycles(),
        noClasses()
            .that()
            .resideInAPackage("dev.assent.dialer.engine.*..")
            .and()
            .resideOutsideOfPackage("dev.assent.dialer.engine.drill")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.assent.dialer.engine")
            .because("the composition stands on its rooms"),
        slices().matching("dev.assent.dialer.engine.(*)..").should().beFreeOfCycles(),
        noClasses()
            .that()
            .resideInAPackage("dev.assent.compliance.store.*..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.assent.compliance.store")
            .because("the store stands on its rooms"),
        slices().matching("dev.assent.compliance.store.(*)..").should().beFreeOfCycles(),
        noClasses()
            .that()
            .resideOutsideOfPackage("dev.assent.compliance.store..")
            .should()
            .dependOnClassesThat(
                resideInAPackage("dev.assent.compliance.store..")
                    .and(simpleName("Sql").or(simpleName("Tx")).or(simpleName("Commits"))))
            .because("statements and transactions are the store's own"));
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
