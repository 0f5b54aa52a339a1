package dev.assent.dialer.cli.campaign;

import dev.assent.dialer.Timers;
import dev.assent.dialer.engine.Campaigns;
import dev.assent.dialer.engine.EngineContext;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Shows a run once a second: one line that renews itself on a terminal, a JSON object a line with
 * {@code -o json}, else a line whenever something changed.
 */
final class LiveReport implements AutoCloseable {
  private final EngineContext context;
  private final Campaigns.Running run;
  private final Timers timers;
  private final boolean json;
  private final boolean renew;
  private final ReentrantLock lock = new ReentrantLock();
  private String shown = "";
  private boolean closed;
  private Timers.@Nullable Cancellable next;

  private LiveReport(EngineContext context, Campaigns.Running run) {
    this.context = context;
    this.run = run;
    this.timers = context.calls().timers();
    this.json = CampaignRunCommand.json(context);
    this.renew = context.request().width() > 0 && context.terminal().interactive() && !json;
  }

  static LiveReport start(EngineContext context, Campaigns.Running run) {
    LiveReport report = new LiveReport(context, run);
    if (!context.request().quiet()) {
      report.tick();
    }
    return report;
  }

  /** On the timers' thread: writing to a terminal must not hold up calls. */
  private void tick() {
    Thread.ofVirtual()
        .start(
            () -> {
              lock.lock();
              try {
                if (!closed) {
                  show();
                  next = timers.after(TimeUnit.SECONDS.toNanos(1), this::tick);
                }
              } finally {
                lock.unlock();
              }
            });
  }

  private void show() {
    if (json) {
      context.terminal().out().println(LiveLine.json(run, context.parts().calls()));
      context.terminal().out().flush();
      return;
    }
    String line = LiveLine.of(run, context.parts().calls());
    if (!line.equals(shown)) {
      PrintStream err = context.terminal().err();
      err.print(renew ? "\r\u001b[K" + line : line + "\n");
      err.flush();
      shown = line;
    }
  }

  /** The line as it stands at the end. */
  void last() {
    lock.lock();
    try {
      if (!context.request().quiet()) {
        show();
      }
      if (renew) {
        context.terminal().err().println();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      if (next != null) {
        next.cancel();
      }
    } finally {
      lock.unlock();
    }
  }
}
