package dev.assent.testsip.carrier.media;

import dev.assent.testsip.carrier.loop.Background;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One direction of a call's sound, kept as it was on the wire: the G.711 payloads one after the
 * other, and an index with a line for each packet. In memory, or appended to two files, opened for
 * each block only: hundreds of calls would hold too many. Loop thread only.
 */
final class Track {
  private static final int BLOCK = 64 * 1024;

  /** Where a track is written. */
  record Place(Background background, Path audio, Path index) {
    static @Nullable Place of(@Nullable Path file, Law law, Background background) {
      if (file == null) {
        return null;
      }
      String name = file.getFileName().toString();
      return new Place(
          background,
          file.resolveSibling(name + "." + law.extension()),
          file.resolveSibling(name + ".csv"));
    }
  }

  private final @Nullable Place place;
  private final long startNanos;
  private final ByteArrayOutputStream audio = new ByteArrayOutputStream();
  private List<PacketEntry> entries = new ArrayList<>();
  private long samples;
  private boolean onDisk;

  /**
   * @param place null keeps everything in memory
   * @param startNanos what the times of the index count from
   */
  Track(@Nullable Place place, long startNanos) {
    this.place = place;
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

  /** Has the files get what they lack. */
  void flush() {
    if (place == null || entries.isEmpty()) {
      return;
    }
    byte[] sound = audio.toByteArray();
    List<PacketEntry> packets = entries;
    audio.reset();
    entries = new ArrayList<>();
    onDisk = true;
    place.background().run(() -> append(place, sound, packets));
  }

  private static Path append(Place place, byte[] sound, List<PacketEntry> packets)
      throws IOException {
    StringBuilder lines = new StringBuilder(packets.size() * 48);
    packets.forEach(packet -> lines.append(packet.line()).append('\n'));
    StandardOpenOption[] how = {StandardOpenOption.CREATE, StandardOpenOption.APPEND};
    Files.write(place.audio(), sound, how);
    return Files.writeString(place.index(), lines, how);
  }

  /** All of it so far. */
  CompletableFuture<Recorded> recorded() {
    if (place == null) {
      return CompletableFuture.completedFuture(
          new Recorded(audio.toByteArray(), List.copyOf(entries)));
    }
    flush();
    if (!onDisk) { // not one packet came: whoever hangs up at once is not heard
      return CompletableFuture.completedFuture(Recorded.NOTHING);
    }
    return place.background().submit(() -> Recorded.read(place.audio(), place.index()));
  }
}
