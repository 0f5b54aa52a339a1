package dev.assent.testsip.fences;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * There is no way to an INVITE but through the gate: permits and clearances are made in compliance
 * only, only the trunk asks the SIP stack for a call, and the trunk dials for a clearance only.
 */
@Timeout(120)
class OneWayToACallTest {
  private static final String CLEARANCE = "dev.assent.compliance.Clearance";

  /**
   * Calls its own far end on loopback, to damage what is said in dialogs; in no program of ours.
   */
  private static final DescribedPredicate<JavaClass> TORTURE =
      DescribedPredicate.describe(
          "the torture of a user agent",
          type -> type.getFullName().equals("dev.assent.testsip.torture.TortureDrive"));

  private static final Set<String> SENDS_INVITE = Set.of("invite", "inviteAgain");

  @Test
  void onlyTheGatesPackageMakesPermitsAndClearances() {
    for (String name : Set.of("dev.assent.compliance.Permit", CLEARANCE)) {
      assertThat(ProductionClasses.ALL.get(name).getConstructors())
          .as(name)
          .isNotEmpty()
          .noneMatch(
              made ->
                  made.getModifiers().contains(JavaModifier.PUBLIC)
                      || made.getModifiers().contains(JavaModifier.PROTECTED));
      assertThat(ProductionClasses.ALL.get(name).getModifiers())
          .as("%s cannot be extended", name)
          .contains(JavaModifier.FINAL);
    }
  }

  @Test
  void onlyTheTrunkAsksForAnInvite() {
    classes()
        .that(
            DescribedPredicate.not(
                resideInAPackage("dev.assent.dialer.sip..")
                    .or(resideInAPackage("dev.assent.dialer.trunk"))
                    .or(TORTURE)))
        .should(
            new ArchCondition<JavaClass>("not ask the SIP stack for an INVITE") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                for (JavaCodeUnitAccess<?> access : type.getCodeUnitAccessesFromSelf()) {
                  if (SENDS_INVITE.contains(access.getTarget().getName())
                      && resideInAPackage("dev.assent.dialer.sip..")
                          .test(access.getTarget().getOwner())) {
                    events.add(SimpleConditionEvent.violated(access, access.getDescription()));
                  }
                }
              }
            })
        .check(ProductionClasses.ALL);
  }

  /** The caller number is the clearance's: nobody else writes what an INVITE says (R07, D-d). */
  @Test
  void onlyWhatDialsAClearanceWritesAnInvite() {
    classes()
        .that(
            DescribedPredicate.not(
                resideInAPackage("dev.assent.dialer.sip..")
                    .or(
                        DescribedPredicate.describe(
                            "the dialling of a clearance",
                            type -> type.getFullName().equals("dev.assent.dialer.trunk.Dialing")))
                    .or(TORTURE)))
        .should(
            new ArchCondition<JavaClass>("not make a CallSpec") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                for (JavaCodeUnitAccess<?> access : type.getCodeUnitAccessesFromSelf()) {
                  if (access.getTarget().getName().equals("<init>")
                      && access
                          .getTarget()
                          .getOwner()
                          .getFullName()
                          .equals("dev.assent.dialer.sip.CallSpec")) {
                    events.add(SimpleConditionEvent.violated(access, access.getDescription()));
                  }
                }
              }
            })
        .check(ProductionClasses.ALL);
  }

  @Test
  void theTrunkDialsForAClearanceOnly() {
    methods()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage("dev.assent.dialer.trunk")
        .and()
        .haveName("dial")
        .should()
        .haveRawParameterTypes(
            DescribedPredicate.describe(
                "with a clearance",
                types -> types.stream().anyMatch(t -> t.getFullName().equals(CLEARANCE))))
        .allowEmptyShould(true)
        .check(ProductionClasses.ALL);
  }

  /** A campaign dials over a trunk, or over one that leads nowhere. */
  @Test
  void thereAreTwoKindsOfLines() {
    classes()
        .that()
        .implement("dev.assent.dialer.trunk.Lines")
        .or()
        .implement("dev.assent.dialer.trunk.Lines$Line")
        .should()
        .resideInAnyPackage("dev.assent.dialer.trunk", "dev.assent.dialer.simulate")
        .check(ProductionClasses.ALL);
  }

  /** Who rings back is spoken to, and nothing on that way could call anybody. */
  @Test
  void aCallThatComesInReachesForNoClearance() {
    noClasses()
        .that()
        .haveSimpleNameStartingWith("RingBack")
        .or()
        .haveSimpleName("ServerCall")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "the right to call",
                type ->
                    Set.of(
                            CLEARANCE,
                            "dev.assent.compliance.Permit",
                            "dev.assent.compliance.Gate",
                            "dev.assent.dialer.sip.PreparedCall",
                            "dev.assent.dialer.sip.CallSpec")
                        .contains(type.getFullName())))
        .check(ProductionClasses.ALL);
  }

  @Test
  void theStoryOfACallKnowsNoSip() {
    noClasses()
        .that()
        .resideInAnyPackage("dev.assent.dialer.call..", "dev.assent.dialer.campaign..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.assent.dialer.sip..")
        .allowEmptyShould(true)
        .check(ProductionClasses.ALL);
  }

  @Test
  void onlyTheDialerMakesWarrantsAndReceipts() {
    classes()
        .that()
        .implement(
            DescribedPredicate.describe(
                "a warrant or a receipt",
                type ->
                    Set.of("RecordingWarrant", "AccessReceipt").contains(type.getSimpleName())
                        && type.getPackageName().startsWith("dev.assent.recorder")))
        .should()
        .resideInAPackage("dev.assent.dialer..")
        .allowEmptyShould(true)
        .check(ProductionClasses.ALL);
  }
}
