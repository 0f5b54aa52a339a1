package dev.assent.testsip.carrier;

import dev.assent.testsip.carrier.plan.PlanError;
import dev.assent.testsip.carrier.plan.PlanParser;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs a carrier as a process of its own until SIGTERM, Ctrl-C or a time without calls. */
public final class CarrierMain {
  private static final String USAGE =
      """
      usage: carrier --listen HOST:PORT --plan FILE [--out DIR] [--digest USER:PASSWORD[:sha256]]
                     [--from-second-address HOST:PORT] [--media-ports 42000-59998]
                     [--no-sound-limit 20s] [--speech-pause 800ms] [--seed N]
                     [--stop-after-idle 30s]
             carrier --help   says this, and how a plan is written
      """;

  private CarrierMain() {}

  /** Exit status 0 when stopped, 1 when something failed, 2 for wrong usage or a wrong plan. */
  public static void main(String[] args) throws InterruptedException {
    if (List.of(args).contains("--help")) {
      System.out.print(USAGE + "\n" + PlanParser.builtInText());
      return;
    }
    try {
      run(CarrierOptions.parse(args));
    } catch (PlanError e) {
      System.err.println(e.getMessage());
      System.exit(2);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.err.print(USAGE);
      System.exit(2);
    } catch (NoSuchFileException e) {
      System.err.println("no such file: " + e.getMessage());
      System.exit(2);
    } catch (IOException e) {
      System.err.println(e.getMessage());
      System.exit(1);
    }
  }

  private static void run(CarrierOptions options) throws IOException, InterruptedException {
    var plan = PlanParser.read(options.plan());
    Carrier carrier = Carrier.start(options.settings()).plan(plan);
    CountDownLatch stop = new CountDownLatch(1);
    Thread closing = Thread.ofPlatform().name("closing").unstarted(() -> close(carrier, stop));
    Runtime.getRuntime().addShutdownHook(closing);
    System.out.println("listening on " + carrier.address());
    while (!stop.await(1, TimeUnit.SECONDS)) {
      Duration limit = options.stopAfterIdle();
      if (!limit.isZero() && carrier.idle().compareTo(limit) >= 0) {
        System.exit(0);
      }
    }
  }

  /** In the shutdown hook, so that the reports are whole however the process is asked to stop. */
  private static void close(Carrier carrier, CountDownLatch stop) {
    stop.countDown();
    CarrierTotals totals = carrier.totals();
    carrier.close();
    System.out.printf(
        "%d calls, %d answered, %d busy, %d cancelled, %d orphaned, %.0f s of audio%n",
        totals.attempted(),
        totals.answered(),
        totals.busy(),
        totals.cancelled(),
        totals.orphaned() + totals.open(),
        totals.secondsOfAudio());
  }
}
