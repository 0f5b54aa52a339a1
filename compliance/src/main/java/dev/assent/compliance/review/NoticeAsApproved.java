package dev.assent.compliance.review;

import dev.assent.compliance.consent.ConsentEvidence;
import dev.assent.compliance.script.Script;
import java.util.List;
import java.util.Optional;

/**
 * Every segment that was sent is the approved one: the file by its hash, and, where it left whole,
 * the very bytes on the wire (C-22, Q10).
 */
final class NoticeAsApproved implements Check {
  @Override
  public Optional<Finding> look(EndedCall call) {
    return call.script().flatMap(script -> other(script, call));
  }

  private static Optional<Finding> other(Script script, EndedCall call) {
    List<String> wrong =
        call.choices().stream()
            .flatMap(choice -> choice.played().stream())
            .filter(played -> !approved(script, played) || !sentAsApproved(call, played))
            .map(played -> played.type() + " " + played.promptId())
            .distinct()
            .toList();
    return wrong.isEmpty()
        ? Optional.empty()
        : Optional.of(new Finding(Flag.NOTICE_NOT_AS_APPROVED, String.join(",", wrong)));
  }

  private static boolean approved(Script script, ConsentEvidence.Played played) {
    return script.segments(played.type()).stream()
        .anyMatch(
            segment ->
                segment.promptId().equals(played.promptId())
                    && segment.wavSha256().equals(played.promptSha256()));
  }

  private static boolean sentAsApproved(EndedCall call, ConsentEvidence.Played played) {
    var known = call.sounds().get(played.promptSha256());
    return known == null || !played.complete() || known.contains(played.sentSha256());
  }
}
