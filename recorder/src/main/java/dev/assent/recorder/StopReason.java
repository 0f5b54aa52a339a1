package dev.assent.recorder;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why the recorder has stopped, once it has. After a failed write or force the state of the disk is
 * unknown, so there is no going on: all agents look here first. Any thread.
 */
final class StopReason {
  private static final Logger LOG = LoggerFactory.getLogger(StopReason.class);

  private final AtomicReference<Optional<String>> why = new AtomicReference<>(Optional.empty());

  Optional<String> get() {
    return why.get();
  }

  boolean isSet() {
    return why.get().isPresent();
  }

  /** The first reason stays. */
  void set(String reason, Throwable cause) {
    if (why.compareAndSet(Optional.empty(), Optional.of(reason))) {
      LOG.error("Recording stops: {}", reason, cause);
    }
  }

  RecorderStopped exception() {
    return new RecorderStopped(why.get().orElse("it is closed"));
  }
}
