package dev.assent.dialer.engine.metrics;

import dev.assent.compliance.Outcome;
import dev.assent.dialer.call.RingBackCall;
import dev.assent.dialer.report.OutcomeWebhook;
import dev.assent.dialer.sip.SipCounters;
import dev.assent.dialer.sip.UserAgent;
import dev.assent.dialer.sip.transport.Drop;
import dev.assent.dialer.sip.transport.DropSource;
import dev.assent.dialer.trunk.CallsInProgress;
import dev.assent.dialer.trunk.RingBackCounts;
import dev.assent.dialer.trunk.TrunkTally;
import dev.assent.media.rtp.MediaEngine;
import dev.assent.media.rtp.MediaStats;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * The engine in figures, for whoever watches many machines. Labels are words of ours and names of
 * trunks: nothing of a person; of addresses, the networks whose packets were not taken.
 */
public final class Metrics {
  private final MeterRegistry registry;
  private final List<Runnable> refreshed = new ArrayList<>();

  Metrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Packets, transactions and answers of the user agent. */
  public void sip(UserAgent agent) {
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
    MultiGauge sources =
        MultiGauge.builder("assent.sip.dropped.networks")
            .description("what was not taken, by the network that sent it")
            .register(registry);
    refreshed.add(
        () -> sources.register(agent.dropSources().stream().flatMap(Metrics::rows).toList(), true));
    gauge("assent.sip.sessions", agent, a -> a.counters().calls());
    gauge("assent.sip.server.transactions", agent, a -> a.counters().serverTransactions());
    gauge("assent.sip.waiting", agent, a -> a.counters().waiting());
  }

  private static Stream<MultiGauge.Row<?>> rows(DropSource source) {
    return source.counts().entrySet().stream()
        .map(
            count ->
                MultiGauge.Row.of(
                    Tags.of("network", source.network(), "reason", word(count.getKey().name())),
                    count.getValue()));
  }

  /** To be called before each look: what has no fixed number of labels is counted anew. */
  void refresh() {
    refreshed.forEach(Runnable::run);
  }

  private void sip(UserAgent agent, String name, ToLongFunction<SipCounters> value) {
    counter("assent.sip." + name, agent, a -> value.applyAsLong(a.counters()));
  }

  /** Sound sent and received, and how late. */
  public void media(MediaEngine engine) {
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

  /** Calls between clearance and end, in all and by trunk. */
  public void calls(CallsInProgress calls, List<String> trunks) {
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

  /** People who rang back. */
  public void ringBacks(RingBackCounts counts) {
    for (RingBackCall.End end : RingBackCall.End.values()) {
      counter("assent.ringbacks", counts, c -> c.of(end), "end", word(end.name()));
    }
    counter("assent.ringbacks", counts, RingBackCounts::notAnswered, "end", "not_answered");
  }

  /** How long the disk takes to force the journal. */
  public void journal(ForceTimes times) {
    counter("assent.journal.forces", times, ForceTimes::forces);
    FunctionCounter.builder("assent.journal.force", times, ForceTimes::seconds)
        .baseUnit("seconds")
        .register(registry);
    Gauge.builder("assent.journal.force.longest", times, ForceTimes::longestSeconds)
        .baseUnit("seconds")
        .register(registry);
  }

  /** What was told to who asked for outcomes, and how often they did not take it. */
  public void outcomes(OutcomeWebhook webhook) {
    counter("assent.outcomes.told", webhook, OutcomeWebhook::told);
    counter("assent.outcomes.refused", webhook, OutcomeWebhook::refused);
  }

  /**
   * What makes calls stop when it is not so.
   *
   * @param locked whether nobody opened the engine's keys
   * @param holds in force
   */
  public void standing(BooleanSupplier locked, IntSupplier holds) {
    gauge("assent.locked", locked, is -> is.getAsBoolean() ? 1 : 0);
    gauge("assent.holds", holds, IntSupplier::getAsInt);
  }

  /** 1 while calls go out over a trunk, 0 while it is down or nothing is known of it. */
  public void trunk(String trunk, BooleanSupplier up) {
    Gauge.builder("assent.trunk.up", up, is -> is.getAsBoolean() ? 1 : 0)
        .tag("trunk", trunk)
        .strongReference(true)
        .register(registry);
  }

  /** 1 while calls that must be recorded can be. */
  public void recorder(BooleanSupplier ready) {
    gauge("assent.recorder.ready", ready, is -> is.getAsBoolean() ? 1 : 0);
  }

  /** Free space where each kind of file lies, in bytes. */
  public void disks(Map<String, Path> places) {
    places.forEach(
        (place, path) ->
            Gauge.builder("assent.disk.free", path, Metrics::free)
                .tag("place", place)
                .baseUnit("bytes")
                .strongReference(true)
                .register(registry));
  }

  private static double free(Path place) {
    try {
      return Files.getFileStore(place).getUsableSpace();
    } catch (IOException unknown) {
      return Double.NaN;
    }
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
