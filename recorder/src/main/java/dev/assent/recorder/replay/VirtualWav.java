package dev.assent.recorder.replay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.assent.recorder.container.AudioSecond;
import dev.assent.recorder.container.G711;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.SecondOfSound;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A recording as PCM WAV, 8 kHz, 16 bits, first leg left, second leg right, or one leg alone: any
 * range of bytes can be had, and only the seconds it touches are opened. A lost or short second is
 * silence, so that time stays time. One thread at a time.
 */
public final class VirtualWav {
  /** Bytes before the sound. */
  public static final int HEADER_BYTES = 44;

  /** Bytes of each second of sound of one leg. */
  private static final int CHANNEL_BYTES = AudioSecond.RATE * 2;

  private final Replay replay;
  private final int firstLeg;
  private final int channels;
  private int heldSecond = -1;
  private byte[] held = new byte[0];

  private VirtualWav(Replay replay, int firstLeg, int channels) {
    this.replay = replay;
    this.firstLeg = firstLeg;
    this.channels = channels;
  }

  static VirtualWav stereo(Replay replay) {
    return new VirtualWav(replay, 0, AudioSecond.LEGS);
  }

  static VirtualWav solo(Replay replay, int leg) {
    if (leg < 0 || leg >= AudioSecond.LEGS) {
      throw new IllegalArgumentException("There is no leg " + leg);
    }
    return new VirtualWav(replay, leg, 1);
  }

  /** Bytes of each second of sound. */
  public int secondBytes() {
    return CHANNEL_BYTES * channels;
  }

  /** Bytes of the whole. */
  public long length() {
    return HEADER_BYTES + (long) replay.seconds() * secondBytes();
  }

  /** The second that the byte at {@code at} sounds in; 0 for the bytes before the sound. */
  public int secondOf(long at) {
    return (int) (Math.max(0, at - HEADER_BYTES) / secondBytes());
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
      byte[] piece = from < HEADER_BYTES ? header() : second(secondOf(from));
      int offset = (int) (from < HEADER_BYTES ? from : (from - HEADER_BYTES) % secondBytes());
      int n = Math.min(length - done, piece.length - offset);
      System.arraycopy(piece, offset, bytes, done, n);
      done += n;
    }
    return bytes;
  }

  /** One second: {@link #secondBytes()} bytes, little-endian, left and right in turn. */
  public byte[] pcm(int second) throws MalformedRecording {
    return second(second).clone();
  }

  private byte[] second(int second) throws MalformedRecording {
    if (second != heldSecond) {
      held = linear(replay.second(second));
      heldSecond = second;
    }
    return held;
  }

  private byte[] linear(SecondOfSound second) {
    ByteBuffer pcm = ByteBuffer.allocate(secondBytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int channel = 0; channel < channels; channel++) {
      SecondOfSound.LegSound sound = second.legs().get(firstLeg + channel);
      short[] linear = G711.table(sound.payloadType());
      // What is lost or was never there is silence, whatever the codec's quietest sound is.
      for (int i = 0; i < second.samples() && !second.lost(); i++) {
        pcm.putShort((i * channels + channel) * 2, linear[sound.audio()[i] & 0xFF]);
      }
    }
    return pcm.array();
  }

  private byte[] header() {
    int data = (int) Math.min(length() - HEADER_BYTES, Integer.MAX_VALUE - HEADER_BYTES);
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    header.put("RIFF".getBytes(US_ASCII)).putInt(data + HEADER_BYTES - 8);
    header.put("WAVEfmt ".getBytes(US_ASCII)).putInt(16);
    header.putShort((short) 1).putShort((short) channels);
    header.putInt(AudioSecond.RATE).putInt(secondBytes());
    header.putShort((short) (2 * channels)).putShort((short) 16);
    header.put("data".getBytes(US_ASCII)).putInt(data);
    return header.array();
  }
}
