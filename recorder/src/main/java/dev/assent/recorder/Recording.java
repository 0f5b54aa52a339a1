package dev.assent.recorder;

import dev.assent.recorder.container.Mark;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A call being recorded. Any thread. */
public interface Recording {
  UUID id();

  /** Under which number its sound must come in the feed. */
  long tapId();

  /**
   * Notes something that happened; sealed with the sound. More than 4,096 are counted and dropped.
   */
  void mark(Mark mark);

  /**
   * Ends it: after the second that says it is the last, or after 2 s without one.
   *
   * @param endCause 1–32 of {@code A-Z 0-9 _}
   * @return done when the recording has its own file, the journal knows it, and the spool needs it
   *     no more
   */
  CompletableFuture<SealedRecording> finish(String endCause);

  /** Done, with why, if recording has to stop before {@link #finish}: the disk failed. */
  CompletableFuture<String> stopped();
}
