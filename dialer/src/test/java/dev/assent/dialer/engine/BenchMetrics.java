package dev.assent.dialer.engine;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of a bench: a line each on the screen, all of them as JSON in the end. */
final class BenchMetrics {
  private final List<String> metrics = new ArrayList<>();

  /** A figure that must not be above its goal. */
  void atMost(
      String name,
      double value,
      String unit,
      String reference,
      double referenceValue,
      double goal) {
    add(name, value, unit, reference, referenceValue, goal, value <= goal);
  }

  /** A part of the reference that must not be below its goal. */
  void atLeast(
      String name,
      double value,
      String unit,
      String reference,
      double referenceValue,
      double goal) {
    add(name, value, unit, reference, referenceValue, goal, value >= goal);
  }

  /** A figure without a goal. */
  void told(String name, double value, String unit, String reference, double referenceValue) {
    add(name, value, unit, reference, referenceValue, 0, true);
  }

  private void add(
      String name,
      double value,
      String unit,
      String reference,
      double referenceValue,
      double goal,
      boolean met) {
    double ratio = referenceValue == 0 ? 0 : value / referenceValue;
    System.out.printf(
        Locale.ROOT,
        "%-36s %,12.1f %-5s %s %,.1f  ratio %.2f  %s%n",
        name,
        value,
        unit,
        reference,
        referenceValue,
        ratio,
        goal == 0 ? "" : "goal %,.1f %s".formatted(goal, met ? "met" : "NOT MET"));
    metrics.add(
        String.format(
            Locale.ROOT,
            "{\"name\": \"%s\", \"value\": %.3f, \"unit\": \"%s\", \"reference\": \"%s\","
                + " \"referenceValue\": %.3f, \"ratio\": %.3f, \"goal\": %.3f, \"met\": %b}",
            name,
            value,
            unit,
            reference,
            referenceValue,
            ratio,
            goal,
            met));
  }

  void write(String bench, Path json) throws IOException {
    Files.writeString(
        json,
        "{\"bench\": \"%s\", \"machine\": \"%d cores, load %.1f, Java %s\", \"metrics\": [%n  %s%n]}%n"
            .formatted(
                bench,
                Runtime.getRuntime().availableProcessors(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                Runtime.version(),
                String.join(",\n  ", metrics)));
  }

  /**
   * Of the old generation, in MiB, since the start or the last {@link #forgetHeapPeak}: the others
   * have their peaks at other times.
   */
  static double heapPeak() {
    return heap().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() / 1048576.0;
  }

  static void forgetHeapPeak() {
    System.gc();
    heap().forEach(MemoryPoolMXBean::resetPeakUsage);
  }

  private static List<MemoryPoolMXBean> heap() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .filter(pool -> pool.getName().matches(".*(Old|Tenured).*"))
        .toList();
  }
}
