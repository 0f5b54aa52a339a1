package dev.assent.compliance;

import dev.assent.compliance.script.SegmentType;
import java.util.Set;
import java.util.UUID;

/**
 * A call to a number of our own staff, to see that a trunk carries calls and keys. It passes the
 * same gate as any other, by fewer rules: those that protect a person from an unwanted call do not
 * bind where a declaration says that the holder wants it (requirements 2.2, source TEST). Nothing
 * is recorded.
 */
public final class TestCall {
  private TestCall() {}

  /** All of them belong to this campaign, which nobody registers. RFC 9562, version 8. */
  public static final UUID CAMPAIGN = UUID.fromString("a55e2700-7e57-8a11-8000-000000000001");

  /** At most so many staff numbers may be rung. */
  public static final int NUMBERS = 5;

  /** The rules that hold for them. */
  public static final Set<String> RULES = Set.of("R01", "R02", "R05", "R07", "R11", "R20", "R34");

  /** What must be said in each: who calls, and what to press. */
  public static final Set<SegmentType> SAID = Set.of(SegmentType.IDENTITY, SegmentType.CHOICE);
}
