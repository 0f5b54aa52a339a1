package dev.assent.dialer.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.assent.recorder.container.AudioSecond;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.replay.Replay;
import dev.assent.recorder.replay.VirtualWav;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * A call, or a leg of it, as a WAV file: PCM, 8 kHz, 16 bits, with a LIST INFO chunk that says
 * which export it is of.
 */
final class ExportWav {
  private static final int FORMAT_BYTES = 16;
  private static final int CHUNK_HEAD = 8;
  private static final int SAMPLE = 2;

  private final Replay replay;
  private final Silences silences;
  private final String provenance;

  /**
   * @param provenance printable ASCII
   */
  ExportWav(Replay replay, Silences silences, String provenance) {
    this.replay = replay;
    this.silences = silences;
    this.provenance = provenance;
  }

  /** One leg, bit by bit as it was sealed but for what is silenced. */
  void leg(int leg, OutputStream out) throws IOException, MalformedRecording {
    write(replay.wav(leg), 1, null, out);
  }

  /** Both legs, with noise that no other export has. */
  void both(NoiseMark mark, OutputStream out) throws IOException, MalformedRecording {
    write(replay.wav(), AudioSecond.LEGS, mark, out);
  }

  private void write(VirtualWav sound, int channels, @Nullable NoiseMark mark, OutputStream out)
      throws IOException, MalformedRecording {
    long data = (long) replay.seconds() * AudioSecond.RATE * SAMPLE * channels;
    byte[] info = info();
    long riff = 4L + CHUNK_HEAD + FORMAT_BYTES + CHUNK_HEAD + info.length + CHUNK_HEAD + data;
    if (riff > 0xFFFF_FFFFL) {
      throw new IOException("a WAV file holds 4 GiB");
    }
    ByteBuffer head =
        ByteBuffer.allocate(12 + CHUNK_HEAD + FORMAT_BYTES + CHUNK_HEAD + info.length + CHUNK_HEAD)
            .order(ByteOrder.LITTLE_ENDIAN);
    head.put("RIFF".getBytes(US_ASCII)).putInt((int) riff).put("WAVEfmt ".getBytes(US_ASCII));
    head.putInt(FORMAT_BYTES).putShort((short) 1).putShort((short) channels);
    head.putInt(AudioSecond.RATE).putInt(AudioSecond.RATE * SAMPLE * channels);
    head.putShort((short) (SAMPLE * channels)).putShort((short) (8 * SAMPLE));
    head.put("LIST".getBytes(US_ASCII)).putInt(info.length).put(info);
    head.put("data".getBytes(US_ASCII)).putInt((int) data);
    out.write(head.array());
    for (int second = 0; second < replay.seconds(); second++) {
      byte[] pcm = sound.pcm(second);
      if (mark != null) {
        mark.add(pcm, second, channels);
      }
      silences.silence(pcm, second, channels);
      out.write(pcm);
    }
  }

  private byte[] info() {
    byte[] software = text("ISFT", "Assent");
    byte[] comment = text("ICMT", provenance);
    return ByteBuffer.allocate(4 + software.length + comment.length)
        .put("INFO".getBytes(US_ASCII))
        .put(software)
        .put(comment)
        .array();
  }

  /** Zero-ended, and of an even length. */
  private static byte[] text(String id, String text) {
    byte[] bytes = text.getBytes(US_ASCII);
    int length = bytes.length + 1;
    return ByteBuffer.allocate(CHUNK_HEAD + length + length % 2)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(id.getBytes(US_ASCII))
        .putInt(length)
        .put(bytes)
        .array();
  }
}
