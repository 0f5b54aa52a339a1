package dev.assent.compliance.reconcile;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.numbering.PhoneNumber;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One call as the carrier wrote it down (CDR).
 *
 * @param line of the file, from 1
 * @param callId the SIP Call-ID; empty when the line names none
 * @param called null when no subscriber has such a number, as an emergency number
 * @param start when the carrier took the call
 * @param answeredAt null when it was not answered, or the file does not tell when
 * @param seconds of talk; null when the file does not tell
 * @param outcome {@link Outcome#ANSWERED_UNHEARD}, {@link Outcome#NO_ANSWER}, {@link Outcome#BUSY},
 *     {@link Outcome#FAILED}, {@link Outcome#UNWANTED} or {@link Outcome#BLOCKED}
 * @param code the SIP status or Q.850 cause as written; empty when there is none
 */
public record CdrRecord(
    long line,
    String callId,
    @Nullable PhoneNumber called,
    Instant start,
    @Nullable Instant answeredAt,
    @Nullable Integer seconds,
    Outcome outcome,
    String code) {

  public boolean answered() {
    return outcome == Outcome.ANSWERED_UNHEARD;
  }
}
