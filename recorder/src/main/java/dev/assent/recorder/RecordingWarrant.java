package dev.assent.recorder;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** The right to record one call: proof that consent was given and is on disk (R37). */
public interface RecordingWarrant {
  UUID attemptId();

  /** Of the consent that is on disk. */
  UUID evidenceId();

  Instant agreedAt();

  /** Sealed with the recording; at most 16 KiB. */
  Map<String, String> metadata();

  /** 1–32 of {@code A-Z 0-9 _ -}; stands in the clear. */
  String retentionClass();
}
