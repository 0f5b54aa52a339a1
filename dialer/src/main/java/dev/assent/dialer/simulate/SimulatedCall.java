package dev.assent.dialer.simulate;

import dev.assent.dialer.call.Answer;
import dev.assent.dialer.call.Call;
import dev.assent.dialer.call.CallEnded;
import dev.assent.dialer.call.CallLog;
import dev.assent.dialer.call.Digit;
import dev.assent.dialer.call.Question;
import dev.assent.dialer.call.Silence;
import dev.assent.dialer.simulate.Fate.Deed;
import dev.assent.dialer.trunk.CallsInProgress.Wanted;
import dev.assent.media.codec.Codec;
import dev.assent.media.prompt.Prompt;
import dev.assent.media.rtp.Key;
import dev.assent.media.rtp.SegmentReport;
import dev.assent.media.rtp.SentAudio;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An answered call to a simulated person: words take their time, keys come when they press them.
 */
final class SimulatedCall implements Call {
  private static final long SLOT = Duration.ofMillis(20).toNanos();
  private static final int SLOTS_A_SECOND = 50;

  /** Who is told of what the person is told. */
  interface Witness {
    void hears(List<Prompt> segments);

    void over(Duration talk);
  }

  private record Planned(long at, char key) {}

  private enum Reply {
    ONE,
    ZERO,
    NINE,
    OTHER,
    SILENCE
  }

  private final VirtualTime time;
  private final String callId;
  private final Fate.Answered answer;
  private final Witness witness;
  private final CallLog log = new CallLog();
  private final PriorityQueue<Planned> deeds =
      new PriorityQueue<>(Comparator.comparingLong(Planned::at));
  private CompletableFuture<Void> wake = new CompletableFuture<>();
  private final long since;
  private long plays;
  private boolean agreed;
  private @Nullable Digit pressed;
  private CallEnded.@Nullable Cause ended;
  private boolean recorderFailed;
  private boolean closed;

  SimulatedCall(VirtualTime time, String callId, Fate.Answered answer, Witness witness) {
    this.time = time;
    this.callId = callId;
    this.answer = answer;
    this.witness = witness;
    this.since = time.nanoTime();
    plan(answer.manner().unasked());
  }

  private void plan(List<Deed> more) {
    more.forEach(
        deed -> deeds.add(new Planned(time.nanoTime() + deed.after().toNanos(), deed.key())));
  }

  /** Somebody on our side wants an end. A talk is not cut by a refusal that came elsewhere. */
  void end(Wanted why) {
    switch (why) {
      case REFUSED_ELSEWHERE -> {}
      case STOPPED -> ended = ended == null ? CallEnded.Cause.STOPPED : ended;
      case RECORDER_FAILED -> recorderFailed = true;
    }
    wake.complete(null);
  }

  @Override
  public String sipCallId() {
    return callId;
  }

  @Override
  public String localTag() {
    return "ours";
  }

  @Override
  public String remoteTag() {
    return "theirs";
  }

  @Override
  public boolean hasKeyPath() {
    return answer.keyPath();
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
      if (whole) {
        plan(answer.manner().reply());
      }
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
    long end = time.nanoTime() + atMost.toNanos();
    while (pressed == null) {
      Optional<Key> key = keyBefore(end);
      if (key.isEmpty()) {
        return;
      }
      note(key.get());
    }
  }

  /** From here on they are somebody who has agreed. */
  @Override
  public void tap(long tapId) {
    if (!agreed) {
      agreed = true;
      plan(answer.manner().agreed());
    }
  }

  @Override
  public void untap() {
    // No sound flows.
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      witness.over(Duration.ofNanos(time.nanoTime() - since));
    }
  }

  private boolean say(List<Prompt> segments) throws CallEnded {
    if (pressed != null) {
      return false;
    }
    plays++;
    witness.hears(segments);
    for (int i = 0; i < segments.size(); i++) {
      Prompt prompt = segments.get(i);
      long from = time.nanoTime();
      long until = from + prompt.slots() * SLOT;
      try {
        for (Optional<Key> key = keyBefore(until); key.isPresent(); key = keyBefore(until)) {
          note(key.get());
          if (pressed != null) {
            return false;
          }
        }
      } catch (CallEnded over) {
        log.played(played(prompt, i, from, time.nanoTime()));
        throw over;
      }
      log.played(played(prompt, i, from, until));
    }
    return true;
  }

  private CallLog.Played played(Prompt prompt, int index, long from, long until) {
    int sent = (int) Math.min(prompt.slots(), (until - from) / SLOT);
    return new CallLog.Played(
        prompt,
        new SegmentReport(
            plays,
            index,
            prompt.id(),
            Codec.PCMU,
            sent == 0 ? 0 : from + 1,
            sent == 0 ? 0 : from + sent * SLOT,
            prompt.slots(),
            sent,
            prompt.slots() - sent,
            0,
            SentAudio.firstOf(prompt, Codec.PCMU, sent)));
  }

  /** After the last word: the first key answers, whatever it is. */
  private Reply answerWithin(Duration atMost) throws CallEnded {
    if (pressed != null) {
      return replyOf(pressed().orElseThrow());
    }
    Optional<Key> key = keyBefore(time.nanoTime() + atMost.toNanos());
    if (key.isEmpty()) {
      return Reply.SILENCE;
    }
    Digit digit = Digit.of(key.get().digit());
    log.pressed(key.get(), digit == Digit.OTHER ? CallLog.Use.WITHOUT_MEANING : CallLog.Use.ANSWER);
    return replyOf(digit);
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
      pressed = digit == Digit.NINE || pressed == null ? digit : pressed;
    } else {
      log.pressed(key, digit == Digit.ONE ? CallLog.Use.TOO_EARLY : CallLog.Use.WITHOUT_MEANING);
    }
  }

  /** The next key until then; time has passed up to it, or to the end. */
  private Optional<Key> keyBefore(long until) throws CallEnded {
    Planned next = deeds.peek();
    boolean comes = next != null && next.at() <= until;
    pass(next != null && comes ? next.at() : until);
    if (next == null || !comes) {
      return Optional.empty();
    }
    deeds.remove();
    if (next.key() == Deed.HANGS_UP) {
      ended = CallEnded.Cause.FAR_END;
      throw new CallEnded(ended);
    }
    int held = 1000 / SLOTS_A_SECOND * 5;
    return Optional.of(new Key(next.key(), next.at() + 1, held, Key.Path.RFC4733, true));
  }

  private void pass(long until) throws CallEnded {
    while (true) {
      if (ended != null) {
        throw new CallEnded(ended);
      }
      if (recorderFailed) {
        recorderFailed = false;
        throw new CallEnded(CallEnded.Cause.RECORDER_FAILED); // words of apology may follow
      }
      long left = until - time.nanoTime();
      if (left <= 0) {
        return;
      }
      CompletableFuture<Void> waited = new CompletableFuture<>();
      wake = waited;
      var timer = time.after(left, () -> waited.complete(null));
      time.await(waited);
      timer.cancel();
    }
  }
}
