package dev.assent.compliance.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.assent.compliance.Found;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.World;
import dev.assent.compliance.policy.Policy;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Every example through the gate; and without any one rule, at least one example fails. */
@Timeout(60)
final class RuleExamplesTest {

  static final List<Example> ALL =
      Stream.of(
              StandingExamples.all(),
              PersonExamples.all(),
              ListExamples.all(),
              UseExamples.all(),
              CapacityExamples.all(),
              TimeExamples.all())
          .flatMap(List::stream)
          .toList();

  private static final Found<Policy> POLICY = World.BOOK.policy(List.of("cn-own-customer"));

  @Test
  void theWorldAsBuiltIsLawful() {
    Example untouched = Example.allows("-", "nothing changed", world -> {});
    assertThat(untouched.differs(untouched.decide(RuleBook.standard(), POLICY))).isEmpty();
  }

  @TestFactory
  @Requirement("R01")
  Stream<DynamicTest> killSwitch() {
    return examples("R01");
  }

  @TestFactory
  @Requirement("R02")
  Stream<DynamicTest> clockTrust() {
    return examples("R02");
  }

  @TestFactory
  @Requirement({"R03", "X-13", "D-k"})
  Stream<DynamicTest> policyValid() {
    return examples("R03");
  }

  @TestFactory
  @Requirement("R04")
  Stream<DynamicTest> campaignApproved() {
    return examples("R04");
  }

  @TestFactory
  @Requirement({"R05", "C-22", "E-02"})
  Stream<DynamicTest> scriptApproved() {
    return examples("R05");
  }

  @TestFactory
  @Requirement({"R07", "A-08", "C-11", "D-b", "D-c", "D-d"})
  Stream<DynamicTest> callerNumber() {
    return examples("R07");
  }

  @TestFactory
  @Requirement({"R08", "C-23"})
  Stream<DynamicTest> recorderReady() {
    return examples("R08");
  }

  @TestFactory
  @Requirement("R11")
  Stream<DynamicTest> numberValid() {
    return examples("R11");
  }

  @TestFactory
  @Requirement("R12")
  Stream<DynamicTest> jurisdictionResolved() {
    return examples("R12");
  }

  @TestFactory
  @Requirement("R13")
  Stream<DynamicTest> reassigned() {
    return examples("R13");
  }

  @TestFactory
  @Requirement("R14")
  Stream<DynamicTest> protectedLine() {
    return examples("R14");
  }

  @TestFactory
  @Requirement("R21")
  Stream<DynamicTest> dncExternal() {
    return examples("R21");
  }

  @TestFactory
  @Requirement("R15")
  Stream<DynamicTest> subjectRestricted() {
    return examples("R15");
  }

  @TestFactory
  @Requirement({"R16", "C-19", "D-s"})
  Stream<DynamicTest> minor() {
    return examples("R16");
  }

  @TestFactory
  @Requirement({"R19", "A-32", "X-10"})
  Stream<DynamicTest> retentionLive() {
    return examples("R19");
  }

  @TestFactory
  @Requirement({"R18", "A-13", "A-14", "B-03"})
  Stream<DynamicTest> sourceProof() {
    return examples("R18");
  }

  @TestFactory
  @Requirement({"R20", "A-26", "C-06"})
  Stream<DynamicTest> dncInternal() {
    return examples("R20");
  }

  @TestFactory
  @Requirement({"R22", "A-03", "A-10", "A-16", "B-20"})
  Stream<DynamicTest> consentValid() {
    return examples("R22");
  }

  @TestFactory
  @Requirement({"R23", "A-24", "C-21"})
  Stream<DynamicTest> purposeMatch() {
    return examples("R23");
  }

  @TestFactory
  @Requirement({"R27", "C-04", "X-02", "X-03"})
  Stream<DynamicTest> holiday() {
    return examples("R27");
  }

  @TestFactory
  @Requirement({"R28", "A-25", "C-04", "D-l", "X-01"})
  Stream<DynamicTest> window() {
    return examples("R28");
  }

  @TestFactory
  @Requirement("R29")
  Stream<DynamicTest> quietBreak() {
    return examples("R29");
  }

  @TestFactory
  @Requirement("R30")
  Stream<DynamicTest> retryPolicy() {
    return examples("R30");
  }

  @TestFactory
  @Requirement({"R31", "A-25", "C-05", "X-04"})
  Stream<DynamicTest> frequencyCap() {
    return examples("R31");
  }

  @TestFactory
  @Requirement("R34")
  Stream<DynamicTest> inFlight() {
    return examples("R34");
  }

  @TestFactory
  @Requirement({"R06", "C-12", "D-a"})
  Stream<DynamicTest> licenceSector() {
    return examples("R06");
  }

  @TestFactory
  @Requirement("R09")
  Stream<DynamicTest> abandonRate() {
    return examples("R09");
  }

  @TestFactory
  @Requirement("R10")
  Stream<DynamicTest> agentQualified() {
    return examples("R10");
  }

  @TestFactory
  @Requirement("R17")
  Stream<DynamicTest> vulnerable() {
    return examples("R17");
  }

  @TestFactory
  @Requirement({"R24", "A-04"})
  Stream<DynamicTest> separateConsent() {
    return examples("R24");
  }

  @TestFactory
  @Requirement("R25")
  Stream<DynamicTest> coolOff() {
    return examples("R25");
  }

  @TestFactory
  @Requirement({"R26", "D-g"})
  Stream<DynamicTest> residency() {
    return examples("R26");
  }

  @TestFactory
  @Requirement("R32")
  Stream<DynamicTest> trunkLimits() {
    return examples("R32");
  }

  @TestFactory
  @Requirement("R33")
  Stream<DynamicTest> connectCapacity() {
    return examples("R33");
  }

  @TestFactory
  Stream<DynamicTest> withoutAnyOneRuleAnExampleFails() {
    return RuleBook.standard().rules().stream()
        .map(
            rule ->
                dynamicTest(
                    rule.id() + " always allowing",
                    () -> assertThat(ALL).anyMatch(example -> fails(example, without(rule)))));
  }

  private static Stream<DynamicTest> examples(String rule) {
    List<Example> examples = ALL.stream().filter(e -> e.rule().equals(rule)).toList();
    assertThat(examples).isNotEmpty();
    return examples.stream()
        .map(
            example ->
                dynamicTest(
                    rule + " " + example.says(),
                    () ->
                        assertThat(example.differs(example.decide(RuleBook.standard(), POLICY)))
                            .isEmpty()));
  }

  private static boolean fails(Example example, RuleBook rules) {
    return example.differs(example.decide(rules, POLICY)).isPresent();
  }

  private static RuleBook without(Rule replaced) {
    return new RuleBook(
        RuleBook.standard().rules().stream()
            .map(rule -> rule.id().equals(replaced.id()) ? alwaysAllow(rule.id()) : rule)
            .toList());
  }

  private static Rule alwaysAllow(String id) {
    return new Rule() {
      @Override
      public String id() {
        return id;
      }

      @Override
      public void judge(dev.assent.compliance.Facts facts, Objections objections) {}
    };
  }
}
