package dev.assent.media.prompt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The WAV file of a sound for the telephone: 8 kHz, mono, 16 bit. */
public final class TelephoneWav {
  private static final int HEADER = 44;

  private TelephoneWav() {}

  /** The same samples always make the same bytes. */
  public static byte[] of(short[] samples) {
    int bytes = 2 * samples.length;
    ByteBuffer out = ByteBuffer.allocate(HEADER + bytes).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(Integer.reverseBytes(WavFile.RIFF)).putInt(HEADER - 8 + bytes);
    out.putInt(Integer.reverseBytes(WavFile.WAVE)).putInt(Integer.reverseBytes(WavFile.FMT));
    out.putInt(16).putShort((short) WavFile.PCM).putShort((short) 1);
    out.putInt(Resampler.RATE).putInt(2 * Resampler.RATE).putShort((short) 2).putShort((short) 16);
    out.putInt(Integer.reverseBytes(WavFile.DATA)).putInt(bytes);
    for (short sample : samples) {
      out.putShort(sample);
    }
    return out.array();
  }
}
