package dev.assent.compliance.export;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * An export and what became of it.
 *
 * @param hash SHA-256 of the order as it was written down, lower hex: what approvers sign
 * @param words of those who agreed or refused, the oldest first
 * @param openings how often it was opened to be made
 * @param openedBy who did last; null before
 * @param made the package that was handed out; null before
 */
public record Export(
    ExportOrder order,
    String hash,
    List<Word> words,
    int openings,
    @Nullable String openedBy,
    @Nullable Made made) {
  public Export {
    words = List.copyOf(words);
  }

  /**
   * Somebody's word.
   *
   * @param place null for a refusal
   * @param selfApproved the only user of a sole home agreed to their own wish
   * @param signature Ed25519, lower hex; empty for a refusal
   * @param reason of a refusal; empty for an approval
   */
  public record Word(
      String user,
      @Nullable Place place,
      boolean selfApproved,
      String signature,
      String reason,
      Instant at) {
    public boolean agrees() {
      return place != null;
    }
  }

  /**
   * The package.
   *
   * @param sha256 of the sealed file, lower hex
   * @param bytes of the sealed file
   * @param files in it, by name: SHA-256, lower hex
   */
  public record Made(String sha256, long bytes, Map<String, String> files, String by, Instant at) {
    public Made {
      files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
    }
  }

  /** Whether both places are filled. */
  public boolean isApproved() {
    return words.stream().map(Word::place).filter(place -> place != null).distinct().count()
        == Place.values().length;
  }

  /** How far it is. */
  public ExportState state(Instant now) {
    if (made != null) {
      return ExportState.MADE;
    }
    for (Word word : words) {
      if (!word.agrees()) {
        return word.user().equals(order.requestedBy())
            ? ExportState.WITHDRAWN
            : ExportState.REFUSED;
      }
    }
    if (!now.isBefore(order.makeBy())) {
      return ExportState.EXPIRED;
    }
    return isApproved() ? ExportState.APPROVED : ExportState.REQUESTED;
  }
}
