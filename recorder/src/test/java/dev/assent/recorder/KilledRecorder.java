package dev.assent.recorder;

import dev.assent.recorder.container.AudioSecond;
import dev.assent.recorder.files.DiskFiles;
import dev.assent.recorder.files.Files;
import dev.assent.recorder.ledger.KeyLedger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * A process of its own that records and never stops, on the real disk with real threads, to be
 * killed. Says {@code ID SECONDS} for what is forced.
 */
final class KilledRecorder {
  private static final int CALLS = 5;

  private KilledRecorder() {}

  static RecorderSettings settings(Path home) {
    return new RecorderSettings(
        home.resolve("spool"),
        home.resolve("recordings"),
        1 << 20,
        CALLS,
        Duration.ofMillis(20),
        400_000,
        4,
        3600,
        Duration.ofMillis(50),
        0);
  }

  static Recorder open(Path home, Files files, KeyLedger ledger, RecordingJournal journal) {
    return Recorder.open(
        settings(home),
        files,
        ledger,
        Desk.RECIPIENTS,
        Desk.SIGNER,
        journal,
        InstantSource.fixed(Desk.NOW),
        new SeededRandom(home.hashCode()));
  }

  static KeyLedger ledger(Path home, Files files) {
    return KeyLedger.open(home.resolve("ledger"), files, new byte[32], new SeededRandom(1));
  }

  public static void main(String[] args) throws Exception {
    Path home = Path.of(args[0]);
    Files files = new DiskFiles();
    Recorder recorder = open(home, files, ledger(home, files), new JournalInMemory());
    List<Recording> calls = new ArrayList<>();
    for (int i = 0; i < CALLS; i++) {
      calls.add(recorder.begin(recorder.reserve(), Warrant.of(i)));
    }
    AnyTime sound = new AnyTime(calls);
    recorder.feed(sound);
    for (long forces = 0; ; ) {
      // What had been sealed before one force began is on disk when the next has ended.
      int seconds = sound.given();
      long due = recorder.stats().forces() + 2;
      while (forces < due) {
        forces = recorder.stats().forces();
        if (calls.getFirst().stopped().isDone()) {
          System.out.println("STOPPED " + calls.getFirst().stopped().join());
          return;
        }
        Thread.onSpinWait();
      }
      for (Recording call : calls) {
        System.out.println("SAFE " + call.id() + " " + seconds);
      }
      System.out.flush();
    }
  }

  /** The next second of each call in turn, whenever it is asked for. */
  private static final class AnyTime implements AudioFeed {
    private final List<Recording> calls;
    private boolean resting;
    private int next;
    private volatile int given;

    AnyTime(List<Recording> calls) {
      this.calls = calls;
    }

    /** Seconds of every call that have been sealed. */
    int given() {
      return given;
    }

    @Override
    public boolean poll(AudioSecond into) {
      // The one before was sealed: it is asked for the next.
      given = Math.max(0, next / calls.size() - 1);
      if (resting) {
        resting = false;
        return false;
      }
      resting = next % 50 == 49;
      Recording call = calls.get(next % calls.size());
      CallSound.fill(into, call.tapId(), next / calls.size(), AudioSecond.RATE);
      next++;
      return true;
    }
  }
}
