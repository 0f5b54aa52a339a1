package dev.assent.compliance.consent;

import dev.assent.compliance.script.SegmentType;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What proves a choice about recording (requirements 4.5). Holds no number: the store knows whose
 * attempt it is.
 *
 * @param key the key pressed, null when none was
 * @param at when the choice was made
 * @param zone the called party's zone, for reading {@code at}
 * @param reaction from the end of the disclosure to the choice; null without a choice
 * @param played every segment played before the choice, in order
 * @param digitDuration of the key's tone; null without a key
 * @param digitPath {@code RFC4733} or {@code INBAND}; null without a key
 * @param decisionId the decision the call rests on
 * @param clockOffset estimated error of the clock at that time
 */
public record ConsentEvidence(
    UUID id,
    UUID attemptId,
    Choice choice,
    Means means,
    @Nullable Character key,
    Instant at,
    ZoneId zone,
    @Nullable Duration reaction,
    String scriptHash,
    String language,
    List<Played> played,
    String sipCallId,
    String localTag,
    String remoteTag,
    String trunk,
    String callerNumber,
    @Nullable Duration digitDuration,
    @Nullable String digitPath,
    UUID decisionId,
    String policyHash,
    String node,
    Duration clockOffset) {

  public enum Choice {
    AGREED,
    REFUSED,
    NO_ANSWER_TO_CONSENT,
    INVALID_KEYS,
    HANGUP_BEFORE_CHOICE
  }

  public enum Means {
    DTMF,
    SPEECH,
    NONE
  }

  /**
   * A segment as it left the wire.
   *
   * @param promptSha256 the prompt file, as approved, lower hex
   * @param sentSha256 of what was sent, lower hex
   * @param slots how many 20 ms slots the segment has
   * @param sent how many of them left
   * @param skipped how many were skipped because the sender was late
   * @param icmpErrors how often the network said it could not be delivered
   */
  public record Played(
      SegmentType type,
      String promptId,
      String promptSha256,
      String sentSha256,
      Instant firstPacket,
      Instant lastPacket,
      int slots,
      int sent,
      int skipped,
      int icmpErrors) {

    public boolean complete() {
      return sent == slots && skipped == 0 && icmpErrors == 0;
    }
  }

  public ConsentEvidence {
    played = List.copyOf(played);
  }
}
