package dev.assent.testsip.carrier.media;

import java.io.IOException;
import java.nio.file.Path;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.UnsupportedAudioFileException;

/** Reads a WAV file as G.711. */
public final class WavFile {
  private WavFile() {}

  /**
   * @return codes of {@code law}, the last 20 ms filled up with silence
   * @throws IOException if it cannot be read or is not 8 kHz mono
   */
  public static byte[] read(Path file, Law law) throws IOException {
    try (AudioInputStream in = AudioSystem.getAudioInputStream(file.toFile())) {
      AudioFormat format = in.getFormat();
      if (format.getSampleRate() != 8000 || format.getChannels() != 1) {
        throw new IOException(file + ": must be 8 kHz mono, is " + format);
      }
      try (AudioInputStream pcm =
          AudioSystem.getAudioInputStream(new AudioFormat(8000, 16, 1, true, false), in)) {
        byte[] bytes = pcm.readAllBytes();
        int samples = bytes.length / 2;
        byte[] codes = law.silence((samples + Noise.FRAME - 1) / Noise.FRAME * Noise.FRAME);
        for (int i = 0; i < samples; i++) {
          codes[i] = law.encode((short) ((bytes[2 * i] & 0xFF) | bytes[2 * i + 1] << 8));
        }
        return codes;
      }
    } catch (UnsupportedAudioFileException | IllegalArgumentException e) {
      throw new IOException(file + ": no WAV file that can be played: " + e.getMessage(), e);
    }
  }
}
