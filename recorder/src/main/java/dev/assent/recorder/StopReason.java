package dev.assent.recorder;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why recording to a spool has stopped, once it has. After a failed write or force the state of the
 * spool is unknown, so there is no going on with it. Any thread.
 */
final class StopReason {
  private static final Logger LOG = LoggerFactory.getLogger(StopReason.class);

  private final AtomicReference<Optional<DiskTrouble>> why =
      new AtomicReference<>(Optional.empty());

  Optional<DiskTrouble> get() {
    return why.get();
  }

  boolean isSet() {
    return why.get().isPresent();
  }

  /** The first reason stays. */
  void set(DiskTrouble reason, Throwable cause) {
    if (why.compareAndSet(Optional.empty(), Optional.of(reason))) {
      LOG.error("Recording stops: {}", reason.what(), cause);
    }
  }

  RecorderStopped exception() {
    return new RecorderStopped(why.get().map(DiskTrouble::what).orElse("it is closed"));
  }
}
