package dev.assent.dialer.simulate;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.reconcile.CdrDocument;
import dev.assent.compliance.reconcile.CdrRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a simulated carrier writes down of the calls it took. */
final class CarrierRecords {
  private CarrierRecords() {}

  /** Empty when it never had the call. */
  static Optional<CdrRecord> line(
      long number, String callId, PhoneNumber called, Instant at, Fate fate) {
    return switch (fate) {
      case Fate.Lost _ -> Optional.empty();
      case Fate.NoWay(int status, _) ->
          Optional.of(record(number, callId, called, at, null, outcome(status)));
      case Fate.RingsOut _ ->
          Optional.of(record(number, callId, called, at, null, Outcome.NO_ANSWER));
      case Fate.Declined _ -> Optional.of(record(number, callId, called, at, null, Outcome.FAILED));
      case Fate.Answered(Duration after, _, _) ->
          Optional.of(record(number, callId, called, at, at.plus(after), Outcome.ANSWERED_UNHEARD));
    };
  }

  private static Outcome outcome(int status) {
    return switch (status) {
      case 486 -> Outcome.BUSY;
      case 607 -> Outcome.UNWANTED;
      case 608 -> Outcome.BLOCKED;
      default -> Outcome.FAILED;
    };
  }

  private static CdrRecord record(
      long number,
      String callId,
      PhoneNumber called,
      Instant at,
      @Nullable Instant answered,
      Outcome outcome) {
    return new CdrRecord(number, callId, called, at, answered, null, outcome, "");
  }

  /** A file of all calls of that time. */
  static CdrDocument file(List<CdrRecord> lines, Instant from, Instant to, int edition) {
    return new CdrDocument(
        "%064x".formatted(edition),
        "c".repeat(64),
        Duration.ofSeconds(2),
        true,
        new CdrDocument.Period(from, to),
        lines,
        0);
  }
}
