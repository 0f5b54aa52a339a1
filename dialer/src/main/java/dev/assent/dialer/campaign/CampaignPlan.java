package dev.assent.dialer.campaign;

import dev.assent.compliance.ReasonCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Who would be called and who would not, and how far the list can be worked off. Nothing in it is a
 * permission: each call is decided again when its time has come.
 *
 * @param at the instant it was asked for
 * @param contacts everybody on the list
 * @param allowed who would be called at once
 * @param causes everybody else, each once, by primary cause: worst outcome, then lowest rule
 * @param nextOpening the first instant at which somebody who is deferred may be called
 * @param reachableThisMonth people, not numbers, who may lawfully be called before the month ends
 * @param calledThisMonth numbers for whose first call channels and calls a second leave room in it
 * @param limit what holds the list up most
 * @param capacity how fast calls can leave
 * @param finish when the last first call leaves, over windows and holidays; empty when there is
 *     somebody who cannot be called in the period of the campaign
 * @param leftOver deferred contacts who cannot be called in that period, or not by the calendars
 *     that are loaded
 * @param eta when nobody is left to be called, whoever does not answer called again as the rules
 *     let them be; empty when that is not before the end of the campaign
 * @param calls to be placed until then, by the estimate of how many are answered
 * @param hash stands for everything the plan depends on but time and outcomes
 */
public record CampaignPlan(
    Instant at,
    int contacts,
    int allowed,
    List<Cause> causes,
    Optional<Instant> nextOpening,
    int reachableThisMonth,
    int calledThisMonth,
    Limit limit,
    Capacity capacity,
    Times times,
    Optional<Instant> finish,
    int leftOver,
    Optional<Instant> eta,
    long calls,
    String hash) {

  /** Why contacts are not called now. */
  public enum Verdict {
    BLOCKED,
    DEFERRED
  }

  /**
   * @param nextLawful the first instant at which one of them may be called
   */
  public record Cause(
      ReasonCode code, Verdict verdict, int contacts, Optional<Instant> nextLawful) {}

  /** What takes most of the time until the list is finished. */
  public enum Limit {
    /** There is nobody to call. */
    NOBODY,
    /** Calls at once. */
    CHANNELS,
    /** Calls a second. */
    CPS,
    /** People wait for windows, breaks and holidays to end. */
    WINDOWS,
    /** Everybody left has been called as often as caps, gaps and rests allow. */
    CAPS
  }

  /** The lesser of what the trunk and the campaign's own pace allow. */
  public record Capacity(int channels, double callsPerSecond) {
    /** Mean seconds that a call holds its channel: ring, words, answer. Only for the estimate. */
    private static final int SECONDS_A_CALL = 40;

    /** Calls a second that can leave for hours. */
    public double sustained() {
      return Math.min(callsPerSecond, (double) channels / SECONDS_A_CALL);
    }

    boolean channelsBind() {
      return sustained() < callsPerSecond;
    }
  }

  /** What the time until the list is finished consists of. */
  public record Times(Duration dialing, Duration closed, Duration waiting) {}

  public CampaignPlan {
    causes = List.copyOf(causes);
  }
}
