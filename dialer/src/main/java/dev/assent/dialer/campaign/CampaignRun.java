package dev.assent.dialer.campaign;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Decision;
import dev.assent.compliance.Permit;
import dev.assent.dialer.call.Words;
import dev.assent.dialer.trunk.Pacer;
import dev.assent.dialer.trunk.Trunk;
import dev.assent.dialer.trunk.TrunkHeld;
import dev.assent.media.rtp.NoMediaPort;
import dev.assent.recorder.RecorderBusy;
import dev.assent.recorder.RecorderSlot;
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

  /** Contacts the law is asked about at once. */
  private static final int PAGE = 100;

  /** How this run ended. */
  public enum End {
    /** Nobody is left who could be called in this campaign. */
    FINISHED,
    /** Everybody who was due was dealt with; others are deferred. */
    NOTHING_DUE,
    /** Others are deferred, and all of them past the campaign's end: nobody will be due in it. */
    NONE_DUE_IN_TIME,
    /** An operator drained it. */
    DRAINED,
    /** An operator stopped it. */
    STOPPED
  }

  private final CallingParts parts;
  private final Campaign campaign;
  private final Trunk trunk;
  private final AttemptRun attempts;
  private final RunControl control;
  private final RunProgress progress;
  private final boolean once;
  private final Semaphore concurrency;
  private final Pacer pacer;
  private final Set<UUID> inFlight = ConcurrentHashMap.newKeySet();

  /**
   * @param once do not wait for deferred contacts: end when nobody is due
   */
  public CampaignRun(
      CallingParts parts,
      Campaign campaign,
      Trunk trunk,
      Words words,
      RunControl control,
      RunProgress progress,
      boolean once) {
    this.parts = parts;
    this.campaign = campaign;
    this.trunk = trunk;
    this.attempts = new AttemptRun(parts, words);
    this.control = control;
    this.progress = progress;
    this.once = once;
    this.concurrency = new Semaphore(campaign.pacing().concurrency(), true);
    this.pacer = new Pacer(parts.timers(), campaign.pacing().callsPerSecond());
  }

  /** Runs to the end. Returns only when the last call has ended and is written down. */
  public End run() throws InterruptedException {
    try {
      return loop();
    } finally {
      awaitCalls();
      control.over().complete(null);
    }
  }

  private End loop() throws InterruptedException {
    while (true) {
      long seen = control.changes();
      switch (control.wish()) {
        case RUN -> {
          Optional<End> end = dialDue(seen);
          if (end.isPresent()) {
            return end.get();
          }
        }
        case PAUSE -> control.awaitChange(seen);
        case DRAIN -> {
          return End.DRAINED;
        }
        case STOP, HANG_UP -> {
          parts.inProgress().stop(campaign.id(), control.wish() == RunControl.Wish.HANG_UP);
          return End.STOPPED;
        }
      }
    }
  }

  /** One look at the list; empty = look again. */
  private Optional<End> dialDue(long seen) throws InterruptedException {
    List<UUID> page = nextPage();
    if (!page.isEmpty()) {
      dial(page);
      return Optional.empty();
    }
    if (!inFlight.isEmpty()) {
      control.awaitChange(seen);
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
    if (once) {
      return Optional.of(End.NOTHING_DUE);
    }
    awaitOpening(Duration.between(parts.callClock().now(), next.get()), seen);
    return Optional.empty();
  }

  /**
   * Twice a page is read: calls just begun may not be reserved yet, and stand on the list still.
   */
  private List<UUID> nextPage() {
    return parts.lists().due(campaign.id(), parts.callClock().now(), 2 * PAGE).stream()
        .filter(contact -> !inFlight.contains(contact))
        .limit(PAGE)
        .toList();
  }

  /** Asks the law about all of them before anything scarce is taken for one. */
  private void dial(List<UUID> page) throws InterruptedException {
    List<Decision> decisions = parts.gate().decide(campaign.id(), trunk.name(), page);
    for (int i = 0; i < page.size() && control.wish() == RunControl.Wish.RUN; i++) {
      switch (decisions.get(i)) {
        case Decision.Allow(Permit permit, _) -> begin(permit);
        case Decision.Deny deny -> notCalled(page.get(i), deny);
        case Decision.Defer defer -> notCalled(page.get(i), defer);
      }
    }
  }

  private void begin(Permit permit) throws InterruptedException {
    concurrency.acquire();
    Trunk.Line line;
    RecorderSlot slot;
    try {
      pacer.await();
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
    progress.dialling();
    Thread.ofVirtual().name("call-" + contact).start(() -> attempt(permit, line, slot));
  }

  private void attempt(Permit permit, Trunk.Line line, RecorderSlot slot) {
    UUID contact = permit.attempt().contactId();
    try (line;
        slot) {
      switch (attempts.place(permit, line, slot)) {
        case Placed.NotCalled(Decision decision) -> {
          pacer.giveBack();
          progress.notDialled();
          notCalled(contact, decision);
        }
        case Placed.Called(var outcome) -> progress.ended(outcome);
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

  private void notCalled(UUID contact, Decision decision) {
    switch (decision) {
      case Decision.Deny deny -> {
        parts.lists().blocked(campaign.id(), contact, deny);
        progress.blocked(deny.primary());
      }
      case Decision.Defer defer -> {
        parts.lists().deferred(campaign.id(), contact, defer);
        progress.deferred(defer.primary());
      }
      case Decision.Allow _ ->
          throw new IllegalArgumentException("an allowed contact is not one that was not called");
    }
  }

  private void awaitOpening(Duration wait, long seen) throws InterruptedException {
    var timer = parts.timers().after(Math.max(1, wait.toNanos()), control::nudge);
    try {
      control.awaitChange(seen);
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
        control.awaitChange(seen);
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
