package dev.assent.compliance.review;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.consent.ConsentEvidence;
import dev.assent.compliance.script.Script;
import java.util.Optional;

/**
 * The person hung up while the notice was being said, or within two seconds of the yes: many of
 * these say that words or voice put people off, or that the line was bad.
 */
final class EarlyHangUp implements Check {
  static final long SHORTEST_SECONDS = 2;

  @Override
  public Optional<Finding> look(EndedCall call) {
    return duringNotice(call)
        .or(() -> afterYes(call))
        .map(detail -> new Finding(Flag.HUNG_UP_EARLY, detail));
  }

  private static Optional<String> duringNotice(EndedCall call) {
    if (call.outcome() != Outcome.HUNG_UP || call.script().isEmpty()) {
      return Optional.empty();
    }
    Script script = call.script().get();
    return call.choices().stream()
        .filter(choice -> choice.choice() == ConsentEvidence.Choice.HANGUP_BEFORE_CHOICE)
        .findFirst()
        .flatMap(
            left ->
                script.segments().stream()
                    .filter(segment -> NoticeWhole.NOTICE.contains(segment.type()))
                    .filter(
                        segment ->
                            left.played().stream()
                                .noneMatch(
                                    played ->
                                        played.promptId().equals(segment.promptId())
                                            && played.sent() == played.slots()))
                    .map(segment -> "before the end of " + script.nameOf(segment))
                    .findFirst());
  }

  private static Optional<String> afterYes(EndedCall call) {
    return call.recording()
        .filter(_ -> call.outcome() == Outcome.AGREED)
        .filter(recording -> recording.seconds() < SHORTEST_SECONDS)
        .map(recording -> recording.seconds() + " s after the yes");
  }
}
