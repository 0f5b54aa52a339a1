package dev.assent.dialer.trunk;

import dev.assent.dialer.call.Answer;
import dev.assent.dialer.call.Call;
import dev.assent.dialer.call.CallEnded;
import dev.assent.dialer.call.CallLog;
import dev.assent.dialer.call.Digit;
import dev.assent.dialer.call.Question;
import dev.assent.dialer.call.Silence;
import dev.assent.dialer.sip.CallDialog;
import dev.assent.dialer.sip.EndCause;
import dev.assent.media.prompt.Prompt;
import dev.assent.media.rtp.Key;
import dev.assent.media.rtp.MediaLeg;
import dev.assent.media.rtp.SegmentReport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * An answered call: the dialog on one hand, its media on the other, and the queue in which both
 * tell what happened. Used by the call's own virtual thread only.
 */
final class LiveCall implements Call {
  private final CallDialog dialog;
  private final String localTag;
  private final String remoteTag;
  private final MediaLeg leg;
  private final boolean keyPath;
  private final CallMailbox mailbox;
  private final CallLog log = new CallLog();

  private long plays;
  private @Nullable Digit pressed;
  private CallEnded.@Nullable Cause ended;
  private boolean mediaClosed;
  private boolean closed;

  LiveCall(
      CallDialog dialog,
      String localTag,
      String remoteTag,
      MediaLeg leg,
      boolean keyPath,
      CallMailbox mailbox) {
    this.dialog = dialog;
    this.localTag = localTag;
    this.remoteTag = remoteTag;
    this.leg = leg;
    this.keyPath = keyPath;
    this.mailbox = mailbox;
  }

  @Override
  public String sipCallId() {
    return dialog.callId();
  }

  @Override
  public String localTag() {
    return localTag;
  }

  @Override
  public String remoteTag() {
    return remoteTag;
  }

  @Override
  public boolean hasKeyPath() {
    return keyPath;
  }

  @Override
  public CallLog log() {
    return log;
  }

  @Override
  public Optional<Digit> pressed() {
    Optional<Digit> digit = Optional.ofNullable(pressed);
    pressed = null;
    return digit;
  }

  @Override
  public void play(List<Prompt> segments) throws CallEnded {
    say(segments);
  }

  @Override
  public Answer ask(Question question) throws CallEnded {
    int asked = 0;
    int invalid = 0;
    while (true) {
      boolean whole = say(question.words());
      asked++;
      switch (whole || pressed != null ? answerWithin(question.patience()) : Reply.SILENCE) {
        case ONE -> {
          return Digit.ONE;
        }
        case ZERO -> {
          return Digit.ZERO;
        }
        case NINE -> {
          return Digit.NINE;
        }
        case SILENCE -> {
          if (asked > question.repeats()) {
            return new Silence(asked);
          }
        }
        case OTHER -> {
          invalid++;
          if (invalid >= question.invalidKeys()) {
            return Digit.OTHER;
          }
          say(List.of(question.notValid()));
        }
      }
    }
  }

  @Override
  public void listen(Duration atMost) throws CallEnded {
    try (CallMailbox.Wait wait = mailbox.begin(atMost)) {
      while (pressed == null) {
        Signal signal = next();
        if (signal instanceof Signal.TimeUp time && wait.isOver(time)) {
          return;
        }
        if (signal instanceof Signal.KeyHeard heard) {
          note(heard.key());
        }
      }
    }
  }

  @Override
  public void tap(long tapId) {
    leg.tap(tapId);
  }

  @Override
  public void untap() {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          leg.untap().get();
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        } catch (ExecutionException e) {
          throw new IllegalStateException("the media thread failed to end a recording", e);
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      // BYE before the media goes: the far end must not hear a dead line while we tidy up.
      dialog.hangUp("done");
      leg.close();
    }
  }

  private enum Reply {
    ONE,
    ZERO,
    NINE,
    OTHER,
    SILENCE
  }

  /**
   * Plays segments and returns whether every one of them was sent whole. A 9 or 0 ends it; so does
   * a 9 or 0 that was pressed before and not answered yet.
   */
  private boolean say(List<Prompt> segments) throws CallEnded {
    if (pressed != null) {
      return false;
    }
    long playId = ++plays;
    leg.play(segments, playId);
    boolean whole = true;
    while (true) {
      Signal signal = next();
      if (signal instanceof Signal.KeyHeard heard) {
        note(heard.key());
        if (pressed != null) {
          leg.stop();
          return false;
        }
      } else if (signal instanceof Signal.SegmentSent sent && sent.report().playId() == playId) {
        SegmentReport report = sent.report();
        log.played(new CallLog.Played(segments.get(report.index()), report));
        whole &= report.complete();
        if (report.index() == segments.size() - 1) {
          return whole;
        }
      }
    }
  }

  /** After the last word: the first key answers, whatever it is. */
  private Reply answerWithin(Duration atMost) throws CallEnded {
    if (pressed != null) {
      return replyOf(pressed().orElseThrow());
    }
    try (CallMailbox.Wait wait = mailbox.begin(atMost)) {
      while (true) {
        Signal signal = next();
        if (signal instanceof Signal.TimeUp time && wait.isOver(time)) {
          return Reply.SILENCE;
        }
        if (signal instanceof Signal.KeyHeard heard) {
          Digit digit = Digit.of(heard.key().digit());
          log.pressed(
              heard.key(), digit == Digit.OTHER ? CallLog.Use.WITHOUT_MEANING : CallLog.Use.ANSWER);
          return replyOf(digit);
        }
      }
    }
  }

  private static Reply replyOf(Digit digit) {
    return switch (digit) {
      case ONE -> Reply.ONE;
      case ZERO -> Reply.ZERO;
      case NINE -> Reply.NINE;
      case OTHER -> Reply.OTHER;
    };
  }

  /** A key while something plays or is listened to: only a 9 or a 0 has an effect. */
  private void note(Key key) {
    Digit digit = Digit.of(key.digit());
    if (digit.interrupts()) {
      log.pressed(key, CallLog.Use.ANSWER);
      // A 9 outranks a 0 pressed before it.
      pressed = digit == Digit.NINE || pressed == null ? digit : pressed;
    } else {
      log.pressed(key, digit == Digit.ONE ? CallLog.Use.TOO_EARLY : CallLog.Use.WITHOUT_MEANING);
    }
  }

  /**
   * The next signal that concerns an answered call. The end of the dialog is held back until the
   * media has delivered the keys that were on their way (250 ms): only then is the call over.
   */
  private Signal next() throws CallEnded {
    while (true) {
      if (mediaClosed) {
        throw new CallEnded(ended == null ? CallEnded.Cause.LOST : ended);
      }
      Signal signal = take();
      switch (signal) {
        case Signal.DialogEnded over -> {
          ended = over.cause() == EndCause.FAR_END ? CallEnded.Cause.FAR_END : CallEnded.Cause.LOST;
          log.ended(over.reasons());
          leg.linger();
        }
        case Signal.MediaClosed _ -> {
          mediaClosed = true;
          if (ended == null) {
            ended = CallEnded.Cause.LOST;
          }
        }
        case Signal.EndAsked(Signal.End end) -> {
          if (end == Signal.End.RECORDER_FAILED) {
            throw new CallEnded(CallEnded.Cause.RECORDER_FAILED); // words of apology may follow
          }
          if (end == Signal.End.STOPPED && ended == null) {
            ended = CallEnded.Cause.STOPPED;
            dialog.hangUp("stopped");
            leg.linger();
          }
        }
        default -> {
          return signal;
        }
      }
    }
  }

  private Signal take() throws CallEnded {
    try {
      return mailbox.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallEnded(CallEnded.Cause.STOPPED);
    }
  }
}
