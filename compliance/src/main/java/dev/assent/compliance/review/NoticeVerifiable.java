package dev.assent.compliance.review;

import dev.assent.compliance.consent.ConsentEvidence;
import java.util.List;
import java.util.Optional;

/** What was sent can be held against what was approved, or it is said that it cannot. */
final class NoticeVerifiable implements Check {
  @Override
  public Optional<Finding> look(EndedCall call) {
    List<String> unknown =
        call.choices().stream()
            .flatMap(choice -> choice.played().stream())
            .filter(ConsentEvidence.Played::complete)
            .filter(
                played ->
                    call.script().isEmpty() || !call.sounds().containsKey(played.promptSha256()))
            .map(ConsentEvidence.Played::promptId)
            .distinct()
            .toList();
    return unknown.isEmpty()
        ? Optional.empty()
        : Optional.of(new Finding(Flag.NOTICE_UNVERIFIED, String.join(",", unknown)));
  }
}
