package dev.assent.testsip.carrier;

import dev.assent.testsip.carrier.media.Crypto;
import dev.assent.testsip.carrier.media.Law;
import dev.assent.testsip.carrier.media.Leg;
import dev.assent.testsip.carrier.media.LegReport;
import dev.assent.testsip.carrier.media.MediaTerms;
import dev.assent.testsip.carrier.media.WavFile;
import dev.assent.testsip.carrier.plan.Step;
import dev.assent.testsip.carrier.plan.Step.Change;
import dev.assent.testsip.carrier.sip.SessionOffer;
import dev.assent.testsip.carrier.sip.SessionText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The sound of one call: what was agreed, and the leg that carries it. Loop thread only. */
final class CallSound {
  private final CarrierParts parts;
  private final String called;
  private final String id;
  private final Runnable changed;
  private final long callNanos;
  private @Nullable Leg leg;
  private @Nullable Crypto crypto;
  private List<String> refusedStreams = List.of();
  private long version;
  private boolean onHold;
  private String profile = "RTP/AVP";
  private int keys;

  /** {@code changed} runs when the caller began or ended to speak, or a key is through. */
  CallSound(CarrierParts parts, String called, String id, Runnable changed) {
    this.parts = parts;
    this.called = called;
    this.id = id;
    this.changed = changed;
    this.callNanos = parts.loop().now();
  }

  /** Null until there is sound. */
  @Nullable Leg leg() {
    return leg;
  }

  /** Our session description for the first offer; empty if it has no codec of ours. */
  String open(SessionOffer offer, Step.Answer choice) {
    Law law = lawFor(offer, choice.law());
    if (law == null) {
      return "";
    }
    int eventType = choice.telephoneEvent() ? offer.typeOf("TELEPHONE-EVENT/8000") : -1;
    if (leg == null) {
      crypto = cryptoFor(offer, choice.srtp());
      profile = choice.srtp() == Step.SrtpChoice.PLAIN ? "RTP/AVP" : offer.profile();
    }
    MediaTerms terms = new MediaTerms(offer.media(), law, eventType, crypto);
    refusedStreams = offer.otherStreams();
    if (leg == null) {
      leg = newLeg(terms);
    } else {
      leg.changeTerms(new MediaTerms(offer.media(), leg.terms().law(), eventType, crypto));
    }
    return description(leg, "sendrecv");
  }

  private Leg newLeg(MediaTerms terms) {
    Path out = parts.settings().out();
    try {
      return new Leg(
          new Leg.Parts(
              parts.mediaClock(),
              parts.settings().listen().getAddress(),
              parts.ports(),
              parts.settings().speechPause(),
              parts.background(),
              changed),
          terms,
          called,
          out == null ? null : out.resolve(id),
          callNanos);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Null for plain RTP. */
  private @Nullable Crypto cryptoFor(SessionOffer offer, Step.SrtpChoice choice) {
    String suite =
        switch (choice) {
          case FIRST_OFFERED -> "A";
          case GCM -> "AEAD_AES_256_GCM";
          case AES_80 -> "AES_CM_128_HMAC_SHA1_80";
          case AES_32 -> "AES_CM_128_HMAC_SHA1_32";
          case PLAIN -> "none";
        };
    return offer.cryptos().stream()
        .flatMap(line -> Crypto.answering(line, keySeed()).stream())
        .filter(found -> found.suite().startsWith(suite))
        .findFirst()
        .orElse(null);
  }

  private String keySeed() {
    return parts.settings().seed() + " " + id + " " + keys;
  }

  private static @Nullable Law lawFor(SessionOffer offer, Step.LawChoice choice) {
    int ulaw = offer.payloadTypes().indexOf(Law.ULAW.payloadType());
    int alaw = offer.payloadTypes().indexOf(Law.ALAW.payloadType());
    return switch (choice) {
      case ULAW -> ulaw < 0 ? null : Law.ULAW;
      case ALAW -> alaw < 0 ? null : Law.ALAW;
      case FIRST_OFFERED -> {
        if (ulaw < 0) {
          yield alaw < 0 ? null : Law.ALAW;
        }
        yield alaw >= 0 && alaw < ulaw ? Law.ALAW : Law.ULAW;
      }
    };
  }

  /** Our answer to an offer in the dialog; empty without sound. */
  String answerTo(SessionOffer offer) {
    Leg now = leg;
    if (now == null) {
      return "";
    }
    answered(offer);
    String direction =
        switch (offer.direction()) {
          case "sendonly" -> "recvonly";
          case "recvonly" -> "sendonly";
          default -> offer.direction();
        };
    onHold = direction.equals("inactive") || direction.equals("sendonly");
    refusedStreams = offer.otherStreams();
    return description(now, direction);
  }

  /** Our offer for a re-INVITE. */
  String offer(Change change) {
    Leg now = leg;
    if (now == null) {
      return "";
    }
    if (change == Change.MOVE) {
      try {
        now.openPorts();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    if (change == Change.REKEY && crypto != null) {
      keys++;
      crypto = crypto.renewed(keySeed());
    }
    onHold = change == Change.HOLD;
    refusedStreams = List.of();
    return description(now, onHold ? "sendonly" : "sendrecv");
  }

  /** The caller's side of what was agreed in the dialog. */
  void answered(SessionOffer answer) {
    if (leg != null) {
      int eventType = answer.typeOf("TELEPHONE-EVENT/8000");
      if (crypto != null && !answer.cryptos().isEmpty()) {
        crypto = crypto.heard(answer.cryptos().getFirst());
      }
      leg.changeTerms(new MediaTerms(answer.media(), leg.terms().law(), eventType, crypto));
    }
  }

  private String description(Leg of, String direction) {
    MediaTerms terms = of.terms();
    return SessionText.of(
        ++version,
        of.local(),
        terms.law().payloadType(),
        terms.eventType(),
        direction,
        profile,
        crypto == null ? "" : crypto.line(),
        refusedStreams);
  }

  /** On hold the caller may be silent. */
  boolean onHold() {
    return onHold;
  }

  long lastArrivalNanos(long otherwise) {
    return leg == null ? otherwise : Math.max(otherwise, leg.lastArrivalNanos(otherwise));
  }

  int speechBegun() {
    return leg == null ? 0 : leg.speechBegun();
  }

  int speechEnded() {
    return leg == null ? 0 : leg.speechEnded();
  }

  /** Does something to the leg if there is one; always true, for a step that does not wait. */
  boolean with(Consumer<Leg> action) {
    if (leg != null) {
      action.accept(leg);
    }
    return true;
  }

  void play(Leg on, Path file) {
    try {
      on.play(WavFile.read(file, on.terms().law()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void stop() {
    if (leg != null) {
      leg.stop();
    }
  }

  /** Stops, and closes when what is still on its way has been counted. */
  void end(Duration linger) {
    Leg now = leg;
    if (now != null) {
      now.stop();
      parts
          .loop()
          .after(
              linger,
              () -> {
                now.close();
                changed.run();
              });
    }
  }

  void close() {
    if (leg != null) {
      leg.close();
    }
  }

  LegReport report() {
    return leg == null ? LegReport.NONE : leg.report();
  }
}
