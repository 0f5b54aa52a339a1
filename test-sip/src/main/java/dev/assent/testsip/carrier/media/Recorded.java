package dev.assent.testsip.carrier.media;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** One direction of a call's sound with its index. A value. */
public final class Recorded {
  public static final Recorded NOTHING = new Recorded(new byte[0], List.of());

  private final byte[] audio;
  private final List<PacketEntry> packets;

  Recorded(byte[] audio, List<PacketEntry> packets) {
    this.audio = audio;
    this.packets = packets;
  }

  /** Reads what a carrier left in its directory: {@code <hash>.sent.ul} and {@code .sent.csv}. */
  public static Recorded read(Path audioFile, Path indexFile) throws IOException {
    return new Recorded(
        Files.readAllBytes(audioFile),
        Files.readAllLines(indexFile).stream().map(PacketEntry::parse).toList());
  }

  /** G.711 as on the wire, packets in order of arrival, gaps not filled. */
  public byte[] audio() {
    return audio.clone();
  }

  public List<PacketEntry> packets() {
    return packets;
  }
}
