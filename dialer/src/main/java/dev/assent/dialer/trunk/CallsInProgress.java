package dev.assent.dialer.trunk;

import dev.assent.compliance.Clearance;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Every call between clearance and end, so that a refusal or an operator can reach it. Safe for any
 * thread.
 */
public final class CallsInProgress {
  private record Entry(
      UUID personId,
      UUID campaignId,
      CallMailbox mailbox,
      AtomicReference<@Nullable Instant> rang,
      AtomicReference<@Nullable Instant> answered) {}

  private final Map<UUID, Entry> byAttempt = new ConcurrentHashMap<>();
  private final Map<String, TrunkTally> tallies = new ConcurrentHashMap<>();
  private final InstantSource clock;

  /**
   * @param clock the engine's
   */
  public CallsInProgress(InstantSource clock) {
    this.clock = clock;
  }

  /** What the calls of a trunk came to. */
  public TrunkTally tally(String trunk) {
    return tallies.computeIfAbsent(trunk, _ -> new TrunkTally());
  }

  void add(Clearance clearance, CallMailbox mailbox) {
    byAttempt.put(
        clearance.attemptId(),
        new Entry(
            clearance.personId(),
            clearance.campaignId(),
            mailbox,
            new AtomicReference<>(),
            new AtomicReference<>()));
  }

  void ringing(Clearance clearance) {
    Entry entry = byAttempt.get(clearance.attemptId());
    if (entry != null) {
      entry.rang().compareAndSet(null, clock.instant());
    }
  }

  void answered(Clearance clearance) {
    Entry entry = byAttempt.get(clearance.attemptId());
    if (entry != null) {
      entry.answered().compareAndSet(null, clock.instant());
    }
  }

  /** The attempt is over; called once by whoever closes its line. */
  public Times remove(UUID attemptId) {
    Entry entry = byAttempt.remove(attemptId);
    return entry == null
        ? new Times(Optional.empty(), Optional.empty())
        : new Times(
            Optional.ofNullable(entry.rang().get()), Optional.ofNullable(entry.answered().get()));
  }

  /** When a call first rang (18x) and was answered (2xx), if it was. */
  public record Times(Optional<Instant> rang, Optional<Instant> answered) {}

  /**
   * These people asked not to be called: what still rings for them is cancelled. A talk that is
   * going on is theirs to end.
   */
  public void cancelRinging(Set<UUID> persons) {
    for (Entry entry : byAttempt.values()) {
      if (persons.contains(entry.personId())) {
        entry.mailbox().offer(new Signal.EndAsked(Signal.End.REFUSED_ELSEWHERE));
      }
    }
  }

  /** Cancels what rings for a campaign (stop), and ends its talks too when {@code talksToo}. */
  public void stop(UUID campaignId, boolean talksToo) {
    for (Entry entry : byAttempt.values()) {
      if (entry.campaignId().equals(campaignId) && (talksToo || entry.answered().get() == null)) {
        entry.mailbox().offer(new Signal.EndAsked(Signal.End.STOPPED));
      }
    }
  }

  /** Recording stopped on this machine: the call whose attempt it was must end politely. */
  public void recorderFailed(UUID attemptId) {
    Entry entry = byAttempt.get(attemptId);
    if (entry != null) {
      entry.mailbox().offer(new Signal.EndAsked(Signal.End.RECORDER_FAILED));
    }
  }

  /** Calls now between clearance and end: ringing and talking. */
  public Counts counts(UUID campaignId) {
    int ringing = 0;
    int talking = 0;
    for (Entry entry : byAttempt.values()) {
      if (entry.campaignId().equals(campaignId)) {
        if (entry.answered().get() != null) {
          talking++;
        } else {
          ringing++;
        }
      }
    }
    return new Counts(ringing, talking);
  }

  /**
   * Calls of one campaign.
   *
   * @param ringing cleared and not answered
   * @param talking answered and not ended
   */
  public record Counts(int ringing, int talking) {}
}
