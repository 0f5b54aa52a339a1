package dev.assent.dialer.simulate;

import dev.assent.compliance.Clearance;
import dev.assent.dialer.simulate.recount.Recount;
import dev.assent.dialer.trunk.CallsInProgress;
import dev.assent.dialer.trunk.CallsInProgress.Wanted;
import dev.assent.dialer.trunk.Dialed;
import dev.assent.dialer.trunk.DialingLaw;
import dev.assent.dialer.trunk.Disposition;
import dev.assent.dialer.trunk.Lines;
import dev.assent.dialer.trunk.TrunkBudget;
import dev.assent.media.prompt.Prompt;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A trunk to nowhere: channels and calls a second are the carrier's, shared as the real ones are,
 * and whoever is dialled is one of the simulated {@link People}. No INVITE, no packet. Used by the
 * thread whose turn it is.
 */
final class SimulatedLines {
  /** RFC 3261 section 17.1.1.2, 64 times T1. */
  private static final Duration TIMER_B = Duration.ofSeconds(32);

  private static final Duration POST_DIAL = Duration.ofMillis(1_200);

  private final String name;
  private final VirtualTime time;
  private final TrunkBudget budget;
  private final DialingLaw law;
  private final CallsInProgress inProgress;
  private final SimulatedHome home;
  private final People people;
  private final Recount recount;
  private final Tally tally;
  private final Happenings happenings;

  SimulatedLines(
      Scenario.Carrier carrier,
      VirtualTime time,
      DialingLaw law,
      CallsInProgress inProgress,
      SimulatedHome home,
      Happenings happenings) {
    this.happenings = happenings;
    this.name = carrier.name();
    this.time = time;
    this.budget =
        new TrunkBudget(time, time, carrier.limits().channels(), carrier.callsPerSecond());
    this.law = law;
    this.inProgress = inProgress;
    this.home = home;
    this.people = home.people();
    this.recount = home.recount();
    this.tally = home.tally();
  }

  int inUse() {
    return budget.inUse();
  }

  /**
   * For one campaign.
   *
   * @param confirmation what people hear who opted out
   */
  Lines linesFor(int priority, List<Prompt> confirmation) {
    TrunkBudget.Claim claim = budget.claim(priority);
    return new Lines() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Line seize() throws InterruptedException {
        TrunkBudget.Turn turn = budget.enter(claim, () -> 1);
        return new Simulated(home.newCallId(), turn, confirmation);
      }
    };
  }

  private final class Simulated implements Lines.Line {
    private final String callId;
    private final TrunkBudget.Turn turn;
    private final List<Prompt> confirmation;
    private boolean dialled;
    private boolean rang;
    private @Nullable Wanted wanted;
    private @Nullable SimulatedCall call;
    private CompletableFuture<Void> wake = new CompletableFuture<>();

    private Simulated(String callId, TrunkBudget.Turn turn, List<Prompt> confirmation) {
      this.callId = callId;
      this.turn = turn;
      this.confirmation = confirmation;
    }

    @Override
    public String sipCallId() {
      return callId;
    }

    @Override
    public Dialed dial(Clearance clearance) {
      if (dialled) {
        throw new IllegalStateException("a line dials once");
      }
      dialled = true;
      inProgress.add(clearance, this::end);
      Optional<String> against = law.against(clearance);
      if (against.isPresent()) {
        return new Dialed.NotSent(against.get());
      }
      String number = clearance.number().e164();
      recount.invited(number, clearance.campaignId(), clearance.attemptId(), callId, time.actual());
      tally.called(time.actual());
      Fate fate = people.called(number, name, time.actual());
      happenings.called(name, callId, clearance, time.actual(), fate);
      Dialed dialed = reach(clearance, fate);
      note(clearance, dialed);
      if (!(dialed instanceof Dialed.Answered)) {
        recount.over(clearance.attemptId());
      }
      return dialed;
    }

    /** The recount takes its own view of what may follow. */
    private void note(Clearance clearance, Dialed dialed) {
      if (dialed instanceof Dialed.Unknown) {
        recount.unknown(clearance.attemptId());
      } else if (dialed instanceof Dialed.Rejected(var disposition, _, _, _, _, _)
          && (disposition == Disposition.UNWANTED || disposition == Disposition.BLOCKED)) {
        recount.answered(clearance.attemptId());
      }
    }

    private Dialed reach(Clearance clearance, Fate fate) {
      return switch (fate) {
        case Fate.Lost _ -> {
          boolean cancelled = !pass(TIMER_B);
          yield new Dialed.Unknown(cancelled ? "given up before any answer" : "no answer");
        }
        case Fate.NoWay(int status, Duration after) -> {
          pass(after);
          yield refused(status);
        }
        case Fate.RingsOut _ -> {
          if (!ring(clearance, law.ringAtMost(clearance))) {
            yield cancelled();
          }
          yield new Dialed.NoAnswer();
        }
        case Fate.Declined(Duration after) -> {
          if (!ring(clearance, after)) {
            yield cancelled();
          }
          yield rejected(603, Disposition.DECLINED);
        }
        case Fate.Answered answered -> {
          if (!ring(clearance, answered.after())) {
            yield cancelled();
          }
          inProgress.answered(clearance);
          tally.answered(time.actual());
          SimulatedCall made = new SimulatedCall(time, callId, answered, new OfThisCall(clearance));
          call = made;
          yield new Dialed.Answered(made);
        }
      };
    }

    private final class OfThisCall implements SimulatedCall.Witness {
      private final Clearance clearance;

      private OfThisCall(Clearance clearance) {
        this.clearance = clearance;
      }

      @Override
      public void hears(List<Prompt> segments) {
        if (segments.equals(confirmation)) {
          recount.refused(clearance.number().e164(), clearance.attemptId(), time.actual());
        }
      }

      @Override
      public void over(Duration talk) {
        recount.over(clearance.attemptId());
        tally.talked(talk);
      }
    }

    private Dialed refused(int status) {
      return switch (status) {
        case 486 -> new Dialed.Busy(status, false);
        case 503 -> rejected(status, Disposition.CONGESTION);
        case 607 -> rejected(status, Disposition.UNWANTED);
        case 608 -> rejected(status, Disposition.BLOCKED);
        default -> rejected(status, Disposition.UNALLOCATED);
      };
    }

    private Dialed rejected(int status, Disposition meaning) {
      return new Dialed.Rejected(meaning, status, meaning.name(), List.of(), List.of(), rang);
    }

    private Dialed cancelled() {
      return new Dialed.Cancelled(wanted == Wanted.REFUSED_ELSEWHERE, rang);
    }

    /** Whether it rang to its end; else somebody on our side gave it up. */
    private boolean ring(Clearance clearance, Duration howLong) {
      if (!pass(POST_DIAL)) {
        return false;
      }
      rang = true;
      inProgress.ringing(clearance);
      recount.ringing(clearance.attemptId(), time.actual());
      Duration atMost = law.ringAtMost(clearance).minus(POST_DIAL);
      boolean whole = pass(howLong.compareTo(atMost) < 0 ? howLong : atMost);
      recount.ringsStill(clearance.attemptId(), time.actual());
      return whole;
    }

    private boolean pass(Duration howLong) {
      if (wanted != null) {
        return false;
      }
      CompletableFuture<Void> waited = new CompletableFuture<>();
      wake = waited;
      var timer = time.after(howLong.toNanos(), () -> waited.complete(null));
      time.await(waited);
      timer.cancel();
      return wanted == null;
    }

    private void end(Wanted why) {
      SimulatedCall talking = call;
      if (talking != null) {
        talking.end(why);
      } else {
        wanted = wanted == null ? why : wanted;
        wake.complete(null);
      }
    }

    @Override
    public void close() {
      if (!dialled) {
        turn.giveBack();
      }
      budget.leave();
    }
  }
}
