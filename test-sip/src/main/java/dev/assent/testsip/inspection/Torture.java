package dev.assent.testsip.inspection;

import dev.assent.testsip.torture.TortureDrive;
import java.time.Duration;

/** {@code Torture SECONDS [SEED]}: a user agent under seeded damage; exit 1 names what broke. */
public final class Torture {
  private Torture() {}

  public static void main(String[] args) throws Exception {
    Duration time = Duration.ofSeconds(Long.parseLong(args[0]));
    long seed = args.length > 1 ? Long.parseLong(args[1]) : System.nanoTime();
    System.out.println("seed " + seed);
    TortureDrive.Outcome outcome = TortureDrive.run(time, seed, /* drain= */ true);
    System.out.printf(
        "%d packets, %d calls, %d answers%n", outcome.sent(), outcome.calls(), outcome.answered());
    outcome.faults().forEach(System.err::println);
    System.exit(outcome.faults().isEmpty() ? 0 : 1);
  }
}
