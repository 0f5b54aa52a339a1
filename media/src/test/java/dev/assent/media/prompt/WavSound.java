package dev.assent.media.prompt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.IntToDoubleFunction;

/** WAV files of any kind, made of a function of the sample's index. */
final class WavSound {
  private WavSound() {}

  /** PCM of that many bits; every channel says the same. */
  static byte[] pcm(int rate, int channels, int bits, int frames, IntToDoubleFunction sound) {
    int bytes = bits / 8;
    ByteBuffer data = ByteBuffer.allocate(frames * channels * bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < frames; i++) {
      long full = 1L << (bits - 1);
      long value =
          Math.clamp(Math.round(sound.applyAsDouble(i) * full), (int) -full, (int) (full - 1));
      for (int channel = 0; channel < channels; channel++) {
        put(data, bits, value);
      }
    }
    return file(1, rate, channels, bits, data.array());
  }

  private static void put(ByteBuffer data, int bits, long value) {
    switch (bits) {
      case 8 -> data.put((byte) (value + 128));
      case 16 -> data.putShort((short) value);
      default -> data.put((byte) value).put((byte) (value >> 8)).put((byte) (value >> 16));
    }
  }

  static byte[] file(int code, int rate, int channels, int bits, byte[] data) {
    int frame = channels * bits / 8;
    ByteBuffer out = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {'R', 'I', 'F', 'F'}).putInt(36 + data.length);
    out.put(new byte[] {'W', 'A', 'V', 'E', 'f', 'm', 't', ' '}).putInt(16);
    out.putShort((short) code).putShort((short) channels).putInt(rate).putInt(rate * frame);
    out.putShort((short) frame).putShort((short) bits);
    out.put(new byte[] {'d', 'a', 't', 'a'}).putInt(data.length).put(data);
    return out.array();
  }

  /** The 16-bit samples of a prepared sound, −1 to 1. */
  static double[] samples(byte[] wav) {
    ByteBuffer in = ByteBuffer.wrap(wav, 44, wav.length - 44).order(ByteOrder.LITTLE_ENDIAN);
    double[] samples = new double[in.remaining() / 2];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = in.getShort() / 32768.0;
    }
    return samples;
  }
}
