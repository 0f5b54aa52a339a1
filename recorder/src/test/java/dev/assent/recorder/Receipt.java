package dev.assent.recorder;

import java.util.UUID;

/** A receipt for tests: no journal has heard of this access. */
public record Receipt(UUID recordingId, String actor, String reason, long journalPosition)
    implements AccessReceipt {

  public static Receipt of(UUID recordingId) {
    return new Receipt(recordingId, "test", "QUALITY", 1);
  }
}
