package dev.assent.dialer.engine;

import dev.assent.compliance.Outcome;
import dev.assent.dialer.call.RingBackCall;
import dev.assent.dialer.sip.Drop;
import dev.assent.dialer.sip.SipCounters;
import dev.assent.dialer.sip.UserAgent;
import dev.assent.dialer.trunk.CallsInProgress;
import dev.assent.dialer.trunk.RingBackCounts;
import dev.assent.dialer.trunk.TrunkTally;
import dev.assent.media.rtp.MediaEngine;
import dev.assent.media.rtp.MediaStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/**
 * The engine in figures, for whoever watches many machines. Labels are words of ours and names of
 * trunks: nothing of a person, no address.
 */
final class Metrics {
  private final MeterRegistry registry;

  Metrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void sip(UserAgent agent) {
    sip(agent, "packets.received", SipCounters::received);
    sip(agent, "packets.sent", SipCounters::sent);
    sip(agent, "retransmissions", SipCounters::retransmissions);
    sip(agent, "late.answers", SipCounters::lateAnswers);
    for (int i = 1; i <= 6; i++) {
      int hundreds = i;
      counter(
          "assent.sip.responses",
          agent,
          a -> a.counters().responses().get(hundreds),
          "class",
          i + "xx");
    }
    for (Drop why : Drop.values()) {
      counter(
          "assent.sip.dropped", agent, a -> a.counters().dropped(why), "reason", word(why.name()));
    }
    gauge("assent.sip.sessions", agent, a -> a.counters().calls());
    gauge("assent.sip.server.transactions", agent, a -> a.counters().serverTransactions());
    gauge("assent.sip.waiting", agent, a -> a.counters().waiting());
  }

  private void sip(UserAgent agent, String name, ToLongFunction<SipCounters> value) {
    counter("assent.sip." + name, agent, a -> value.applyAsLong(a.counters()));
  }

  void media(MediaEngine engine) {
    media(engine, "packets.sent", MediaStats::packetsSent);
    media(engine, "packets.received", MediaStats::packetsReceived);
    media(engine, "slots.skipped", MediaStats::slotsSkipped);
    media(engine, "icmp.errors", MediaStats::icmpErrors);
    media(engine, "send.errors", MediaStats::sendErrors);
    media(engine, "strangers", MediaStats::strangers);
    media(engine, "malformed", MediaStats::malformed);
    media(engine, "srtp.dropped", MediaStats::srtpDropped);
    media(engine, "taps.dropped", MediaStats::tapSecondsDropped);
    media(engine, "faults", MediaStats::faults);
    gauge("assent.media.legs", engine, e -> e.stats().legs());
    Gauge.builder(
            "assent.media.lateness.p99", engine, e -> e.stats().lateness().percentile(0.99) / 1e9)
        .baseUnit("seconds")
        .register(registry);
  }

  private void media(MediaEngine engine, String name, ToLongFunction<MediaStats> value) {
    counter("assent.media." + name, engine, e -> value.applyAsLong(e.stats()));
  }

  void calls(CallsInProgress calls, List<String> trunks) {
    for (String trunk : trunks) {
      TrunkTally tally = calls.tally(trunk);
      for (Outcome outcome : Outcome.values()) {
        counter(
            "assent.calls",
            tally,
            t -> t.of(outcome),
            "trunk",
            trunk,
            "outcome",
            word(outcome.name()));
      }
      for (int i = 1; i <= 6; i++) {
        int hundreds = i;
        counter(
            "assent.trunk.responses",
            tally,
            t -> t.responses(hundreds),
            "trunk",
            trunk,
            "class",
            i + "xx");
      }
    }
  }

  void ringBacks(RingBackCounts counts) {
    for (RingBackCall.End end : RingBackCall.End.values()) {
      counter("assent.ringbacks", counts, c -> c.of(end), "end", word(end.name()));
    }
    counter("assent.ringbacks", counts, RingBackCounts::notAnswered, "end", "not_answered");
  }

  void journal(ForceTimes times) {
    counter("assent.journal.forces", times, ForceTimes::forces);
    FunctionCounter.builder("assent.journal.force", times, ForceTimes::seconds)
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("assent.journal.force.longest", times, ForceTimes::longestSeconds)
        .baseUnit("seconds")
        .register(registry);
  }

  private <T> void counter(String name, T of, ToLongFunction<T> value, String... tags) {
    FunctionCounter.builder(name, of, value::applyAsLong).tags(tags).register(registry);
  }

  private <T> void gauge(String name, T of, ToLongFunction<T> value) {
    Gauge.builder(name, of, value::applyAsLong).strongReference(true).register(registry);
  }

  private static String word(String constant) {
    return constant.toLowerCase(Locale.ROOT);
  }
}
