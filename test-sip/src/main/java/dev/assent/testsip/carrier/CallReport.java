package dev.assent.testsip.carrier;

import dev.assent.testsip.carrier.media.LegReport;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the carrier knows of one call (one Call-ID), so far. A value.
 *
 * @param id hash of the Call-ID; the call's files begin with it
 * @param attempt 1 for the first call to this number, 2 for the second, …
 * @param caller user part of From
 * @param pai P-Asserted-Identity, or empty
 * @param invites INVITEs outside the dialog with different CSeq
 * @param retransmissions of those INVITEs
 * @param reinvites in the dialog
 * @param responses statuses sent to INVITEs, in order, without what was resent
 * @param ackSeen every final response was acknowledged
 * @param reasons Reason headers of CANCEL and BYE
 * @param outcomes of the carrier's own requests, such as {@code BYE 200}
 * @param faults where the caller broke the protocol
 * @param trace start lines with milliseconds since the INVITE, {@code <} in and {@code >} out
 * @param inviteText the first INVITE as it came
 */
public record CallReport(
    String id,
    String callId,
    String called,
    int attempt,
    String caller,
    String from,
    String pai,
    Instant invitedAt,
    @Nullable Instant ringingAt,
    @Nullable Instant answeredAt,
    @Nullable Instant endedAt,
    @Nullable EndedBy endedBy,
    int invites,
    int retransmissions,
    int reinvites,
    List<Integer> responses,
    boolean ackSeen,
    List<DialogReport> dialogs,
    List<SentKey> keys,
    double talkSeconds,
    LegReport media,
    List<String> reasons,
    List<String> outcomes,
    List<String> faults,
    List<String> trace,
    String inviteText) {

  public boolean answered() {
    return answeredAt != null;
  }

  public boolean ended() {
    return endedAt != null;
  }

  /** Answered and not over. */
  public boolean up() {
    return answeredAt != null && endedAt == null;
  }

  public boolean orphaned() {
    return dialogs.stream().anyMatch(d -> d.endedBy() != null && d.endedBy().orphaned());
  }

  /** The last final status sent to an INVITE, or 0. */
  public int finalStatus() {
    return responses.reversed().stream().filter(status -> status >= 200).findFirst().orElse(0);
  }
}
