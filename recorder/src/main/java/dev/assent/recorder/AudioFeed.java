package dev.assent.recorder;

import dev.assent.recorder.container.AudioSecond;

/** Where seconds of sound come from. Polled by one recorder thread only. */
@FunctionalInterface
public interface AudioFeed {
  /**
   * Fills in the next second, if there is one; never blocks. What {@code into} refers to must stay
   * untouched until the next poll of this feed.
   */
  boolean poll(AudioSecond into);
}
