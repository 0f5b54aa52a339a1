package dev.assent.compliance.store.commit;

import dev.assent.compliance.consent.DncReach;
import dev.assent.compliance.consent.Manner;
import dev.assent.compliance.suppression.ListKind;
import dev.assent.compliance.suppression.ListTitle;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is said of a list when it is taken.
 *
 * @param fetchedAt when it was taken from its publisher, or the refusals were received
 * @param validTo from then on it says nothing any more; null for no end
 * @param refusals how the refusals on it came; null in lists of others
 * @param fileSha256 of the file it was read from, lower hex
 * @param leftOut lines of that file which were unreadable and left out knowingly
 */
public record ListTerms(
    ListTitle title,
    Instant fetchedAt,
    @Nullable Instant validTo,
    @Nullable Bulk refusals,
    String fileSha256,
    long leftOut) {

  /** Refusals that came together. */
  public record Bulk(Manner manner, DncReach reach) {}

  public ListTerms {
    if ((refusals != null) != (title.kind() == ListKind.REFUSALS)) {
      throw new IllegalArgumentException("a manner belongs to refusals, and only to them");
    }
  }

  public ListTerms leavingOut(long lines) {
    return new ListTerms(title, fetchedAt, validTo, refusals, fileSha256, lines);
  }
}
