package dev.assent.dialer.campaign;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Permit;
import dev.assent.compliance.ReasonCode;
import dev.assent.compliance.store.sql.StoreUnavailable;
import dev.assent.dialer.call.RecordingSlots;
import dev.assent.dialer.call.Words;
import dev.assent.dialer.trunk.Lines;
import dev.assent.dialer.trunk.Pacer;
import dev.assent.dialer.trunk.TrunkHeld;
import dev.assent.media.rtp.NoMediaPort;
import dev.assent.recorder.RecorderBusy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One run of a campaign: looks at who is due, asks the law, and keeps as many calls in the air as
 * the campaign and its trunk allow, until the list is finished or somebody ends it.
 *
 * <p>The loop runs on one virtual thread; every attempt has its own.
 */
public final class CampaignRun {
  private static final Logger LOG = LoggerFactory.getLogger(CampaignRun.class);

  /** Between looks at what changes without calls. */
  private static final Duration LOOK = Duration.ofSeconds(30);

  /** A clock may be set while the run waits: it looks again at least so often. */
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /**
   * Who is due so soon is due now, also for a run that does not wait: put off by a machine that was
   * slow, by a lock, by a line that was taken.
   */
  private static final Duration MOMENT = Duration.ofSeconds(15);

  /** A machine that is slow for some seconds writes nothing about a page it could not read. */
  private static final int UNREAD_PAGES = 5;

  /** Within a second each node hears what was done with the campaign at another. */
  private static final int UNTOLD_PAGES = 5;

  /** Until what could not be read, or was changed elsewhere, is looked at again. */
  private static final Duration REST = Duration.ofSeconds(1);

  /** How this run ended. */
  public enum End {
    /** Nobody is left who could be called in this campaign. */
    FINISHED,
    /** Everybody who was due was dealt with; others are deferred. */
    NOTHING_DUE,
    /** Others are deferred, and all of them past the campaign's end: nobody will be due in it. */
    NONE_DUE_IN_TIME,
    /** Its calls were not as its thresholds expect. */
    BRAKED,
    /** An operator drained it. */
    DRAINED,
    /** An operator stopped it. */
    STOPPED
  }

  private final CallingParts parts;
  private final Campaign campaign;
  private final Lines trunk;
  private final AttemptRun attempts;
  private final RunControl control;
  private final RunProgress progress;
  private final ThresholdWatch watch;
  private final RampUp ramp;
  private final boolean once;
  private final Semaphore concurrency;
  private final Pacer pacer;
  private int unreadPages;
  private int untoldPages;
  private volatile boolean watching = true;
  private final Set<UUID> inFlight = ConcurrentHashMap.newKeySet();
  private final PagesAhead pages;

  /**
   * @param once do not wait for deferred contacts: end when nobody is due
   */
  public CampaignRun(
      CallingParts parts,
      Campaign campaign,
      Lines trunk,
      Words words,
      RunControl control,
      RunProgress progress,
      ThresholdWatch watch,
      boolean once) {
    this.parts = parts;
    this.campaign = campaign;
    this.trunk = trunk;
    this.attempts = new AttemptRun(parts, words);
    this.control = control;
    this.progress = progress;
    this.watch = watch;
    this.ramp = new RampUp(parts.timers(), Duration.ofSeconds(campaign.pacing().rampUpSeconds()));
    this.once = once;
    this.pages = new PagesAhead(parts, campaign, trunk.name(), inFlight);
    this.concurrency = new Semaphore(campaign.pacing().concurrency(), true);
    this.pacer = new Pacer(parts.timers(), parts.threads(), campaign.pacing().callsPerSecond());
  }

  /** Runs to the end. Returns only when the last call has ended and is written down. */
  public End run() throws InterruptedException {
    // What braked it before a crash brakes it before the first call.
    lookAtThresholds();
    watchOn();
    try {
      return loop();
    } finally {
      watching = false;
      awaitCalls();
      release();
      control.over().complete(null);
    }
  }

  /** Nobody is looked at here any more. */
  private void release() {
    try {
      pages.drop();
      parts.lists().release(campaign.id());
    } catch (RuntimeException e) {
      LOG.warn("what this run claimed stays claimed until its engine starts again", e);
    } catch (InterruptedException e) {
      LOG.warn("what this run claimed stays claimed until its engine starts again");
      Thread.currentThread().interrupt();
    }
  }

  /** Complaints come without calls. */
  private void watchOn() {
    if (watching && !campaign.thresholds().isEmpty()) {
      parts
          .threads()
          .start(
              "thresholds-" + campaign.name(),
              () -> {
                lookAtThresholds();
                parts.timers().after(LOOK.toNanos(), this::watchOn);
              });
    }
  }

  private void lookAtThresholds() {
    if (campaign.thresholds().isEmpty()) {
      return;
    }
    try {
      watch.look();
    } catch (RuntimeException e) {
      LOG.error("the thresholds could not be looked at", e);
    }
    brake();
  }

  private End loop() throws InterruptedException {
    while (true) {
      long seen = control.changes();
      switch (control.wish()) {
        case RUN -> {
          Optional<End> end = dialDueOrWait(seen);
          if (end.isPresent()) {
            return end.get();
          }
        }
        case PAUSE -> {
          pages.drop();
          parts.lists().release(campaign.id());
          control.awaitChange(seen, parts.threads());
        }
        case DRAIN -> {
          return watch.brake() == null ? End.DRAINED : End.BRAKED;
        }
        case STOP, HANG_UP -> {
          parts.inProgress().stop(campaign.id(), control.wish() == RunControl.Wish.HANG_UP);
          return End.STOPPED;
        }
      }
    }
  }

  /** A database that does not answer may do so again. */
  private Optional<End> dialDueOrWait(long seen) throws InterruptedException {
    try {
      return dialDue(seen);
    } catch (StoreUnavailable e) {
      LOG.warn("the list cannot be read: {}", e.getMessage());
      progress.held(String.valueOf(e.getMessage()));
      awaitOpening(Duration.ofSeconds(1), seen);
      return Optional.empty();
    }
  }

  /** One look at the list; empty = look again. */
  private Optional<End> dialDue(long seen) throws InterruptedException {
    if (!isOpen()) {
      return closed(campaign.opening(parts.callClock().now()), seen);
    }
    PagesAhead.Page page = pages.next();
    if (!page.contacts().isEmpty()) {
      dial(page);
      return Optional.empty();
    }
    if (!inFlight.isEmpty()) {
      control.awaitChange(seen, parts.threads());
      return Optional.empty();
    }
    if (parts.lists().elsewhere(campaign.id())) {
      // Whoever another node looks at now may be due again.
      awaitOpening(Duration.ofSeconds(1), seen);
      return Optional.empty();
    }
    Optional<Instant> next = parts.lists().nextOpening(campaign.id());
    if (next.isEmpty()) {
      return Optional.of(End.FINISHED);
    }
    progress.nextOpening(next.get());
    if (!next.get().isBefore(campaign.to())) {
      return Optional.of(End.NONE_DUE_IN_TIME);
    }
    Duration wait = Duration.between(parts.callClock().now(), next.get());
    if (once && wait.compareTo(MOMENT) > 0) {
      return Optional.of(End.NOTHING_DUE);
    }
    awaitOpening(wait, seen);
    return Optional.empty();
  }

  /** Outside its own hours: nobody is looked at, so that a list is not rewritten each evening. */
  private Optional<End> closed(Optional<Instant> opening, long seen) throws InterruptedException {
    if (!inFlight.isEmpty()) {
      control.awaitChange(seen, parts.threads());
      return Optional.empty();
    }
    Instant next = opening.filter(at -> at.isBefore(campaign.to())).orElse(null);
    if (next == null) {
      return Optional.of(End.NONE_DUE_IN_TIME);
    }
    progress.nextOpening(next);
    if (once) {
      return Optional.of(End.NOTHING_DUE);
    }
    awaitOpening(Duration.between(parts.callClock().now(), next), seen);
    return Optional.empty();
  }

  /** The law was asked about all of them before anything scarce is taken for one. */
  private void dial(PagesAhead.Page page) throws InterruptedException {
    List<UUID> contacts = page.contacts();
    List<Decision> decisions = page.decisions();
    if (decisions.stream().allMatch(CampaignRun::unread) && ++unreadPages < UNREAD_PAGES) {
      progress.held("the law could not be asked: " + ReasonCode.ENGINE_ERROR);
      rest();
      return;
    }
    unreadPages = 0;
    if (decisions.stream().anyMatch(CampaignRun::notRunning) && ++untoldPages < UNTOLD_PAGES) {
      // Paused or stopped at another node, most likely: no reason against any of these people.
      progress.held("the campaign was changed at another node");
      parts.lists().release(campaign.id());
      rest();
      return;
    }
    untoldPages = 0;
    for (int i = 0; i < contacts.size(); i++) {
      if (control.wish() != RunControl.Wish.RUN || !isOpen()) {
        return;
      }
      pages.turnOf(page, i);
      switch (decisions.get(i)) {
        case Decision.Allow(Permit permit, _) -> begin(permit);
        case Decision.Deny deny -> notCalled(contacts.get(i), deny);
        case Decision.Defer defer -> notCalled(contacts.get(i), defer);
      }
    }
    pages.over(page);
  }

  private static boolean unread(Decision decision) {
    return decision instanceof Decision.Deny deny
        && deny.primary().code() == ReasonCode.ENGINE_ERROR;
  }

  private static boolean notRunning(Decision decision) {
    return decision instanceof Decision.Deny deny
        && deny.primary().code() == ReasonCode.CAMPAIGN_NOT_APPROVED;
  }

  private boolean isOpen() {
    Instant now = parts.callClock().now();
    return campaign.opening(now).filter(now::equals).isPresent();
  }

  private void begin(Permit permit) throws InterruptedException {
    acquire();
    Pacer.Turn turn;
    Lines.Line line;
    RecordingSlots.Slot slot;
    try {
      double ramped = ramp.share();
      double share = Math.min(ramped, watch.share());
      progress.pace(share, ramped);
      turn = pacer.await(share);
      line = trunk.seize();
      try {
        slot = parts.recorder().reserve();
      } catch (RecorderBusy | RuntimeException e) {
        line.close();
        throw e;
      }
    } catch (NoMediaPort | RecorderBusy | TrunkHeld e) {
      concurrency.release();
      progress.held(String.valueOf(e.getMessage()));
      // A call that ends frees a port or a slot and nudges the loop; else ask again in a second.
      awaitOpening(Duration.ofSeconds(1), control.changes());
      return;
    } catch (InterruptedException | RuntimeException e) {
      concurrency.release();
      throw e;
    }
    UUID contact = permit.attempt().contactId();
    inFlight.add(contact);
    ramp.dialled();
    progress.dialling();
    parts.threads().start("call-" + contact, () -> attempt(permit, turn, line, slot));
  }

  /** A call that ends gives its place back and nudges. */
  private void acquire() throws InterruptedException {
    long seen = control.changes();
    while (!concurrency.tryAcquire()) {
      control.awaitChange(seen, parts.threads());
      seen = control.changes();
    }
  }

  private void attempt(Permit permit, Pacer.Turn turn, Lines.Line line, RecordingSlots.Slot slot) {
    UUID contact = permit.attempt().contactId();
    try (line;
        slot) {
      switch (attempts.place(permit, line, slot)) {
        case Placed.NotCalled(Decision decision) -> {
          turn.giveBack();
          progress.notDialled();
          if (!notRunning(decision)) { // the next page says whether it stays so
            notCalled(contact, decision);
          }
        }
        case Placed.Called(var outcome, var cause, var talk) -> {
          progress.ended(outcome, cause);
          try {
            watch.ended(outcome, talk);
          } finally {
            brake();
          }
        }
      }
    } catch (RuntimeException e) {
      // A fault of ours: the attempt stays as it was journalled and is settled at the next start.
      LOG.error("an attempt failed", e);
      progress.faulted();
    } finally {
      concurrency.release();
      inFlight.remove(contact);
      control.nudge();
    }
  }

  /** What is in the air goes on to its end; nothing new begins. */
  private void brake() {
    if (watch.brake() != null) {
      control.ask(RunControl.Wish.DRAIN);
    }
  }

  private void notCalled(UUID contact, Decision decision) {
    switch (decision) {
      case Decision.Deny deny -> {
        if (parts.lists().blocked(campaign.id(), contact, deny)) {
          progress.deferred(deny.primary());
        } else {
          progress.blocked(deny.primary());
        }
      }
      case Decision.Defer defer -> {
        parts.lists().deferred(campaign.id(), contact, defer);
        progress.deferred(defer.primary());
      }
      case Decision.Allow _ ->
          throw new IllegalArgumentException("an allowed contact is not one that was not called");
    }
  }

  /** A second, or until somebody wants something else: calls that end do not shorten it. */
  private void rest() throws InterruptedException {
    long until = parts.timers().nanoTime() + REST.toNanos();
    long left = REST.toNanos();
    while (left > 0) {
      long seen = control.changes();
      if (control.wish() != RunControl.Wish.RUN) {
        return;
      }
      awaitOpening(Duration.ofNanos(left), seen);
      left = until - parts.timers().nanoTime();
    }
  }

  private void awaitOpening(Duration wait, long seen) throws InterruptedException {
    Duration atMost = wait.compareTo(LONGEST_WAIT) < 0 ? wait : LONGEST_WAIT;
    var timer = parts.timers().after(Math.max(1, atMost.toNanos()), control::nudge);
    try {
      control.awaitChange(seen, parts.threads());
    } finally {
      timer.cancel();
    }
  }

  /** Calls end by themselves; a second stop ends the talks. Never interrupted: no call is left. */
  private void awaitCalls() {
    boolean interrupted = false;
    while (!inFlight.isEmpty()) {
      long seen = control.changes();
      if (inFlight.isEmpty()) {
        break;
      }
      if (control.wish() == RunControl.Wish.STOP || control.wish() == RunControl.Wish.HANG_UP) {
        parts.inProgress().stop(campaign.id(), control.wish() == RunControl.Wish.HANG_UP);
      }
      try {
        control.awaitChange(seen, parts.threads());
      } catch (InterruptedException e) {
        interrupted = true;
        control.ask(RunControl.Wish.HANG_UP);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
