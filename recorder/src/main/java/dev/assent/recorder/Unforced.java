package dev.assent.recorder;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * What the spool was given since its last force, and who waits for that to be on disk. The recorder
 * thread's.
 */
final class Unforced {
  /** An END, and what to tell once it is on disk. */
  private record Ended(ActiveRecording active, Runnable told) {}

  private final List<CompletableFuture<Boolean>> begun = new ArrayList<>();
  private final List<ActiveRecording> sealed = new ArrayList<>();
  private final List<Ended> ended = new ArrayList<>();
  private boolean written;

  /** Something was appended. */
  void written() {
    written = true;
  }

  /** A header, which somebody waits for before a call goes on. */
  void begun(CompletableFuture<Boolean> forced) {
    begun.add(forced);
  }

  /** A whole recording. */
  void sealed(ActiveRecording active) {
    sealed.add(active);
  }

  /** An END. */
  void ended(ActiveRecording active, Runnable told) {
    ended.add(new Ended(active, told));
  }

  boolean isUrgent() {
    return !begun.isEmpty();
  }

  boolean isNothing() {
    return !written;
  }

  /** All of it is on disk: who waits for a header goes on, whole recordings are the splitter's. */
  void forced(SplittingAgent splitter) {
    written = false;
    begun.forEach(waiting -> waiting.complete(true));
    begun.clear();
    sealed.forEach(splitter::add);
    sealed.clear();
  }

  /** Tells of every END that it is on disk. */
  void tellEnded() {
    ended.forEach(end -> end.told().run());
    ended.clear();
  }

  /** Nothing of it will be on disk. */
  void refuseBegun(RecorderStopped why) {
    begun.forEach(waiting -> waiting.completeExceptionally(why));
    begun.clear();
  }

  /** Recordings that are over, whose sound or END is not on disk. */
  List<ActiveRecording> recordings() {
    List<ActiveRecording> all = new ArrayList<>(sealed);
    ended.forEach(end -> all.add(end.active()));
    return all;
  }

  /** Forgets those. */
  void clear() {
    sealed.clear();
    ended.clear();
  }
}
