package dev.assent.testsip.carrier;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Sums over all calls of a carrier. A value.
 *
 * @param attempted Call-IDs with an INVITE
 * @param busy refused with 486 or 600
 * @param orphaned answered and left hanging: no ACK, no sound, or still up at the end
 * @param open answered and not over
 * @param duplicateInvitesToNumber calls to a number that had been called before
 * @param keys pressed, by key
 * @param secondsOfAudio received from the caller
 * @param finalResponses to INVITEs, by status
 * @param faults where the caller broke the protocol
 * @param strays messages that belong to no call
 * @param malformed datagrams that were no SIP message
 */
public record CarrierTotals(
    int attempted,
    int answered,
    int busy,
    int cancelled,
    int orphaned,
    int open,
    int duplicateInvitesToNumber,
    Map<String, Integer> keys,
    double secondsOfAudio,
    double secondsOfAudioSent,
    Map<String, Integer> finalResponses,
    int faults,
    long options,
    long strays,
    long malformed) {

  static CarrierTotals of(List<CallReport> calls, long options, long strays, long malformed) {
    Map<String, Integer> keys = new TreeMap<>();
    Map<String, Integer> finals = new TreeMap<>();
    for (CallReport call : calls) {
      for (SentKey key : call.keys()) {
        key.digits().chars().forEach(k -> keys.merge(Character.toString(k), 1, Integer::sum));
      }
      call.responses().stream()
          .filter(status -> status >= 200)
          .forEach(status -> finals.merge(status.toString(), 1, Integer::sum));
    }
    return new CarrierTotals(
        calls.size(),
        count(calls, CallReport::answered),
        count(calls, call -> call.finalStatus() == 486 || call.finalStatus() == 600),
        count(calls, call -> call.endedBy() == EndedBy.CANCEL),
        count(calls, CallReport::orphaned),
        count(calls, CallReport::up),
        count(calls, call -> call.attempt() > 1),
        keys,
        calls.stream().mapToDouble(call -> call.media().secondsIn()).sum(),
        calls.stream().mapToDouble(call -> call.media().secondsOut()).sum(),
        finals,
        calls.stream().mapToInt(call -> call.faults().size()).sum(),
        options,
        strays,
        malformed);
  }

  private static int count(List<CallReport> calls, Predicate<CallReport> condition) {
    return (int) calls.stream().filter(condition).count();
  }
}
