package dev.assent.dialer.call;

import dev.assent.compliance.Clearance;
import dev.assent.compliance.consent.ConsentEvidence;
import dev.assent.compliance.consent.ConsentEvidence.Choice;
import dev.assent.compliance.consent.ConsentEvidence.Means;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.consent.OptOut;
import dev.assent.compliance.store.consent.Consents;
import dev.assent.compliance.store.suppression.Refusals;
import dev.assent.compliance.store.suppression.Refused;
import dev.assent.media.rtp.Key;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Where the choices of one call become durable evidence (spec §4.4, §4.5). Every method returns
 * only when what it says is on disk. Used by the call's thread.
 */
public final class ConsentDesk {
  private final Clearance clearance;
  private final Words words;
  private final Consents consents;
  private final Refusals refusals;
  private final CallClock clock;
  private final String node;
  private final Supplier<UUID> ids;
  private final Call call;

  /** The desk of one call. */
  public ConsentDesk(
      Clearance clearance,
      Call call,
      Words words,
      Consents consents,
      Refusals refusals,
      CallClock clock,
      String node,
      Supplier<UUID> ids) {
    this.clearance = clearance;
    this.call = call;
    this.words = words;
    this.consents = consents;
    this.refusals = refusals;
    this.clock = clock;
    this.node = node;
    this.ids = ids;
  }

  /** The person pressed 1 after the whole disclosure. Returns the id of the durable evidence. */
  public UUID agreed() {
    return consents.agreed(clearance.attemptId(), evidence(Choice.AGREED));
  }

  /** Anything but a yes: refusal, silence, wrong keys, hang-up (A-10: silence is not consent). */
  public void notAgreed(Choice choice) {
    consents.notAgreed(clearance.attemptId(), evidence(choice));
  }

  /**
   * The person pressed 9. Durable before it returns, or {@link Refused.Pending} after 3 s. An
   * interrupt (Ctrl-C, stop) waits until it is done (R40).
   */
  public Refused optOut() {
    boolean interrupted = Thread.interrupted();
    try {
      return refusals.optOut(
          clearance.attemptId(),
          new OptOut(
              Manner.KEY9,
              clock.now(),
              clearance.attemptId(),
              call.sipCallId(),
              clearance.script().hash()));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private ConsentEvidence evidence(Choice choice) {
    List<CallLog.Played> segments = call.log().segments();
    Optional<Key> key =
        choice == Choice.AGREED || choice == Choice.REFUSED
            ? call.log().answer()
            : Optional.empty();
    Instant at = key.map(k -> clock.at(k.atNanos())).orElseGet(clock::now);
    return new ConsentEvidence(
        ids.get(),
        clearance.attemptId(),
        choice,
        key.isPresent() ? Means.DTMF : Means.NONE,
        key.map(Key::digit).orElse(null),
        at,
        ZoneId.of("Asia/Shanghai"),
        key.map(k -> reaction(k, segments)).orElse(null),
        clearance.script().hash(),
        clearance.script().locale(),
        segments.stream().map(this::played).toList(),
        call.sipCallId(),
        call.localTag(),
        call.remoteTag(),
        clearance.trunk(),
        clearance.callerNumber(),
        key.map(k -> Duration.ofMillis(k.durationMillis())).orElse(null),
        key.map(k -> k.path().name()).orElse(null),
        clearance.decision().id(),
        clearance.decision().policyHash(),
        node,
        clock.offset());
  }

  /** From the last word's last packet to the key. */
  private static Duration reaction(Key key, List<CallLog.Played> segments) {
    return segments.isEmpty()
        ? Duration.ZERO
        : Duration.ofNanos(key.atNanos() - segments.getLast().report().lastPacketNanos());
  }

  private ConsentEvidence.Played played(CallLog.Played segment) {
    var report = segment.report();
    return new ConsentEvidence.Played(
        words.typeOf(segment.prompt()),
        segment.prompt().language() + "/" + segment.prompt().id(),
        segment.prompt().wavSha256(),
        report.sha256(),
        clock.at(report.firstPacketNanos()),
        clock.at(report.lastPacketNanos()),
        report.slots(),
        report.sent(),
        report.skipped(),
        report.icmpErrors());
  }
}
