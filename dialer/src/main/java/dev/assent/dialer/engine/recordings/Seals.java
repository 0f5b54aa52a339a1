package dev.assent.dialer.engine.recordings;

import dev.assent.recorder.Recorder;
import dev.assent.recorder.SealedRecording;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Recordings whose calls are over and whose files are being made. Any thread. */
public final class Seals {
  private final Map<Long, CompletableFuture<SealedRecording>> open = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();

  /** One that is being made, until it is. */
  public void add(CompletableFuture<SealedRecording> sealing) {
    long number = numbers.incrementAndGet();
    open.put(number, sealing);
    var _ = sealing.whenComplete((_, _) -> open.remove(number));
  }

  /**
   * Waits until every recording begun so far has its own file, or has failed and said so.
   *
   * @return false if a disk keeps some from their files: the recorder says which
   */
  public boolean await(Recorder recorder) {
    return List.copyOf(open.values()).stream().allMatch(recorder::await);
  }
}
