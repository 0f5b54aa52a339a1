package dev.assent.dialer.engine;

import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.consent.OptOut;
import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.store.suppression.Refusals;
import dev.assent.compliance.store.suppression.Refused;
import dev.assent.dialer.call.RingBackCall;
import dev.assent.dialer.call.Words;
import dev.assent.dialer.config.TrunkConfig;
import dev.assent.dialer.config.TrunkConfig.Inbound;
import dev.assent.dialer.sip.InboundCalls.Treatment;
import dev.assent.dialer.trunk.RingBacks;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Comparator;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a trunk's ring-backs need of the home: the approved words, a channel, the do-not-call list
 * and the journal. Nothing here leads to a clearance.
 */
final class RingBackOffice implements RingBacks.Office {
  private static final Logger LOG = LoggerFactory.getLogger(RingBackOffice.class);
  private static final ZoneId CHINA = ZoneId.of("Asia/Shanghai");

  private final Engine engine;
  private final LawParts law;
  private final CallParts calls;
  private final TrunkConfig trunk;
  private final String script;

  private RingBackOffice(
      Engine engine, LawParts law, CallParts calls, TrunkConfig trunk, String script) {
    this.engine = engine;
    this.law = law;
    this.calls = calls;
    this.trunk = trunk;
    this.script = script;
  }

  /** What the callers of one trunk get. */
  static RingBacks.Door door(Engine engine, LawParts law, CallParts calls, TrunkConfig trunk) {
    String script = trunk.inbound() instanceof Inbound.Announce(String id) ? id : "";
    Treatment treatment =
        switch (trunk.inbound()) {
          case Inbound.Unavailable _ -> new Treatment.Unavailable();
          case Inbound.Redirect(String uri) -> new Treatment.Redirect(uri);
          case Inbound.Announce _ -> new Treatment.Ring();
        };
    return new RingBacks.Door(
        trunk.name(),
        source -> trunk.signalling().stream().anyMatch(network -> network.contains(source)),
        treatment,
        Math.max(1, trunk.channels() / 4), // those we call come first
        trunk.srtp(),
        new RingBackOffice(engine, law, calls, trunk, script));
  }

  @Override
  public Optional<RingBacks.Announcement> announcement() {
    LocalDate today = LocalDate.ofInstant(engine.clock().instant(), CHINA);
    Optional<Script> approved =
        law.store().registers().scripts().stream()
            .filter(found -> found.id().equals(script))
            .filter(found -> found.state() == Script.State.APPROVED)
            .filter(found -> !found.validTo().isBefore(today))
            .max(Comparator.comparingInt(Script::version));
    if (approved.isEmpty()) {
      LOG.warn("trunk {}: nobody who rings back is answered: no approved script", trunk.name());
      return Optional.empty();
    }
    try {
      return Optional.of(
          new RingBacks.Announcement(
              new Words(approved.get(), law.prompts()), approved.get().hash()));
    } catch (IllegalArgumentException e) {
      LOG.warn("trunk {}: nobody who rings back is answered: {}", trunk.name(), e.getMessage());
      return Optional.empty();
    }
  }

  @Override
  public Optional<AutoCloseable> channel() {
    return calls.trunks().named(trunk.name()).channelForRingBack();
  }

  @Override
  public RingBackCall.Desk desk(String presented, String sipCallId, String scriptHash) {
    return () ->
        switch (PhoneNumber.parse(presented, region())) {
          case PhoneNumber.Parsed.Valid(PhoneNumber number) ->
              Optional.of(optOut(number, sipCallId, scriptHash));
          case PhoneNumber.Parsed.Invalid _ -> Optional.empty();
        };
  }

  private String region() {
    return trunk.region().orElse(calls.config().region());
  }

  private Refused optOut(PhoneNumber number, String sipCallId, String scriptHash) {
    Refusals refusals = law.store().refusals();
    OptOut word = new OptOut(Manner.KEY9, engine.clock().instant(), null, sipCallId, scriptHash);
    return refusals.addOnce(
        law.newId(), number, word, DncReach.EVERY_CALL, "call", "person ringing back");
  }

  @Override
  public void ended(String sipCallId, String scriptHash, RingBackCall.End end) {
    law.store().attempts().rangBack(trunk.name(), sipCallId, scriptHash, end.name());
  }
}
