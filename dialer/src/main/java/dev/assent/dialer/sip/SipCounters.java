package dev.assent.dialer.sip;

import dev.assent.dialer.sip.transport.Drop;
import java.util.List;
import java.util.Map;

/**
 * A look at the counters; they only grow, but for the three gauges at the end.
 *
 * @param received packets, before any check
 * @param sent packets, retransmissions included
 * @param retransmissions packets sent again by a timer or for a duplicate
 * @param responses final and provisional answers taken, by class: index 1 for 1xx … 6 for 6xx
 * @param lateAnswers 2xx that were acknowledged and hung up: forked, late, or of a forgotten call
 * @param calls sessions now in the tables (lingering for late packets included)
 * @param serverTransactions requests of the far end now retained
 * @param waiting packets, timers and commands now waiting for a worker or in work
 * @param lostConnections connections that were up and broke
 */
public record SipCounters(
    long received,
    long sent,
    long retransmissions,
    Map<Drop, Long> dropped,
    List<Long> responses,
    long lateAnswers,
    int calls,
    int serverTransactions,
    int waiting,
    long lostConnections) {

  public long dropped(Drop why) {
    return dropped.getOrDefault(why, 0L);
  }
}
