package dev.assent.dialer.trunk;

import dev.assent.compliance.Clearance;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Every call between clearance and end, so that a refusal or an operator can reach it. Safe for any
 * thread.
 */
public final class CallsInProgress {
  private record Entry(
      UUID personId, UUID campaignId, CallMailbox mailbox, AtomicBoolean answered) {}

  private final Map<UUID, Entry> byAttempt = new ConcurrentHashMap<>();

  void add(Clearance clearance, CallMailbox mailbox) {
    byAttempt.put(
        clearance.attemptId(),
        new Entry(clearance.personId(), clearance.campaignId(), mailbox, new AtomicBoolean()));
  }

  void answered(Clearance clearance) {
    Entry entry = byAttempt.get(clearance.attemptId());
    if (entry != null) {
      entry.answered().set(true);
    }
  }

  /** The attempt is over; called once by whoever closes its line. */
  public void remove(UUID attemptId) {
    byAttempt.remove(attemptId);
  }

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
      if (entry.campaignId().equals(campaignId) && (talksToo || !entry.answered().get())) {
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
        if (entry.answered().get()) {
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
