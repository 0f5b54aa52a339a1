package dev.assent.recorder.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.assent.recorder.container.AudioSecond;
import dev.assent.recorder.container.G711;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.SecondOfSound;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A recording as PCM WAV, 8 kHz, 16 bits, first leg left, second leg right: any range of bytes can
 * be had, and only the seconds it touches are opened. A lost or short second is silence, so that
 * time stays time. One thread at a time.
 */
public final class VirtualWav {
  /** Bytes before the sound. */
  public static final int HEADER_BYTES = 44;

  /** Bytes of each second of sound. */
  public static final int SECOND_BYTES = AudioSecond.RATE * 2 * AudioSecond.LEGS;

  private final Replay replay;
  private int heldSecond = -1;
  private byte[] held = new byte[0];

  VirtualWav(Replay replay) {
    this.replay = replay;
  }

  /** Bytes of the whole. */
  public long length() {
    return HEADER_BYTES + (long) replay.seconds() * SECOND_BYTES;
  }

  /**
   * Reads {@code count} bytes from {@code at}, or as many as there are.
   *
   * @throws MalformedRecording if a second does not open
   */
  public byte[] read(long at, int count) throws MalformedRecording {
    if (at < 0 || count < 0) {
      throw new IllegalArgumentException("No bytes at %d".formatted(at));
    }
    int length = (int) Math.max(0, Math.min(count, length() - at));
    byte[] bytes = new byte[length];
    for (int done = 0; done < length; ) {
      long from = at + done;
      byte[] piece;
      int offset;
      if (from < HEADER_BYTES) {
        piece = header();
        offset = (int) from;
      } else {
        piece = pcm((int) ((from - HEADER_BYTES) / SECOND_BYTES));
        offset = (int) ((from - HEADER_BYTES) % SECOND_BYTES);
      }
      int n = Math.min(length - done, piece.length - offset);
      System.arraycopy(piece, offset, bytes, done, n);
      done += n;
    }
    return bytes;
  }

  /** One second of both legs: 32,000 bytes, little-endian, left and right in turn. */
  public byte[] pcm(int second) throws MalformedRecording {
    if (second != heldSecond) {
      held = mix(replay.second(second));
      heldSecond = second;
    }
    return held.clone();
  }

  private static byte[] mix(SecondOfSound second) {
    ByteBuffer pcm = ByteBuffer.allocate(SECOND_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int leg = 0; leg < AudioSecond.LEGS; leg++) {
      SecondOfSound.LegSound sound = second.legs().get(leg);
      short[] linear = G711.table(sound.payloadType());
      for (int i = 0; i < second.samples(); i++) {
        pcm.putShort((i * AudioSecond.LEGS + leg) * 2, linear[sound.audio()[i] & 0xFF]);
      }
    }
    return pcm.array();
  }

  private byte[] header() {
    int data = (int) Math.min(length() - HEADER_BYTES, Integer.MAX_VALUE - HEADER_BYTES);
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.put("RIFF".getBytes(US_ASCII)).putInt(data + HEADER_BYTES - 8);
    header.put("WAVEfmt ".getBytes(US_ASCII)).putInt(16);
    header.putShort((short) 1).putShort((short) AudioSecond.LEGS);
    header.putInt(AudioSecond.RATE).putInt(SECOND_BYTES);
    header.putShort((short) (2 * AudioSecond.LEGS)).putShort((short) 16);
    header.put("data".getBytes(US_ASCII)).putInt(data);
    return header.array();
  }
}
