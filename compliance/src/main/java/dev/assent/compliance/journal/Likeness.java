package dev.assent.compliance.journal;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/**
 * How a mirror's segments stand to the journal's. The header of a segment names the chain value of
 * everything before it, so equal headers prove equal entries before them and only the newest
 * segment that both have is read.
 */
sealed interface Likeness {
  /** The mirror holds what the journal holds, or an earlier part of it. */
  record Prefix() implements Likeness {}

  /**
   * The mirror holds everything the journal holds, and more.
   *
   * @param segment the newest that both have
   * @param bytes length of the journal's part of it
   */
  record Ahead(int segment, int bytes) implements Likeness {}

  /** Another home's journal. */
  record Foreign() implements Likeness {}

  /**
   * Both went on from a common beginning.
   *
   * @param ours epoch of the journal
   * @param theirs epoch of the mirror
   */
  record Apart(long ours, long theirs) implements Likeness {}

  static Likeness of(SegmentFiles journal, SegmentFiles mirror) throws IOException {
    int ours = journal.count();
    int theirs = wholeHeaders(mirror);
    if (theirs == 0) {
      return new Prefix();
    }
    if (ours == 0) {
      return new Foreign();
    }
    int common = Math.min(ours, theirs);
    for (int number = 0; number < common; number++) {
      Optional<SegmentHeader> here = journal.header(number);
      if (here.isEmpty() && number == ours - 1) {
        common = number; // begun, and never became whole
        ours = number;
        break;
      }
      if (!here.equals(mirror.header(number))) {
        return number == 0 ? new Foreign() : apart(journal, ours, mirror, theirs);
      }
    }
    return common == 0 ? new Foreign() : newest(common - 1, journal, ours, mirror, theirs);
  }

  private static Likeness newest(
      int number, SegmentFiles journal, int ours, SegmentFiles mirror, int theirs)
      throws IOException {
    byte[] here = journal.whole(number).bytes();
    byte[] there = mirror.whole(number).bytes();
    int same = Math.min(here.length, there.length);
    boolean agree = Arrays.equals(here, 0, same, there, 0, same);
    boolean oursGoesOn = here.length > there.length || ours > number + 1;
    boolean theirsGoesOn = there.length > here.length || theirs > number + 1;
    if (!agree || (oursGoesOn && theirsGoesOn)) {
      return apart(journal, ours, mirror, theirs);
    }
    return theirsGoesOn ? new Ahead(number, here.length) : new Prefix();
  }

  private static Apart apart(SegmentFiles journal, int ours, SegmentFiles mirror, int theirs)
      throws IOException {
    return new Apart(epoch(journal, ours), epoch(mirror, theirs));
  }

  private static long epoch(SegmentFiles segments, int count) throws IOException {
    return segments.header(count - 1).map(SegmentHeader::epoch).orElse(0L);
  }

  private static int wholeHeaders(SegmentFiles mirror) throws IOException {
    int count = mirror.exists() ? mirror.count() : 0;
    while (count > 0 && mirror.header(count - 1).isEmpty()) {
      count--;
    }
    return count;
  }
}
