package dev.assent.dialer.engine.recordings;

import dev.assent.recorder.Readiness;
import dev.assent.recorder.catalog.Catalog;
import dev.assent.recorder.catalog.CatalogEntry;
import dev.assent.recorder.catalog.RecordedCall;
import dev.assent.recorder.container.RecordingReader;
import dev.assent.recorder.container.SalvageNote;
import dev.assent.recorder.container.Verdict;
import dev.assent.recorder.files.Files;
import dev.assent.recorder.ledger.KeyRows;
import dev.assent.recorder.ledger.LedgerDamaged;
import dev.assent.recorder.ledger.RowKind;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether each agreed call has a recording that can be heard: its file is there, sealed to its end
 * or cut short with a signed note that says so and as far as its last heartbeat, and the ledger has
 * its key or has erased it. Of what is complete it reads headers and last frames only; what is
 * between them is for {@code recordings verify}.
 */
public final class RecordingsCheck {
  private final Path recordings;
  private final Files files;
  private final KeyRows ledger;
  private final Optional<Readiness> recorder;
  private final Function<Set<UUID>, RecordingReader> readers;
  private final UnaryOperator<Set<UUID>> excused;

  /**
   * @param recorder how it is, for the reason why a recording is not there
   * @param readers what holds these recordings against what the journal says of them
   * @param excused of these attempts those whose recordings somebody ordered to be destroyed, or
   *     that were cut off before there was anything to record
   */
  public RecordingsCheck(
      Path recordings,
      Files files,
      KeyRows ledger,
      Optional<Readiness> recorder,
      Function<Set<UUID>, RecordingReader> readers,
      UnaryOperator<Set<UUID>> excused) {
    this.recordings = recordings;
    this.files = files;
    this.ledger = ledger;
    this.recorder = recorder;
    this.readers = readers;
    this.excused = excused;
  }

  /** Of these attempts those without a readable recording, and why. */
  public SortedMap<UUID, String> missing(Collection<UUID> agreed) {
    Map<UUID, List<RecordedCall>> found =
        agreed.isEmpty()
            ? Map.of()
            : new Catalog(recordings, files)
                .list().calls().stream()
                    .filter(call -> agreed.contains(call.first().attemptId()))
                    .collect(Collectors.groupingBy(call -> call.first().attemptId()));
    Set<UUID> cutShort =
        found.values().stream()
            .flatMap(RecordingsCheck::entries)
            .filter(recording -> !recording.complete())
            .map(CatalogEntry::id)
            .collect(Collectors.toSet());
    Optional<RecordingReader> reader =
        cutShort.isEmpty() ? Optional.empty() : Optional.of(readers.apply(cutShort));
    SortedMap<UUID, String> missing = new TreeMap<>();
    for (UUID attempt : agreed) {
      Optional<String> fault =
          Optional.ofNullable(found.get(attempt))
              .map(calls -> fault(calls, reader))
              .orElseGet(this::noFile);
      fault.ifPresent(why -> missing.put(attempt, why));
    }
    if (!missing.isEmpty()) {
      // What was destroyed by order is not missed, whatever is left of it.
      missing.keySet().removeAll(excused.apply(Set.copyOf(missing.keySet())));
    }
    return missing;
  }

  private static Stream<CatalogEntry> entries(List<RecordedCall> calls) {
    return calls.stream().flatMap(call -> call.files().stream());
  }

  /** Of a call with several files each must be there, and readable. */
  private Optional<String> fault(List<RecordedCall> calls, Optional<RecordingReader> reader) {
    return entries(calls)
        .flatMap(recording -> fault(recording, reader).stream())
        .findFirst()
        .or(
            () ->
                calls.stream()
                    .filter(call -> !call.whole())
                    .findFirst()
                    .map(RecordingsCheck::notWhole));
  }

  private static String notWhole(RecordedCall call) {
    return "recording %s goes on in, or continues, a file that is not there"
        .formatted(call.first().id());
  }

  private Optional<String> noFile() {
    return Optional.of(
        "it has no file"
            + recorder.stream()
                .flatMap(RecordingsCheck::trouble)
                .map(why -> ": " + why)
                .collect(Collectors.joining()));
  }

  private static Stream<String> trouble(Readiness recorder) {
    return switch (recorder) {
      case Readiness.Ready _ -> Stream.of();
      case Readiness.NotReady(String why, _) -> Stream.of(why);
    };
  }

  private Optional<String> fault(CatalogEntry recording, Optional<RecordingReader> reader) {
    if (!recording.complete() && !files.exists(SalvageNote.beside(recording.file()))) {
      return Optional.of(
          "recording %s is cut short, and no note says why".formatted(recording.id()));
    }
    if (!recording.complete()
        && reader.isPresent()
        && reader.get().verify(recording.file()).verdict() instanceof Verdict.Damaged(String why)) {
      return Optional.of("recording %s is damaged: %s".formatted(recording.id(), why));
    }
    try {
      // An erased share is an erased recording: somebody decided it, and the journal says who.
      ledger.read(RowKind.SHARE_B, recording.ledgerRow());
      return Optional.empty();
    } catch (LedgerDamaged e) {
      return Optional.of(
          "recording %s cannot be opened: %s".formatted(recording.id(), e.getMessage()));
    }
  }
}
