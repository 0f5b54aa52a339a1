package dev.assent.testsip.carrier.media;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a call's sound, kept as it was on the wire: the G.711 payloads one after the
 * other, and an index with a line for each packet. In memory, or appended to two files, opened for
 * each block only: hundreds of calls would hold too many. Loop thread only.
 */
final class Track {
  private static final int BLOCK = 64 * 1024;

  private final @Nullable Path audioFile;
  private final @Nullable Path indexFile;
  private final long startNanos;
  private final ByteArrayOutputStream audio = new ByteArrayOutputStream();
  private final List<PacketEntry> entries = new ArrayList<>();
  private long samples;

  /**
   * @param file without extension; null keeps everything in memory
   * @param startNanos what the times of the index count from
   */
  Track(@Nullable Path file, Law law, long startNanos) {
    this.audioFile =
        file == null ? null : file.resolveSibling(file.getFileName() + "." + law.extension());
    this.indexFile = file == null ? null : file.resolveSibling(file.getFileName() + ".csv");
    this.startNanos = startNanos;
  }

  void packet(long nanos, RtpPacket packet, boolean sound) {
    int length = sound ? packet.payload.length : 0;
    entries.add(
        new PacketEntry(
            (nanos - startNanos) / 1000,
            packet.sequence,
            packet.timestamp,
            packet.payloadType,
            packet.marker,
            samples,
            length));
    if (sound) {
      audio.writeBytes(packet.payload);
      samples += length;
    }
    if (audio.size() >= BLOCK) {
      flush();
    }
  }

  long samples() {
    return samples;
  }

  /** Appends to the files what they lack. */
  void flush() {
    if (audioFile == null || indexFile == null) {
      return;
    }
    StringBuilder lines = new StringBuilder(entries.size() * 48);
    entries.forEach(entry -> lines.append(entry.line()).append('\n'));
    try {
      Files.write(
          audioFile, audio.toByteArray(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      Files.writeString(indexFile, lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    audio.reset();
    entries.clear();
  }

  Recorded recorded() {
    if (audioFile == null || indexFile == null) {
      return new Recorded(audio.toByteArray(), List.copyOf(entries));
    }
    flush();
    try {
      return Recorded.read(audioFile, indexFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
