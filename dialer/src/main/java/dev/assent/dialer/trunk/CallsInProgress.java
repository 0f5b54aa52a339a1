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
      Endable call,
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

  /** Why a call is to end from our side. */
  public enum Wanted {
    /** The person, or somebody for them, asked not to be called (R20, R40): no talk is cut. */
    REFUSED_ELSEWHERE,
    /** An operator stops the campaign. */
    STOPPED,
    /** Recording is mandatory and has stopped. */
    RECORDER_FAILED
  }

  /** A call that can be asked to end. Any thread; must not block. */
  @FunctionalInterface
  public interface Endable {
    void end(Wanted why);
  }

  /** What the calls of a trunk came to. */
  public TrunkTally tally(String trunk) {
    return tallies.computeIfAbsent(trunk, _ -> new TrunkTally());
  }

  /** A call is about to be placed. */
  public void add(Clearance clearance, Endable call) {
    byAttempt.put(
        clearance.attemptId(),
        new Entry(
            clearance.personId(),
            clearance.campaignId(),
            call,
            new AtomicReference<>(),
            new AtomicReference<>()));
  }

  /** An 18x came. */
  public void ringing(Clearance clearance) {
    Entry entry = byAttempt.get(clearance.attemptId());
    if (entry != null) {
      entry.rang().compareAndSet(null, clock.instant());
    }
  }

  /** A 2xx came. */
  public void answered(Clearance clearance) {
    Entry entry = byAttempt.get(clearance.attemptId());
    if (entry != null) {
      entry.answered().compareAndSet(null, clock.instant());
    }
  }

  /** The attempt is over; called once by whoever closes its line. */
  public Times remove(UUID attemptId) {
    Entry entry = byAttempt.remove(attemptId);
    return entry == null
        ? new Times(Optional.empty(), Optional.empty(), clock.instant())
        : new Times(
            Optional.ofNullable(entry.rang().get()),
            Optional.ofNullable(entry.answered().get()),
            clock.instant());
  }

  /** When a call first rang (18x) and was answered (2xx), if it was, and when it was over. */
  public record Times(Optional<Instant> rang, Optional<Instant> answered, Instant ended) {}

  /**
   * These people asked not to be called: what still rings for them is cancelled. A talk that is
   * going on is theirs to end.
   */
  public void cancelRinging(Set<UUID> persons) {
    for (Entry entry : byAttempt.values()) {
      if (persons.contains(entry.personId())) {
        entry.call().end(Wanted.REFUSED_ELSEWHERE);
      }
    }
  }

  /** Nobody could be told here of a refusal any more: whatever rings is cancelled. */
  public void cancelAllRinging() {
    for (Entry entry : byAttempt.values()) {
      if (entry.answered().get() == null) {
        entry.call().end(Wanted.STOPPED);
      }
    }
  }

  /** Cancels what rings for a campaign (stop), and ends its talks too when {@code talksToo}. */
  public void stop(UUID campaignId, boolean talksToo) {
    for (Entry entry : byAttempt.values()) {
      if (entry.campaignId().equals(campaignId) && (talksToo || entry.answered().get() == null)) {
        entry.call().end(Wanted.STOPPED);
      }
    }
  }

  /** Recording stopped on this machine: the call whose attempt it was must end politely. */
  public void recorderFailed(UUID attemptId) {
    Entry entry = byAttempt.get(attemptId);
    if (entry != null) {
      entry.call().end(Wanted.RECORDER_FAILED);
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
