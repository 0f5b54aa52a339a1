package dev.assent.recorder;

import dev.assent.recorder.container.Heartbeat;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A journal that never fails, and remembers; it survives the power cuts of the disk beside it. */
public final class JournalInMemory implements RecordingJournal {
  public record Sealed(String fileSha256, long seconds, String endCause, boolean complete) {}

  private final Map<UUID, String> opened = new LinkedHashMap<>();
  private final Map<UUID, Sealed> sealed = new LinkedHashMap<>();
  private final Map<UUID, String> stopped = new LinkedHashMap<>();
  private final Map<UUID, Heartbeat> alive = new LinkedHashMap<>();

  @Override
  public synchronized void opened(UUID recordingId, UUID attemptId, byte[] headerSha256) {
    String entry = attemptId + " " + HexFormat.of().formatHex(headerSha256);
    String before = opened.putIfAbsent(recordingId, entry);
    if (before != null && !before.equals(entry)) {
      throw new AssertionError("opened twice, differently");
    }
  }

  @Override
  public synchronized void sealed(List<SealedRecording> recordings) {
    recordings.forEach(this::sealed);
  }

  private void sealed(SealedRecording recording) {
    if (!opened.containsKey(recording.id())) {
      throw new AssertionError("sealed but never opened");
    }
    Sealed entry =
        new Sealed(
            HexFormat.of().formatHex(recording.fileSha256()),
            recording.seconds(),
            recording.endCause(),
            recording.complete());
    Sealed before = sealed.putIfAbsent(recording.id(), entry);
    if (before != null && !before.equals(entry)) {
      throw new AssertionError("sealed twice, differently: " + before + " and " + entry);
    }
  }

  @Override
  public synchronized void stopped(List<StoppedRecording> recordings, String why) {
    recordings.forEach(recording -> stopped.put(recording.id(), why));
  }

  public synchronized Map<UUID, String> stopped() {
    return Map.copyOf(stopped);
  }

  @Override
  public synchronized void alive(List<Heartbeat> heartbeats) {
    for (Heartbeat heartbeat : heartbeats) {
      if (!opened.containsKey(heartbeat.recordingId())) {
        throw new AssertionError("alive but never opened");
      }
      alive.put(heartbeat.recordingId(), heartbeat);
    }
  }

  /** Of what a journal entry names. */
  public static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  public synchronized Map<UUID, String> opened() {
    return Map.copyOf(opened);
  }

  public synchronized Map<UUID, Sealed> sealed() {
    return Map.copyOf(sealed);
  }

  /** The last of each. */
  public synchronized Map<UUID, Heartbeat> alive() {
    return Map.copyOf(alive);
  }
}
