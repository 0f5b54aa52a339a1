package dev.assent.dialer.export;

import dev.assent.recorder.container.AudioSecond;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;

/**
 * Noise that is in the sound of one export alone: a sequence of ±1 out of a secret seed, repeated
 * every {@value #PERIOD} samples, 34 dB below what is heard at that moment and none where nothing
 * is. {@link MarkSearch} finds it in a copy that was made louder, cut at its ends or telephoned.
 * Whoever knows how it is made can take it out: it tells of careless people, not of skilled ones.
 */
final class NoiseMark {
  /** Samples, two seconds and a bit: a power of two, for the search. */
  static final int PERIOD = 1 << 14;

  /** Samples that share one loudness. */
  static final int BLOCK = AudioSecond.RATE / 50;

  /** Of what is heard. */
  private static final double SHARE = 0.02;

  private static final int SAMPLE = 2;

  private final byte[] signs;

  /**
   * @param seed 32 random bytes
   */
  NoiseMark(byte[] seed) {
    this.signs = signs(seed);
  }

  /** ±1, {@link #PERIOD} of them. */
  static byte[] signs(byte[] seed) {
    byte[] signs = new byte[PERIOD];
    MessageDigest digest = PackageFiles.sha256();
    for (int at = 0; at < PERIOD; ) {
      digest.update(seed);
      byte[] bits = digest.digest(ByteBuffer.allocate(4).putInt(at).array());
      for (int bit = 0; bit < bits.length * 8; bit++, at++) {
        signs[at] = (byte) ((bits[bit >> 3] >> (bit & 7) & 1) * 2 - 1);
      }
    }
    return signs;
  }

  /**
   * Adds it to one second; the same to each channel.
   *
   * @param pcm 16-bit little-endian, channels in turn; changed
   */
  void add(byte[] pcm, int second, int channels) {
    ByteBuffer sound = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN);
    for (int channel = 0; channel < channels; channel++) {
      for (int block = 0; block < AudioSecond.RATE; block += BLOCK) {
        add(sound, second, block, channels, channel);
      }
    }
  }

  private void add(ByteBuffer sound, int second, int block, int channels, int channel) {
    double squares = 0;
    for (int i = block; i < block + BLOCK; i++) {
      double heard = sound.getShort((i * channels + channel) * SAMPLE);
      squares += heard * heard;
    }
    double loud = SHARE * Math.sqrt(squares / BLOCK);
    for (int i = block; i < block + BLOCK; i++) {
      int at = (i * channels + channel) * SAMPLE;
      int sign = signs[(int) (((long) second * AudioSecond.RATE + i) % PERIOD)];
      long marked = Math.round(sound.getShort(at) + sign * loud);
      sound.putShort(at, (short) Math.clamp(marked, Short.MIN_VALUE, Short.MAX_VALUE));
    }
  }
}
