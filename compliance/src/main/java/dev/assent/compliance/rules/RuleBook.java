package dev.assent.compliance.rules;

import dev.assent.compliance.Facts;
import dev.assent.compliance.Reason;
import dev.assent.compliance.TestCall;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The rules in force, in the order of the catalogue. Immutable. */
public final class RuleBook {

  /**
   * Looked at again before each INVITE of an attempt: a hold, the window, what the person said or
   * what was said of them, and every list that may have been switched since the reservation.
   */
  public static final Set<String> BEFORE_EACH_INVITE =
      Set.of("R01", "R13", "R14", "R15", "R16", "R17", "R20", "R21", "R22", "R28", "R29");

  private final List<Rule> rules;
  private final List<Rule> again;

  /**
   * @throws IllegalArgumentException when two rules have one id
   */
  public RuleBook(List<Rule> rules) {
    Set<String> ids = rules.stream().map(Rule::id).collect(Collectors.toSet());
    if (ids.size() != rules.size()) {
      throw new IllegalArgumentException("two rules have the same id");
    }
    this.rules = List.copyOf(rules);
    this.again = of(BEFORE_EACH_INVITE);
  }

  public static RuleBook standard() {
    return new RuleBook(
        List.of(
            new R01KillSwitch(),
            new R02ClockTrust(),
            new R03PolicyValid(),
            new R04CampaignApproved(),
            new R05ScriptApproved(),
            new R06LicenceSector(),
            new R07CallerNumber(),
            new R08RecorderReady(),
            new R09AbandonRate(),
            new R10AgentQualified(),
            new R11NumberValid(),
            new R12JurisdictionResolved(),
            new R13Reassigned(),
            new R14ProtectedLine(),
            new R15SubjectRestricted(),
            new R16Minor(),
            new R17Vulnerable(),
            new R18SourceProof(),
            new R19RetentionLive(),
            new R20DncInternal(),
            new R21DncExternal(),
            new R22ConsentValid(),
            new R23PurposeMatch(),
            new R24SeparateConsent(),
            new R25CoolOff(),
            new R26Residency(),
            new R27Holiday(),
            new R28Window(),
            new R29QuietBreak(),
            new R30RetryPolicy(),
            new R31FrequencyCap(),
            new R32TrunkLimits(),
            new R33ConnectCapacity(),
            new R34InFlight()));
  }

  public List<Rule> rules() {
    return rules;
  }

  /** Every objection of every rule, worst first; empty means that nothing stands against it. */
  public List<Reason> judge(Facts facts) {
    return judge(facts, rules);
  }

  /** To a number of our own staff fewer rules apply; to everybody else all of them. */
  private static boolean applies(Rule rule, Facts facts) {
    return !facts.attempt().test() || TestCall.RULES.contains(rule.id());
  }

  /** As {@link #judge(Facts)}, with the rules of {@link #BEFORE_EACH_INVITE} alone. */
  public List<Reason> judgeAgain(Facts facts) {
    return judge(facts, again);
  }

  /** As {@link #judge(Facts)}, with the rules of these ids alone. */
  List<Reason> judge(Facts facts, Set<String> ids) {
    return judge(facts, of(ids));
  }

  private List<Rule> of(Set<String> ids) {
    return rules.stream().filter(rule -> ids.contains(rule.id())).toList();
  }

  /** A plain loop: streams took as long as the rules, several times a call. */
  private static List<Reason> judge(Facts facts, List<Rule> asked) {
    Objections objections = new Objections();
    for (Rule rule : asked) {
      if (applies(rule, facts)) {
        rule.judge(facts, objections);
      }
    }
    return objections.worstFirst();
  }
}
