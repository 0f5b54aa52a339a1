package dev.assent.dialer.alert;

import java.util.Optional;

/** A way to a person. Any thread; may block for some seconds. */
public interface AlertChannel {
  /** {@code command} or {@code webhook}. */
  String name();

  /**
   * Tells it once.
   *
   * @return what went wrong; empty when it was taken
   */
  Optional<String> tell(byte[] json) throws InterruptedException;
}
