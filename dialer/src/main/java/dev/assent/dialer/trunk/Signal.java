package dev.assent.dialer.trunk;

import dev.assent.dialer.sip.EndCause;
import dev.assent.dialer.sip.Refusal;
import dev.assent.media.rtp.Key;
import dev.assent.media.rtp.MediaReport;
import dev.assent.media.rtp.SegmentReport;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that can happen to a call, as it reaches the call's thread: one queue, one order. SIP
 * workers and media threads only offer here; they never wait for the call.
 */
sealed interface Signal {
  /** A provisional answer; 180 to 189 mean that it may be ringing. */
  record Progress(int status) implements Signal {}

  /** A 2xx was chosen and acknowledged. */
  @SuppressWarnings("ArrayRecordComponent") // handed through once, never compared
  record Answered(byte @Nullable [] sdp, String remoteTag) implements Signal {}

  /** A final answer after which another INVITE may follow, if the law still allows it. */
  record MayRetry(Refusal refusal) implements Signal {}

  /** A final answer of 300 or more. */
  record Refused(Refusal refusal) implements Signal {}

  /** Our CANCEL took effect, or crossed an answer that was hung up at once. */
  record Cancelled(boolean answeredMeanwhile) implements Signal {}

  /** It may have rung: never dialled again by software. */
  record Unknown(String cause) implements Signal {}

  /** Not one byte left this machine. */
  record NotSent(String cause) implements Signal {}

  /** The dialog is over; with the far end's Reason headers. */
  record DialogEnded(EndCause cause, List<String> reasons) implements Signal {
    public DialogEnded {
      reasons = List.copyOf(reasons);
    }
  }

  /** A key was heard. */
  record KeyHeard(Key key) implements Signal {}

  /** A prompt segment left, whole or not. */
  record SegmentSent(SegmentReport report) implements Signal {}

  /** No more media events will come; keys pressed before it have been delivered. */
  record MediaClosed(MediaReport report) implements Signal {}

  /** A wait is over. */
  record TimeUp(long number) implements Signal {}

  /** Somebody asks this call to end: an operator, a refusal of the same person, the recorder. */
  record EndAsked(End end) implements Signal {}

  /** Why a call is asked to end from our side. */
  enum End {
    /** The person, or a colleague for them, asked not to be called (R20, R40). */
    REFUSED_ELSEWHERE,
    /** It rang as long as the law or the script lets it (R41). */
    RANG_OUT,
    /** An operator stops the campaign. */
    STOPPED,
    /** Recording is mandatory and has stopped. */
    RECORDER_FAILED;

    static End of(CallsInProgress.Wanted why) {
      return switch (why) {
        case REFUSED_ELSEWHERE -> REFUSED_ELSEWHERE;
        case STOPPED -> STOPPED;
        case RECORDER_FAILED -> RECORDER_FAILED;
      };
    }
  }
}
