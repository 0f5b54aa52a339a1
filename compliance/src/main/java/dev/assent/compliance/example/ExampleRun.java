package dev.assent.compliance.example;

import dev.assent.compliance.Facts;
import dev.assent.compliance.Reason;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.numbering.Whereabouts;
import dev.assent.compliance.policy.Calendars;
import dev.assent.compliance.policy.FigureText;
import dev.assent.compliance.policy.Figures;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.PolicyKey;
import dev.assent.compliance.policy.PolicyKeys;
import dev.assent.compliance.policy.PolicyPack;
import dev.assent.compliance.policy.SmallestSteps;
import dev.assent.compliance.policy.TimeKeys;
import dev.assent.compliance.policy.WorkingDays;
import dev.assent.compliance.rules.RuleBook;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Runs examples against packs and calendars. Immutable; any thread. */
public final class ExampleRun {

  /**
   * Something that is not as it should be.
   *
   * @param about the example, or the figure
   */
  public record Finding(String file, String about, String problem) {}

  private final Map<String, PolicyPack> packs;
  private final Calendars calendars;
  private final RuleBook rules;

  public ExampleRun(Collection<PolicyPack> packs, Calendars calendars, RuleBook rules) {
    this.packs = packs.stream().collect(Collectors.toMap(PolicyPack::pack, Function.identity()));
    this.calendars = calendars;
    this.rules = rules;
  }

  /** Examples that do not hold. */
  public List<Finding> failures(ExampleFile file) {
    Optional<String> wanting = wanting(file);
    if (wanting.isPresent()) {
      return List.of(new Finding(file.file(), "pack " + file.pack(), wanting.get()));
    }
    Figures own = pack(file.pack()).figures();
    Policy policy = policy(file, own);
    List<Finding> findings = new ArrayList<>();
    for (PolicyExample example : file.examples()) {
      differs(example, policy)
          .ifPresent(
              was ->
                  findings.add(
                      new Finding(file.file(), example.rule() + " " + example.says(), was)));
    }
    for (FigureExample figure : file.figures()) {
      differs(figure, own, policy)
          .ifPresent(was -> findings.add(new Finding(file.file(), figure.key(), was)));
    }
    for (DeadlineExample deadline : file.deadlines()) {
      LocalDate due =
          new WorkingDays(calendars, policy.region())
              .due(deadline.received(), deadline.workingDays());
      if (!due.equals(deadline.due())) {
        findings.add(new Finding(file.file(), deadline.toString(), "is due on " + due));
      }
    }
    return findings;
  }

  /** Figures of the pack that can move by their smallest step without any example failing. */
  public List<Finding> unasserted(ExampleFile file) {
    if (wanting(file).isPresent()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    for (SmallestSteps.Step step : SmallestSteps.of(pack(file.pack()).figures())) {
      if (!asserted(file, step.moved()) && !masked(file, step)) {
        findings.add(
            new Finding(
                file.file(), step.path(), "no example asserts it: " + shortened(step.says())));
      }
    }
    return findings;
  }

  private boolean asserted(ExampleFile file, Figures moved) {
    Policy policy;
    try {
      policy = policy(file, moved);
    } catch (IllegalArgumentException contradictory) {
      return true; // such a pack permits nothing, which is noticed
    }
    return file.figures().stream().anyMatch(f -> differs(f, moved, policy).isPresent())
        || file.examples().stream().anyMatch(e -> differs(e, policy).isPresent());
  }

  /** A limit of a territory at the limit of its region: moved out, it limits nothing. */
  private boolean masked(ExampleFile file, SmallestSteps.Step step) {
    Figures own = pack(file.pack()).figures();
    return step.path().startsWith("territories[") && here(own).equals(here(step.moved()));
  }

  /** Where each place is and all that holds there. */
  private static List<List<Object>> here(Figures figures) {
    return figures.get(TimeKeys.TERRITORIES).stream()
        .<List<Object>>map(
            t ->
                List.of(
                    t.names(),
                    t.prefixes(),
                    t.zones(),
                    figures.and(t.figures()).without(TimeKeys.TERRITORIES)))
        .toList();
  }

  private Optional<String> wanting(ExampleFile file) {
    List<String> named = new ArrayList<>(file.with());
    named.add(file.pack());
    named.removeAll(packs.keySet());
    if (!named.isEmpty()) {
      return Optional.of("there is no pack " + String.join(", ", named));
    }
    try {
      policy(file, pack(file.pack()).figures());
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private PolicyPack pack(String name) {
    return Objects.requireNonNull(packs.get(name), name);
  }

  private Policy policy(ExampleFile file, Figures figures) {
    List<PolicyPack> all = new ArrayList<>();
    file.with().forEach(name -> all.add(pack(name)));
    all.add(pack(file.pack()).with(figures));
    return Policy.combine(all);
  }

  private static Optional<String> differs(FigureExample example, Figures own, Policy policy) {
    Optional<PolicyKey<?>> key =
        PolicyKeys.ALL.stream().filter(k -> k.path().equals(example.key())).findFirst();
    if (key.isEmpty()) {
      return Optional.of("is no key of a pack");
    }
    if (example.numbers().isEmpty()) {
      return differs(example, own, key.get());
    }
    return example.numbers().stream()
        .map(number -> differs(example, policy.of(number, Whereabouts.UNSAID).figures(), key.get()))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> differs(
      FigureExample example, Figures figures, PolicyKey<?> key) {
    String is = FigureText.of(figures, key);
    return is.equals(example.is()) ? Optional.empty() : Optional.of("is " + is);
  }

  private Optional<String> differs(PolicyExample example, Policy policy) {
    LawfulFacts lawful = new LawfulFacts(example);
    for (PhoneNumber number : example.numbers()) {
      Facts facts = lawful.of(number, policy, calendars);
      Optional<String> was = differs(example, rules.judge(facts));
      if (was.isPresent()) {
        return was.map(text -> number + ": " + text);
      }
    }
    return Optional.empty();
  }

  private static Optional<String> differs(PolicyExample example, List<Reason> reasons) {
    Set<ReasonCode> codes = EnumSet.noneOf(ReasonCode.class);
    reasons.forEach(reason -> codes.add(reason.code()));
    PolicyExample.Expected was =
        reasons.isEmpty()
            ? PolicyExample.Expected.ALLOW
            : switch (reasons.getFirst().severity()) {
              case DEFER -> PolicyExample.Expected.DEFER;
              case DENY -> PolicyExample.Expected.DENY;
              case DENY_PERMANENT -> PolicyExample.Expected.DENY_PERMANENT;
            };
    Instant until =
        reasons.stream()
            .map(Reason::until)
            .filter(each -> each != null)
            .max(Instant::compareTo)
            .orElse(null);
    boolean same =
        was == example.expect()
            && codes.equals(example.codes())
            && (example.until() == null || example.until().equals(until));
    return same
        ? Optional.empty()
        : Optional.of("is " + was + " " + codes + (until == null ? "" : " until " + until));
  }

  private static String shortened(String text) {
    return text.length() <= 120 ? text : text.substring(0, 120) + "…";
  }
}
