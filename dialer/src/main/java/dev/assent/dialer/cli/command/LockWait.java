package dev.assent.dialer.cli.command;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.home.Clocks;
import dev.assent.dialer.engine.home.Home;
import dev.assent.dialer.engine.home.HomeLock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A home that somebody else holds: who that is, and waiting for one who will not be long. */
public final class LockWait {
  private static final Duration COMMAND_ENDS_WITHIN = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);

  private LockWait() {}

  /** Who holds a home, in words. */
  public static String holder(Home home) {
    return HomeLock.holder(home.root()).map(holder -> Long.toString(holder.pid())).orElse("?");
  }

  /** Since when, in words. */
  public static String since(Home home) {
    return HomeLock.holder(home.root())
        .flatMap(HomeLock.Holder::since)
        .map(Instant::toString)
        .orElse("?");
  }

  /**
   * The lock for an engine. A command that holds it just now is waited for.
   *
   * @throws UserError exit 1 when another engine holds it, or a command for longer than that
   */
  public static HomeLock forEngine(ClientContext context, Home home, Printer printer)
      throws IOException, InterruptedException {
    Clocks clocks = context.machine().clocks();
    for (long waited = 0; ; waited += BETWEEN_LOOKS.toMillis()) {
      Optional<HomeLock> lock = HomeLock.take(home.root(), true, clocks.machine().instant());
      if (lock.isPresent()) {
        return lock.get();
      }
      refuseSecond(home);
      if (waited >= COMMAND_ENDS_WITHIN.toMillis()) {
        throw new UserError(
            Exit.FAILED, Message.of("engine.held", holder(home), since(home)), "assent doctor");
      }
      if (waited == 0) {
        printer.say("engine.waits", holder(home), since(home), COMMAND_ENDS_WITHIN.toSeconds());
      }
      clocks.pause().of(BETWEEN_LOOKS);
    }
  }

  /** One that was killed leaves its name until the next has written its own. */
  private static void refuseSecond(Home home) {
    boolean engine =
        HomeLock.holder(home.root())
            .filter(holder -> holder.resident() && holder.alive())
            .isPresent();
    if (engine) {
      throw new UserError(
          Exit.FAILED,
          Message.of("engine.already", home.root(), holder(home), since(home)),
          "assent campaign status");
    }
  }
}
