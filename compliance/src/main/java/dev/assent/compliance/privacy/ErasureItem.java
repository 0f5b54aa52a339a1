package dev.assent.compliance.privacy;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One key's worth of data, and when it is destroyed. */
public record ErasureItem(Held held, Fate fate) {

  /** What becomes of it. */
  public sealed interface Fate {
    /**
     * No floor holds it.
     *
     * @param ended the floor that did; null when there never was one
     */
    record Now(@Nullable Floor ended) implements Fate {}

    /** Kept, and used for nothing, until its floor ends. */
    record FloorRuns(Floor floor) implements Fate {}

    /**
     * Kept for a case (R56).
     *
     * @param until when the hold ends by itself; {@link Instant#MAX} when it was set without an end
     */
    record OnHold(String caseId, Instant until) implements Fate {}
  }

  public boolean now() {
    return fate instanceof Fate.Now;
  }
}
