package dev.assent.compliance.store;

import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.intake.NumberList;
import dev.assent.compliance.intake.Reject;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.store.commit.ListTerms;
import dev.assent.compliance.store.sql.StoreSettings;
import dev.assent.compliance.store.suppression.ListImport;
import dev.assent.compliance.store.suppression.ListInForce;
import dev.assent.compliance.suppression.ListKind;
import dev.assent.compliance.suppression.ListTitle;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Figures, no test: {@code ListBench DIRECTORY NUMBERS JSON}. How long a list of that many numbers
 * takes from its file until it is in force, beside writing and forcing its bytes; and how long a
 * look at it takes, beside reading one block. Real files, an embedded database.
 */
final class ListBench {
  private static final int LOOKS = 50_000;
  private static final int BLOCK = 4096;

  private final List<String> metrics = new ArrayList<>();
  private final Path directory;
  private final int numbers;

  private ListBench(Path directory, int numbers) {
    this.directory = directory;
    this.numbers = numbers;
  }

  public static void main(String[] arguments) throws Exception {
    ListBench bench = new ListBench(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    bench.run();
    Files.writeString(
        Path.of(arguments[2]),
        "{\"bench\": \"lists\", \"machine\": \"%d cores, Java %s\", \"metrics\": [%n  %s%n]}%n"
            .formatted(
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                String.join(",\n  ", bench.metrics)));
  }

  private static String number(int i) {
    return "%011d".formatted(18_000_000_000L + (i * 97L) % 1_000_000_000L);
  }

  private void run() throws Exception {
    Path file = directory.resolve("numbers.csv");
    try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.US_ASCII)) {
      for (int i = 0; i < numbers; i++) {
        out.write(number(i));
        out.write('\n');
      }
    }
    StoreSettings settings =
        StoreSettings.h2(
            directory.resolve("data").resolve("assent"),
            directory.resolve("data").resolve("quarantine"),
            TestDatabase.CONTROLLER,
            false);
    try (TestHome home = new TestHome(settings)) {
      home.open();
      ListTerms terms =
          new ListTerms(
              new ListTitle("bench", ListKind.REFUSALS, "1"),
              TestHome.START,
              null,
              new ListTerms.Bulk(Manner.REGULATOR, DncReach.EVERY_CALL),
              "0".repeat(64),
              0);
      long from = System.nanoTime();
      ListInForce list = take(home, terms, file);
      double took = (System.nanoTime() - from) / 1e9;
      double written = write(numbers * 32L);
      add(
          "import of " + numbers + " numbers",
          took,
          "s",
          "writing and forcing its bytes",
          written,
          120);
      if (list.entries() != numbers) {
        throw new IllegalStateException("lost: " + (numbers - list.entries()));
      }
      looks(home, settings, list);
    }
  }

  private static ListInForce take(TestHome home, ListTerms terms, Path file) throws Exception {
    try (ListImport list = home.store().suppression().begin(terms, "anna");
        InputStream in = Files.newInputStream(file)) {
      NumberList.read(
          in,
          "CN",
          new NumberList.Sink() {
            @Override
            public void accept(PhoneNumber number, @Nullable LocalDate day) throws IOException {
              list.add(number, day);
            }

            @Override
            public void rejected(Reject reject) {
              throw new IllegalStateException("line " + reject.line());
            }
          });
      return list.switchOver(0);
    }
  }

  private double write(long bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 20);
    long from = System.nanoTime();
    try (FileChannel out =
        FileChannel.open(
            directory.resolve("reference"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      for (long at = 0; at < bytes; at += buffer.capacity()) {
        out.write(buffer.clear());
      }
      out.force(true);
    }
    return (System.nanoTime() - from) / 1e9;
  }

  /** Half of the numbers stand on the list. The first fifth warms up and does not count. */
  private void looks(TestHome home, StoreSettings settings, ListInForce list) throws Exception {
    SplittableRandom random = new SplittableRandom(1);
    long[] looked = new long[LOOKS];
    long[] read = new long[LOOKS];
    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
    Path file = settings.lists().resolve(list.seal() + ".list");
    try (FileChannel in = FileChannel.open(file, StandardOpenOption.READ)) {
      for (int i = 0; i < LOOKS; i++) {
        int one = random.nextInt(numbers);
        boolean on = i % 2 == 0;
        PhoneNumber number =
            PhoneNumber.ofE164("+86" + (on ? number(one) : "199%08d".formatted(i)));
        long from = System.nanoTime();
        boolean found = !home.store().suppression().naming(number).isEmpty();
        looked[i] = System.nanoTime() - from;
        if (found != on) {
          throw new IllegalStateException("look " + i + " is wrong");
        }
        from = System.nanoTime();
        in.read(block.clear(), (long) random.nextInt(numbers / 128) * BLOCK);
        read[i] = System.nanoTime() - from;
      }
    }
    add("look, p50", quantile(looked, 50), "ms", "one block read, p50", quantile(read, 50), -1);
    add("look, p99", quantile(looked, 99), "ms", "one block read, p99", quantile(read, 99), 2);
  }

  private static double quantile(long[] nanos, int percent) {
    long[] sorted = Arrays.copyOfRange(nanos, nanos.length / 5, nanos.length);
    Arrays.sort(sorted);
    return sorted[sorted.length * percent / 100] / 1e6;
  }

  /**
   * @param goal at most that much; negative for none
   */
  private void add(
      String name,
      double value,
      String unit,
      String reference,
      double referenceValue,
      double goal) {
    System.out.printf(
        Locale.ROOT,
        "%-32s %9.3f %-3s %8.1f x %s (%.3f)%n",
        name,
        value,
        unit,
        value / referenceValue,
        reference,
        referenceValue);
    metrics.add(
        ("{\"name\": \"%s\", \"value\": %.4f, \"unit\": \"%s\", \"reference\": \"%s\","
                + " \"referenceValue\": %.4f, \"ratio\": %.2f, \"goal\": %s, \"met\": %s}")
            .formatted(
                name,
                value,
                unit,
                reference,
                referenceValue,
                value / referenceValue,
                goal < 0 ? "null" : goal,
                goal < 0 ? "null" : value <= goal));
  }
}
