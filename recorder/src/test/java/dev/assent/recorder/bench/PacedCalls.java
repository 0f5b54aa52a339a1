package dev.assent.recorder.bench;

import dev.assent.recorder.AudioFeed;
import dev.assent.recorder.CallSound;
import dev.assent.recorder.Recording;
import dev.assent.recorder.container.AudioLeg;
import dev.assent.recorder.container.AudioSecond;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Calls in real time, each giving its second when it is due: as they began at different moments, so
 * do their seconds come spread, as the media side spreads them. The sound is always the same noise.
 */
final class PacedCalls implements AudioFeed {
  private final int seconds;
  private final ConcurrentLinkedQueue<Call> begun = new ConcurrentLinkedQueue<>();
  private final PriorityQueue<Call> live =
      new PriorityQueue<>(Comparator.comparingLong((Call call) -> call.due));
  private final AudioSecond pattern = new AudioSecond();
  private volatile boolean stopped;

  private static final class Call {
    final Recording recording;
    long due;
    int second;

    Call(Recording recording, long due) {
      this.recording = recording;
      this.due = due;
    }
  }

  PacedCalls(int seconds) {
    this.seconds = seconds;
    CallSound.fill(pattern, 1, 0, AudioSecond.RATE);
  }

  void add(Recording recording) {
    begun.add(new Call(recording, System.nanoTime() + 1_000_000_000L));
  }

  /** From now on each call's next second is its last. */
  void stop() {
    stopped = true;
  }

  @Override
  public boolean poll(AudioSecond into) {
    for (Call call = begun.poll(); call != null; call = begun.poll()) {
      live.add(call);
    }
    Call call = live.peek();
    if (call == null || (!stopped && call.due > System.nanoTime())) {
      return false;
    }
    live.remove();
    into.tapId = call.recording.tapId();
    into.second = call.second++;
    into.samples = AudioSecond.RATE;
    into.last = stopped || call.second == seconds;
    for (int i = 0; i < AudioSecond.LEGS; i++) {
      AudioLeg leg = into.leg(i);
      leg.audio = pattern.leg(i).audio;
      leg.bitmap = pattern.leg(i).bitmap;
      leg.payloadType = 8;
    }
    if (into.last) {
      var _ = call.recording.finish("DONE");
    } else {
      call.due += 1_000_000_000L;
      live.add(call);
    }
    return true;
  }
}
