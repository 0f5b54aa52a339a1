package dev.assent.dialer.simulate;

import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Locale;

/** What a simulated call costs, warm: {@code SimulationBench CONTACTS DAYS SEED}. */
final class SimulationBench {
  private SimulationBench() {}

  public static void main(String[] args) {
    int contacts = Integer.parseInt(args[0]);
    int days = Integer.parseInt(args[1]);
    long seed = Long.parseLong(args[2]);
    once(Math.max(100, contacts / 4), days, seed + 1, System.err);
    once(contacts, days, seed, System.out);
  }

  private static void once(int contacts, int days, long seed, PrintStream out) {
    long began = System.nanoTime();
    long cpu = cpuNanos();
    SimulationResult result =
        CampaignSimulation.run(Scenarios.of(contacts, days, seed, Habits.USUAL), () -> false);
    double wall = (System.nanoTime() - began) / 1e6;
    double used = (cpuNanos() - cpu) / 1e6;
    out.printf(
        Locale.ROOT,
        "%d calls of %d people: %.1f s, %.1f s CPU; %.2f ms and %.2f ms CPU a call; %d findings%n",
        result.calls(),
        contacts,
        wall / 1e3,
        used / 1e3,
        wall / result.calls(),
        used / result.calls(),
        result.findings().size());
  }

  private static long cpuNanos() {
    return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }
}
