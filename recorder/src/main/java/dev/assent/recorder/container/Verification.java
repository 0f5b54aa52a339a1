package dev.assent.recorder.container;

import java.util.Optional;

/**
 * A verdict and what it rests on.
 *
 * @param framesOpened whether every frame was opened; else only structure, digest, counts and
 *     signature were checked
 * @param notOpened why the keys that were given did not open it though it is not damaged: they are
 *     not its keys
 * @param heldAgainstJournal whether it was also held against what the journal says of it
 * @param header empty if not even that could be read
 */
public record Verification(
    Verdict verdict,
    boolean framesOpened,
    Optional<String> notOpened,
    boolean heldAgainstJournal,
    Optional<RecordingHeader> header) {

  /** What was and what was not checked, in one line of English. */
  public String extent() {
    return framesOpened
        ? "every frame was opened"
        : notOpened.isPresent()
            ? "no frame was opened: " + notOpened.get()
            : switch (verdict) {
              case Verdict.Complete _ ->
                  "no frame was opened; digest, counts and signature hold for every bit of the file";
              case Verdict.Incomplete _ -> "no frame was opened; only the structure was checked";
              case Verdict.Damaged _ -> "no frame was opened";
            };
  }
}
