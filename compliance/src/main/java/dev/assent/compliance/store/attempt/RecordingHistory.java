package dev.assent.compliance.store.attempt;

import dev.assent.compliance.journal.Journal;
import dev.assent.compliance.journal.JournalEntry;
import dev.assent.compliance.store.commit.Json;
import dev.assent.compliance.store.commit.Payloads;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * What the journal says of recordings: gathered from its entries in order of position. One thread.
 */
public final class RecordingHistory implements Consumer<Journal.Position> {
  private final Predicate<UUID> wanted;
  private final Map<UUID, Told> told = new LinkedHashMap<>();

  /**
   * @param wanted of which recordings; the others are passed over
   */
  public RecordingHistory(Predicate<UUID> wanted) {
    this.wanted = wanted;
  }

  /**
   * Of one recording.
   *
   * @param headerSha256 when it began
   * @param fileSha256 when it had its own file
   * @param seconds of that file
   * @param complete whether that was sealed to its end
   * @param lastFrame the last heartbeat, {@code seq:tag}
   * @param stopped why it had to stop before its call ended
   * @param erased whether it was destroyed by somebody's order
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Told(
      UUID attemptId,
      byte[] headerSha256,
      Optional<byte[]> fileSha256,
      long seconds,
      boolean complete,
      Optional<String> lastFrame,
      Optional<String> stopped,
      boolean erased) {}

  /** By id, in the order in which they began. */
  public Map<UUID, Told> recordings() {
    return Collections.unmodifiableMap(told);
  }

  @Override
  public void accept(Journal.Position position) {
    JournalEntry entry = position.entry();
    switch (entry.type()) {
      case REC_OPEN -> {
        if (wanted.test(entry.about())) {
          opened(entry, Json.read(entry.operational().orElseThrow(), Opened.class));
        }
      }
      case REC_SEALED -> {
        Told before = told.get(entry.about());
        if (before != null) {
          sealed(entry, before, Json.read(entry.operational().orElseThrow(), Sealed.class));
        }
      }
      case REC_STOPPED -> {
        Stopped stopped = Json.read(entry.operational().orElseThrow(), Stopped.class);
        told.computeIfPresent(entry.about(), (_, t) -> stopped(t, stopped));
      }
      case ERASURE_BEGUN ->
          erased(Json.read(entry.operational().orElseThrow(), Payloads.ErasureBegun.class));
      case REC_ALIVE ->
          Json.read(entry.operational().orElseThrow(), Alive.class)
              .recordings()
              .forEach((id, frame) -> told.computeIfPresent(id, (_, t) -> alive(t, frame)));
      default -> {}
    }
  }

  private record Opened(UUID attemptId, String headerSha256) {}

  private record Sealed(String fileSha256, long seconds, boolean complete) {}

  private record Stopped(String why) {}

  private record Alive(Map<UUID, String> recordings) {}

  private void opened(JournalEntry entry, Opened opened) {
    told.putIfAbsent(
        entry.about(),
        new Told(
            opened.attemptId(),
            HexFormat.of().parseHex(opened.headerSha256()),
            Optional.empty(),
            0,
            false,
            Optional.empty(),
            Optional.empty(),
            false));
  }

  private void sealed(JournalEntry entry, Told before, Sealed sealed) {
    told.put(
        entry.about(),
        new Told(
            before.attemptId(),
            before.headerSha256(),
            Optional.of(HexFormat.of().parseHex(sealed.fileSha256())),
            sealed.seconds(),
            sealed.complete(),
            before.lastFrame(),
            before.stopped(),
            before.erased()));
  }

  private static Told alive(Told before, String frame) {
    return new Told(
        before.attemptId(),
        before.headerSha256(),
        before.fileSha256(),
        before.seconds(),
        before.complete(),
        Optional.of(frame),
        before.stopped(),
        before.erased());
  }

  private static Told stopped(Told before, Stopped stopped) {
    return new Told(
        before.attemptId(),
        before.headerSha256(),
        before.fileSha256(),
        before.seconds(),
        before.complete(),
        before.lastFrame(),
        Optional.of(stopped.why()),
        before.erased());
  }

  private void erased(Payloads.ErasureBegun begun) {
    for (Payloads.Doomed item : begun.items()) {
      UUID recording = item.recording();
      if (recording != null) {
        told.computeIfPresent(recording, (_, t) -> erased(t));
      }
    }
  }

  private static Told erased(Told before) {
    return new Told(
        before.attemptId(),
        before.headerSha256(),
        before.fileSha256(),
        before.seconds(),
        before.complete(),
        before.lastFrame(),
        before.stopped(),
        true);
  }
}
