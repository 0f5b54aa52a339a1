package dev.assent.testsip.fences;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Time and chance come in through the constructor, so that every test can hold them. Only the
 * classes named here make the real ones. (The carrier of test-sip is the outside: it keeps its own
 * time.)
 */
@Timeout(120)
class InjectedTimeTest {
  /** Full names of the classes that make real clocks, timers and randomness. Keep it short. */
  private static final Set<String> MAKERS =
      Set.of(
          "dev.assent.dialer.engine.home.Clocks",
          "dev.assent.dialer.sip.WheelTimers",
          "dev.assent.media.rtp.SystemMediaClock", //
          "dev.assent.recorder.RecorderThreads");

  @Test
  void onlyTheCompositionMakesTimeAndChance() {
    classes()
        .that()
        .resideOutsideOfPackage("dev.assent.testsip..")
        .and(DescribedPredicate.not(Outermost.isOneOf("makers of time and chance", MAKERS)))
        .should(takeTimeAndChanceFromOutside())
        .check(ProductionClasses.ALL);
  }

  private static ArchCondition<JavaClass> takeTimeAndChanceFromOutside() {
    return new ArchCondition<>("take time and chance from outside") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        // Calls and method references alike: Instant::now is no way round.
        for (JavaCodeUnitAccess<?> access : type.getCodeUnitAccessesFromSelf()) {
          if (isSource(access.getTarget())) {
            events.add(SimpleConditionEvent.violated(access, access.getDescription()));
          }
        }
      }
    };
  }

  private static boolean isSource(CodeUnitAccessTarget target) {
    String name = target.getName();
    List<String> parameters =
        target.getRawParameterTypes().stream().map(JavaClass::getFullName).toList();
    return switch (target.getOwner().getFullName()) {
      case "java.lang.System" -> name.equals("currentTimeMillis") || name.equals("nanoTime");
      case "java.lang.Thread", "java.util.concurrent.TimeUnit" -> name.equals("sleep");
      case "java.time.Clock", "java.time.InstantSource" ->
          name.startsWith("system") || (name.startsWith("tick") && !name.equals("tick"));
      case "java.util.Date", "java.util.Random", "java.security.SecureRandom" ->
          (name.equals("<init>") && parameters.isEmpty()) || name.equals("getInstanceStrong");
      case "java.util.random.RandomGenerator" -> name.equals("getDefault") || name.equals("of");
      case "java.util.SplittableRandom" -> name.equals("<init>") && parameters.isEmpty();
      case "java.util.Calendar" -> name.equals("getInstance");
      case "java.lang.Math", "java.lang.StrictMath" -> name.equals("random");
      case "java.util.UUID" -> name.equals("randomUUID");
      case "java.util.concurrent.ThreadLocalRandom" -> name.equals("current");
      default ->
          name.equals("now")
              && target.getOwner().getPackageName().startsWith("java.time")
              && !parameters.equals(List.of("java.time.Clock"));
    };
  }
}
