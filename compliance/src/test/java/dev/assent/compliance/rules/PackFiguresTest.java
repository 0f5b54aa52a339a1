package dev.assent.compliance.rules;

import static dev.assent.compliance.With.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.assent.compliance.Found;
import dev.assent.compliance.Requirement;
import dev.assent.compliance.World;
import dev.assent.compliance.policy.Cap;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.PolicyPack;
import dev.assent.compliance.policy.PolicyPack.CallerTerms;
import dev.assent.compliance.policy.PolicyPack.HolidayMode;
import dev.assent.compliance.policy.PolicyPack.Retry;
import dev.assent.compliance.policy.Purpose;
import dev.assent.compliance.policy.Window;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** A figure of the pack moved by its smallest step, and some example no longer holds. */
@Timeout(120)
final class PackFiguresTest {

  private static final PolicyPack PACK =
      World.BOOK.packs().stream()
          .filter(pack -> pack.pack().equals("cn-own-customer"))
          .findFirst()
          .orElseThrow();

  @TestFactory
  @Requirement({"A-25", "C-05", "D-l", "D-b", "X-01", "X-02", "X-03", "X-04"})
  Stream<DynamicTest> everyFigureIsHeldByAnExample() {
    return moved().entrySet().stream()
        .map(
            entry ->
                dynamicTest(
                    entry.getKey(),
                    () -> {
                      Found<Policy> policy =
                          Found.present(Policy.combine(List.of(entry.getValue())));
                      assertThat(RuleExamplesTest.ALL)
                          .anyMatch(
                              example ->
                                  example
                                      .differs(example.decide(RuleBook.standard(), policy))
                                      .isPresent());
                    }));
  }

  private static Map<String, PolicyPack> moved() {
    Map<String, PolicyPack> moved = new LinkedHashMap<>();
    moved.put(
        "from a minute earlier", windows(w -> new Window(w.start().minusMinutes(1), w.end())));
    moved.put("from a minute later", windows(w -> new Window(w.start().plusMinutes(1), w.end())));
    moved.put("to a minute earlier", windows(w -> new Window(w.start(), w.end().minusMinutes(1))));
    moved.put("to a minute later", windows(w -> new Window(w.start(), w.end().plusMinutes(1))));
    moved.put("rings a second longer", with(PACK, "ringMax", PACK.ringMax().plusSeconds(1)));
    moved.put("rings a second less", with(PACK, "ringMax", PACK.ringMax().minusSeconds(1)));
    moved.put("retries a minute later", with(PACK, "retry", retry(1, 0)));
    moved.put("retries a minute earlier", with(PACK, "retry", retry(-1, 0)));
    moved.put("one retry more", with(PACK, "retry", retry(0, 1)));
    moved.put("one retry less", with(PACK, "retry", retry(0, -1)));
    moved.put("statutory days only", with(PACK, "holidayMode", HolidayMode.STATUTORY));
    moved.put("no holidays", with(PACK, "holidayMode", HolidayMode.NONE));
    moved.put("no weekends", with(PACK, "weekendAllowed", false));
    moved.put("consent a day older", consentAge(1));
    moved.put("consent a day younger", consentAge(-1));
    moved.put("filed a day later", with(PACK, "callerId", filing(1)));
    moved.put("filed a day earlier", with(PACK, "callerId", filing(-1)));
    moved.put("any series", with(PACK, "callerId", new CallerTerms(Set.of("+"), 10)));
    moved.put("no marketing", with(PACK, "purposes", EnumSet.of(Purpose.SERVICE)));
    for (Cap cap : PACK.caps()) {
      moved.put(cap + " one more", caps(cap, cap.limit() + 1));
      if (cap.limit() > 1) {
        moved.put(cap + " one less", caps(cap, cap.limit() - 1));
      }
    }
    return moved;
  }

  private static PolicyPack windows(UnaryOperator<Window> change) {
    Map<DayOfWeek, List<Window>> windows = new EnumMap<>(DayOfWeek.class);
    PACK.windows().forEach((day, list) -> windows.put(day, list.stream().map(change).toList()));
    return with(PACK, "windows", windows);
  }

  private static Retry retry(int minutes, int attempts) {
    return new Retry(PACK.retry().gap().plusMinutes(minutes), PACK.retry().max() + attempts);
  }

  private static PolicyPack consentAge(int days) {
    return with(
        PACK, "consent", with(PACK.consent(), "maxAge", PACK.consent().maxAge().plusDays(days)));
  }

  private static CallerTerms filing(int days) {
    return new CallerTerms(PACK.callerId().series(), PACK.callerId().filingWorkingDays() + days);
  }

  private static PolicyPack caps(Cap moved, int limit) {
    List<Cap> caps = new ArrayList<>(PACK.caps());
    caps.remove(moved);
    caps.add(new Cap(moved.scope(), moved.period(), limit));
    return with(PACK, "caps", caps);
  }
}
