package dev.assent.compliance.review;

import dev.assent.compliance.consent.ConsentEvidence;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.script.Segment;
import dev.assent.compliance.script.SegmentType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who agreed had heard everything: each segment of the notice left whole at least once before the
 * key (E-02, A-09). Of a call without a yes nothing follows: people may hang up.
 */
final class NoticeWhole implements Check {
  static final Set<SegmentType> NOTICE =
      Set.of(
          SegmentType.IDENTITY,
          SegmentType.PURPOSE,
          SegmentType.SYNTHETIC_VOICE,
          SegmentType.OPT_OUT,
          SegmentType.RECORDING_DISCLOSURE,
          SegmentType.CHOICE);

  @Override
  public Optional<Finding> look(EndedCall call) {
    return call.yes()
        .flatMap(yes -> call.script().flatMap(script -> missing(script, yes)))
        .map(detail -> new Finding(Flag.NOTICE_NOT_WHOLE, detail));
  }

  private static Optional<String> missing(Script script, ConsentEvidence yes) {
    List<String> missing =
        script.segments().stream()
            .filter(segment -> NOTICE.contains(segment.type()))
            .filter(
                segment -> yes.played().stream().noneMatch(played -> whole(segment, played, yes)))
            .map(script::nameOf)
            .toList();
    return missing.isEmpty() ? Optional.empty() : Optional.of(String.join(",", missing));
  }

  private static boolean whole(
      Segment segment, ConsentEvidence.Played played, ConsentEvidence yes) {
    return played.promptId().equals(segment.promptId())
        && played.complete()
        && !played.lastPacket().isAfter(yes.at());
  }
}
