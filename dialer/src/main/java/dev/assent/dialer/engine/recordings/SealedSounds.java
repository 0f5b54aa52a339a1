package dev.assent.dialer.engine.recordings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.compliance.journal.EntryType;
import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.review.SealedSound;
import dev.assent.recorder.SealedRecording;
import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.catalog.CatalogEntry;
import dev.assent.recorder.container.LegMeasures;
import dev.assent.recorder.container.RecordingHeader;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.container.Verdict;
import dev.assent.recorder.container.Verification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/**
 * What the recorder said of the recordings of calls that were not looked at yet: told live, or read
 * again from the journal after a crash. The file itself is looked at without a key. Any thread.
 */
public final class SealedSounds {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RecordingReader reader;
  private final Map<UUID, Told> byAttempt = new ConcurrentHashMap<>();

  public SealedSounds(RecordingReader reader) {
    this.reader = reader;
  }

  /** Opened, and sealed if {@code seal} is there. */
  private record Told(UUID id, Instant openedAt, Optional<Seal> seal) {}

  private record Seal(
      Optional<Path> file,
      long seconds,
      long lostSeconds,
      boolean complete,
      List<SealedSound.Leg> legs) {}

  /** A recording of this attempt began. */
  public void opened(UUID recordingId, UUID attemptId, Instant at) {
    byAttempt.putIfAbsent(attemptId, new Told(recordingId, at, Optional.empty()));
  }

  /** It has its own file. Tells whose it is; empty when nobody waits for it. */
  public Optional<UUID> sealed(SealedRecording recording) {
    Seal seal =
        new Seal(
            Optional.of(recording.file()),
            recording.seconds(),
            recording.lostSeconds(),
            recording.complete(),
            recording.legs().stream().map(SealedSounds::leg).toList());
    for (Map.Entry<UUID, Told> told : byAttempt.entrySet()) {
      if (told.getValue().id().equals(recording.id())) {
        byAttempt.put(
            told.getKey(), new Told(recording.id(), told.getValue().openedAt(), Optional.of(seal)));
        return Optional.of(told.getKey());
      }
    }
    return Optional.empty();
  }

  private static SealedSound.Leg leg(LegMeasures leg) {
    return new SealedSound.Leg(
        leg.legId(),
        leg.soundMillis(),
        leg.missingMillis(),
        leg.voiceMillis(),
        leg.longestSilenceMillis(),
        leg.peak(),
        Math.round(leg.clipped() * 1e6));
  }

  /** Whether a recording of this attempt is open and has no file yet. */
  public boolean awaited(UUID attemptId) {
    Told told = byAttempt.get(attemptId);
    return told != null && told.seal().isEmpty();
  }

  /** What is known of the attempt's recording; empty when it never had one. */
  public Optional<SealedSound> of(UUID attemptId) {
    return Optional.ofNullable(byAttempt.get(attemptId)).map(this::look);
  }

  /** A call that was looked at. */
  public void forget(UUID attemptId) {
    byAttempt.remove(attemptId);
  }

  private SealedSound look(Told told) {
    Optional<Seal> seal = told.seal();
    if (seal.isEmpty() || seal.get().file().isEmpty()) {
      return new SealedSound(
          told.id(),
          told.openedAt(),
          seal.map(Seal::seconds).orElse(0L),
          seal.map(Seal::lostSeconds).orElse(0L),
          SealedSound.State.LOST,
          seal.map(Seal::legs).orElse(List.of()));
    }
    Verification seen = reader.verify(seal.get().file().get());
    SealedSound.State state =
        switch (seen.verdict()) {
          case Verdict.Complete _ -> SealedSound.State.COMPLETE;
          case Verdict.Incomplete _ -> SealedSound.State.INCOMPLETE;
          case Verdict.Damaged _ -> SealedSound.State.DAMAGED;
        };
    boolean cut = state == SealedSound.State.COMPLETE && !seal.get().complete();
    return new SealedSound(
        told.id(),
        seen.header().map(RecordingHeader::start).orElse(told.openedAt()),
        seal.get().seconds(),
        seal.get().lostSeconds(),
        cut ? SealedSound.State.INCOMPLETE : state,
        seal.get().legs());
  }

  /** Reads what the journal says of the recordings of these attempts, and where their files lie. */
  public void readAgain(Set<UUID> attempts, Journal journal, Catalog catalog) {
    Map<UUID, UUID> attemptOf = new HashMap<>();
    Map<UUID, Told> found = new HashMap<>();
    Map<UUID, Path> files =
        catalog.list().entries().stream()
            .collect(Collectors.toMap(CatalogEntry::id, CatalogEntry::file, (one, _) -> one));
    Set<UUID> wanted = new HashSet<>(attempts);
    journal.forEach(
        position -> {
          JournalEntry entry = position.entry();
          if (entry.type() == EntryType.REC_OPEN) {
            UUID attempt = UUID.fromString(payload(entry).path("attemptId").asText());
            if (wanted.contains(attempt)) {
              attemptOf.put(entry.about(), attempt);
              found.putIfAbsent(attempt, new Told(entry.about(), entry.at(), Optional.empty()));
            }
          } else if (entry.type() == EntryType.REC_SEALED) {
            UUID attempt = attemptOf.get(entry.about());
            Told told = attempt == null ? null : found.get(attempt);
            if (told != null) {
              found.put(
                  attempt,
                  new Told(
                      told.id(),
                      told.openedAt(),
                      Optional.of(
                          seal(payload(entry), Optional.ofNullable(files.get(told.id()))))));
            }
          }
        });
    found.forEach(byAttempt::putIfAbsent);
  }

  private static Seal seal(JsonNode told, Optional<Path> file) {
    List<SealedSound.Leg> legs = new ArrayList<>();
    for (JsonNode leg : told.path("sound")) {
      legs.add(
          new SealedSound.Leg(
              leg.path("leg").asInt(),
              leg.path("soundMs").asLong(),
              leg.path("missingMs").asLong(),
              leg.path("voiceMs").asLong(),
              leg.path("silenceMs").asLong(),
              leg.path("peak").asInt(),
              leg.path("clippedPpm").asLong()));
    }
    return new Seal(
        file,
        told.path("seconds").asLong(),
        told.path("lostSeconds").asLong(),
        told.path("complete").asBoolean(),
        legs);
  }

  private static JsonNode payload(JournalEntry entry) {
    try {
      return JSON.readTree(entry.operational().orElse("{}"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
