package dev.assent.dialer.trunk;

import dev.assent.compliance.Clearance;
import dev.assent.dialer.Threads;
import dev.assent.dialer.Timers;
import dev.assent.media.rtp.NoMediaPort;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Lines of a campaign that runs on several nodes: its calls a second and its calls at a time are
 * those of all nodes together. Used by one run.
 */
public final class SharedLines implements Lines {
  private final Lines lines;
  private final Allowance allowance;
  private final Pacer pacer;
  private final AtomicInteger up = new AtomicInteger();

  /**
   * @param callsPerSecond of the whole campaign
   */
  public SharedLines(
      Lines lines, Allowance allowance, Timers timers, Threads threads, double callsPerSecond) {
    this.lines = lines;
    this.allowance = allowance;
    this.pacer = new Pacer(timers, threads, callsPerSecond);
  }

  @Override
  public String name() {
    return lines.name();
  }

  @Override
  public Lines.Line seize() throws InterruptedException, NoMediaPort, TrunkHeld {
    if (up.get() >= allowance.channels(up::get)) {
      throw held();
    }
    Pacer.Turn turn = pacer.await(allowed());
    try {
      allowed(); // it may have run out while this call waited for its turn
      Lines.Line line = lines.seize();
      up.incrementAndGet();
      return new SharedLine(turn, line);
    } catch (InterruptedException | NoMediaPort | TrunkHeld | RuntimeException e) {
      turn.giveBack();
      throw e;
    }
  }

  private double allowed() throws TrunkHeld {
    double share = allowance.share();
    if (share <= 0) {
      throw held();
    }
    return share;
  }

  private static TrunkHeld held() {
    return new TrunkHeld("other nodes have this campaign's calls");
  }

  private final class SharedLine implements Lines.Line {
    private final Pacer.Turn turn;
    private final Lines.Line line;
    private boolean dialled;

    private SharedLine(Pacer.Turn turn, Lines.Line line) {
      this.turn = turn;
      this.line = line;
    }

    @Override
    public String sipCallId() {
      return line.sipCallId();
    }

    @Override
    public Dialed dial(Clearance clearance) {
      dialled = true;
      return line.dial(clearance);
    }

    @Override
    public void close() {
      if (!dialled) {
        turn.giveBack();
      }
      up.decrementAndGet();
      line.close();
    }
  }
}
