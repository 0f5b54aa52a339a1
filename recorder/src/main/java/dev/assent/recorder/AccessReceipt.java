package dev.assent.recorder;

import java.util.UUID;

/** Proof that an access to one recording is in the journal, on disk, before anything is opened. */
public interface AccessReceipt {
  UUID recordingId();

  String actor();

  String reason();

  /** Where in the journal the access stands. */
  long journalPosition();
}
