package dev.assent.testsip.carrier;

import dev.assent.testsip.carrier.media.Leg;
import dev.assent.testsip.carrier.plan.Step;
import dev.assent.testsip.carrier.sip.SessionOffer;
import dev.assent.testsip.carrier.sip.SipSocket;
import java.util.List;
import java.util.Locale;

/** The called end: runs the steps of the plan on one call. Loop thread only. */
final class CalledParty {
  private final Call call;
  private final CarrierParts parts;
  private final CallLog log;
  private final CallSound sound;
  private final Challenger challenger;
  private Script script;
  private long answeredNanos;
  private boolean answered;

  CalledParty(Call call, CarrierParts parts, CallLog log, CallSound sound, Challenger challenger) {
    this.call = call;
    this.parts = parts;
    this.log = log;
    this.sound = sound;
    this.challenger = challenger;
    this.script = new Script(parts.loop(), this::passed, call::changed, List.of());
    this.answeredNanos = parts.loop().now();
  }

  /** A new attempt begins with these steps. */
  void begin(List<Step> steps) {
    script.stop();
    script = new Script(parts.loop(), this::passed, call::changed, steps);
    Step first = steps.isEmpty() ? new Step.Forever() : steps.getFirst();
    if (!(first instanceof Step.NoTrying || first instanceof Step.Silent)) {
      trying();
    }
    script.advance();
  }

  void advance() {
    script.advance();
  }

  void stop() {
    script.stop();
  }

  boolean awaitsCancel() {
    return script.current() instanceof Step.AwaitCancel;
  }

  /** Of {@code Loop.now}; when the call began, until it is answered. */
  long answeredNanos() {
    return answeredNanos;
  }

  /** Does a step, or looks whether what it waits for has come. */
  private boolean passed(Step step, boolean first) {
    return switch (step) {
      case Step.NoTrying() -> true;
      case Step.Wait(var duration) -> script.passed(parts.loop().now() + duration.toNanos(), first);
      case Step.At(var since) -> script.passed(answeredNanos + since.toNanos(), first);
      case Step.Forever() -> false;
      case Step.SpeechBegin(int count) -> sound.speechBegun() >= count;
      case Step.SpeechEnd(int count) -> sound.speechEnded() >= count;
      case Step.AwaitCancel() -> call.cancelSeen();
      case Step.AwaitAck() -> call.answersAcknowledged();
      case Step.Progress progress -> progress(progress);
      case Step.Answer answer -> answer(answer);
      case Step.Refuse(int status, var phrase, var headers) -> refuse(status, phrase, headers);
      case Step.Challenge challenge -> challenged(challenge, first);
      case Step.Silent() -> {
        call.fallSilent();
        yield true;
      }
      case Step.Keys keys -> keys(keys, first);
      case Step.Tones tones -> tones(tones, first);
      case Step.Bye bye -> bye(bye);
      case Step.Reinvite reinvite -> reinvite(reinvite, first);
      case Step.Network(int loss, int duplicate, int reorder) ->
          sound.with(leg -> leg.network(loss, duplicate, reorder));
      case Step.Sound(var kind) -> sound.with(leg -> leg.sound(kind));
      case Step.Play(var file) -> sound.with(leg -> sound.play(leg, file));
    };
  }

  private void trying() {
    log.response(parts.wallTime(), 100);
    call.invite().progress(100, "", "");
  }

  private boolean progress(Step.Progress step) {
    String sdp = "";
    if (step.early()) {
      sdp =
          describe(
              new Step.Answer(
                  step.tag(),
                  Step.LawChoice.FIRST_OFFERED,
                  true,
                  Step.SrtpChoice.FIRST_OFFERED,
                  0));
      sound.with(Leg::start);
    }
    log.response(parts.wallTime(), step.status());
    call.invite().progress(step.status(), call.dialog(step.tag()).tag(), sdp);
    return true;
  }

  private boolean answer(Step.Answer step) {
    String sdp = describe(step);
    if (sdp.isEmpty()) {
      return refuse(488, "", List.of());
    }
    if (!answered) {
      answered = true;
      answeredNanos = parts.loop().now();
    }
    log.response(parts.wallTime(), 200);
    Dialog dialog = call.dialog(step.tag());
    dialog.answer(
        parts.wallTime(), sdp, step.ignoredAcks(), () -> call.hangUp(dialog, EndedBy.NO_ACK));
    return sound.with(Leg::start);
  }

  /** Our session description; empty if the caller offered no G.711. */
  private String describe(Step.Answer step) {
    SessionOffer offer = SessionOffer.parse(call.invite().request().body());
    String sdp = offer == null ? "" : sound.open(offer, step);
    if (sdp.isEmpty()) {
      log.faults(List.of("INVITE: no offer of audio in G.711"));
    }
    return sdp;
  }

  private boolean refuse(int status, String phrase, List<String> headers) {
    call.refuse(status, phrase, headers, EndedBy.REFUSAL);
    return true;
  }

  private boolean challenged(Step.Challenge step, boolean first) {
    if (first) {
      challenger.ask(step, call.invite(), false);
    }
    return switch (challenger.outcome(step)) {
      case null -> false;
      case ASK_AGAIN -> {
        challenger.ask(step, call.invite(), true);
        yield false;
      }
      case FAILED -> {
        log.faults(List.of("INVITE: wrong answer to the challenge"));
        yield refuse(403, "", List.of());
      }
      case PASSED -> {
        trying();
        yield true;
      }
    };
  }

  private boolean keys(Step.Keys step, boolean first) {
    Leg leg = sound.leg();
    if (leg == null || leg.terms().eventType() < 0) {
      log.outcome("key " + step.digits() + " not sent: no telephone-event agreed");
      return true;
    }
    if (first) {
      log.keys(parts.wallTime(), step.digits(), "rfc4733");
      if (step.withBye()) {
        leg.pressAtOnce(step.digits(), step.length(), step.flaws());
        return bye(new Step.Bye(Dialogs.FIRST, 1, false));
      }
      leg.press(step.digits(), step.length(), step.flaws());
    }
    return !leg.keysPending();
  }

  private boolean tones(Step.Tones step, boolean first) {
    Leg leg = sound.leg();
    if (leg == null) {
      log.outcome("tone " + step.digits() + " not sent: no sound yet");
      return true;
    }
    if (first) {
      log.keys(parts.wallTime(), step.digits(), "tone");
      leg.pressTones(step.digits(), step.length());
    }
    return !leg.keysPending();
  }

  private boolean bye(Step.Bye step) {
    Dialog dialog = call.dialog(step.tag());
    if (dialog.open()) {
      call.end(dialog, EndedBy.CALLED);
      call.ownRequests().bye(dialog, socket(step.fromSecond()), step.copies());
    }
    return true;
  }

  /** Sends the re-INVITE, then waits for its answer. */
  private boolean reinvite(Step.Reinvite step, boolean first) {
    Dialog dialog = call.openDialog();
    if (first && dialog != null) {
      String what = "INVITE " + step.change().name().toLowerCase(Locale.ROOT);
      String sdp = sound.offer(step.change());
      call.ownRequests().invite(dialog, what, socket(step.fromSecond()), sdp, step.copies());
    }
    return call.ownRequests().openInvites() == 0;
  }

  private SipSocket socket(boolean fromSecond) {
    SipSocket second = parts.second();
    return fromSecond && second != null ? second : call.invite().peer().socket();
  }
}
