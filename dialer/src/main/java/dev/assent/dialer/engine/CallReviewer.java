package dev.assent.dialer.engine;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Found;
import dev.assent.compliance.access.Role;
import dev.assent.compliance.access.User;
import dev.assent.compliance.consent.ConsentEvidence;
import dev.assent.compliance.review.CallChecks;
import dev.assent.compliance.review.EndedCall;
import dev.assent.compliance.review.Finding;
import dev.assent.compliance.review.Sample;
import dev.assent.compliance.review.SealedSound;
import dev.assent.compliance.script.Script;
import dev.assent.compliance.store.register.Registers;
import dev.assent.compliance.store.review.Reviews;
import dev.assent.dialer.call.PromptShelf;
import dev.assent.dialer.engine.recordings.SealedSounds;
import dev.assent.media.codec.Codec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks at answered calls that are over (R46): brings together what the store, the recorder and the
 * prompts know of each, has it checked, draws the sample, and keeps what was found. One thread at a
 * time.
 */
final class CallReviewer {
  private final Reviews reviews;
  private final Registers registers;
  private final PromptShelf prompts;
  private final SealedSounds sounds;
  private final IntSupplier samplePercent;

  /** Of an approved file what leaves when it is sent whole; the same for every call. */
  private final Map<String, Set<String>> payloads = new ConcurrentHashMap<>();

  CallReviewer(LawParts law, SealedSounds sounds, IntSupplier samplePercent) {
    this.reviews = law.store().reviews();
    this.registers = law.store().registers();
    this.prompts = law.prompts();
    this.sounds = sounds;
    this.samplePercent = samplePercent;
  }

  /** Those of these that are over and were not looked at yet; again changes nothing. */
  void look(List<UUID> attempts) {
    List<Reviews.Checked> checked = new ArrayList<>();
    Map<UUID, Sample> samples = new HashMap<>();
    Map<String, Optional<Script>> scripts = new HashMap<>(); // nearly always one
    List<String> listeners = listeners();
    for (Reviews.Over call : reviews.over(attempts)) {
      Sample sample =
          samples.computeIfAbsent(
              call.campaignId(), id -> reviews.sample(id, samplePercent.getAsInt()));
      String scriptHash = scriptHash(call);
      Optional<Script> script = scripts.computeIfAbsent(scriptHash, this::script);
      checked.add(check(call, sample, scriptHash, script, listeners));
    }
    reviews.checked(checked);
    attempts.forEach(sounds::forget);
  }

  private Optional<Script> script(String hash) {
    return registers.script(hash) instanceof Found.Present(Script found)
        ? Optional.of(found)
        : Optional.empty();
  }

  private Reviews.Checked check(
      Reviews.Over call,
      Sample sample,
      String scriptHash,
      Optional<Script> script,
      List<String> listeners) {
    Optional<SealedSound> recording = sounds.of(call.attemptId());
    List<Finding> findings =
        CallChecks.of(
            new EndedCall(
                call.attemptId(),
                call.outcome(),
                call.answeredAt(),
                call.endedAt(),
                call.firstSound(),
                call.choices(),
                script,
                script.map(this::payloads).orElse(Map.of()),
                recording));
    boolean drawn = recording.isPresent() && sample.draws(call.attemptId());
    return new Reviews.Checked(
        call,
        recording.map(SealedSound::id).orElse(null),
        recording.map(SealedSound::seconds).orElse(0L),
        recording.map(SealedSound::customerVoiceMs).orElse(0L),
        scriptHash,
        findings,
        drawn,
        drawn ? listener(listeners, sample, call.attemptId()) : null);
  }

  private static @Nullable String listener(List<String> all, Sample sample, UUID attempt) {
    return all.isEmpty() ? null : all.get(sample.turn(attempt, all.size()));
  }

  private List<String> listeners() {
    return registers.users().stream()
        .filter(user -> user.active() && user.roles().contains(Role.QA))
        .map(User::name)
        .sorted()
        .toList();
  }

  private String scriptHash(Reviews.Over call) {
    return call.choices().stream()
        .findFirst()
        .map(ConsentEvidence::scriptHash)
        .orElseGet(
            () ->
                registers.campaign(call.campaignId()) instanceof Found.Present(Campaign campaign)
                    ? campaign.scriptHash()
                    : "");
  }

  private Map<String, Set<String>> payloads(Script script) {
    Map<String, Set<String>> all = new HashMap<>();
    script
        .segments()
        .forEach(
            segment ->
                payload(segment.promptId(), segment.wavSha256())
                    .ifPresent(sent -> all.put(segment.wavSha256(), sent)));
    return all;
  }

  private Optional<Set<String>> payload(String promptId, String wavSha256) {
    Set<String> known = payloads.get(wavSha256);
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Set<String>> made =
        prompts
            .find(promptId)
            .filter(prompt -> prompt.wavSha256().equals(wavSha256))
            .map(
                prompt ->
                    Arrays.stream(Codec.values())
                        .map(prompt::payloadSha256)
                        .collect(Collectors.toUnmodifiableSet()));
    made.ifPresent(sent -> payloads.put(wavSha256, sent));
    return made;
  }
}
