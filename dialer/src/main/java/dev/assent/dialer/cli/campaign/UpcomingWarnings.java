package dev.assent.dialer.cli.campaign;

import dev.assent.dialer.cli.output.Printer;
import dev.assent.dialer.engine.EngineContext;
import dev.assent.dialer.engine.law.Upcoming;

/** Says on stderr what runs out some day soon, beside what a command was asked for. */
final class UpcomingWarnings {
  private UpcomingWarnings() {}

  static void say(EngineContext context) {
    context.keys(); // an engine of one command opens them with its person's own
    Printer printer = new Printer(context.request(), context.terminal());
    for (Upcoming.Notice notice : context.parts().upcoming().known()) {
      printer.warn(notice.said().code(), notice.said().arguments().toArray());
    }
  }
}
