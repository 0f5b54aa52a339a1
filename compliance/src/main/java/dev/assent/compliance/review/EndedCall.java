package dev.assent.compliance.review;

import dev.assent.compliance.Outcome;
import dev.assent.compliance.consent.ConsentEvidence;
import dev.assent.compliance.script.Script;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * An answered call that is over, with everything that is known of it.
 *
 * @param answeredAt empty when the engine died before it was written down
 * @param firstSound from the answer to our first packet of sound; negative when none left; empty
 *     when nobody measured it
 * @param choices every choice that was kept, the oldest first; empty also when their key is gone
 * @param script that was to be played; empty when it is not registered
 * @param sounds of each approved file, by its SHA-256, the SHA-256 of what leaves when it is sent
 *     whole, one for each codec; files that are not here are not in it
 * @param recording empty when there is none
 */
public record EndedCall(
    UUID attemptId,
    Outcome outcome,
    Optional<Instant> answeredAt,
    Instant endedAt,
    Optional<Duration> firstSound,
    List<ConsentEvidence> choices,
    Optional<Script> script,
    Map<String, Set<String>> sounds,
    Optional<SealedSound> recording) {

  public EndedCall {
    choices = List.copyOf(choices);
    sounds = Map.copyOf(sounds);
  }

  /** The yes, if there was one. */
  Optional<ConsentEvidence> yes() {
    return choices.stream()
        .filter(choice -> choice.choice() == ConsentEvidence.Choice.AGREED)
        .findFirst();
  }
}
