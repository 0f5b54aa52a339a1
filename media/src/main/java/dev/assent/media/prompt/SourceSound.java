package dev.assent.media.prompt;

import dev.assent.media.codec.Codec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/**
 * The sound of a WAV file as somebody recorded it: 8–48 kHz, mono or stereo, PCM of 8, 16 or 24
 * bits, or G.711 (RIFF format codes 1, 6, 7, or the same inside 0xFFFE).
 *
 * @param samples −1 to 1; two channels averaged
 * @param rate samples a second
 * @param format for people, such as {@code PCM 24 bit, 48000 Hz, stereo}
 */
@SuppressWarnings("ArrayRecordComponent") // read once while converting
record SourceSound(double[] samples, int rate, String format) {
  private static final int SLOWEST = 8000;
  private static final int FASTEST = 48_000;

  private record Format(int code, int channels, int rate, int bits) {
    int frame() {
      return channels * bits / 8;
    }
  }

  /**
   * @param file only for messages
   */
  static SourceSound read(Path file, byte[] bytes) throws PromptException {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 12
        || in.getInt(0) != Integer.reverseBytes(WavFile.RIFF)
        || in.getInt(8) != Integer.reverseBytes(WavFile.WAVE)) {
      throw new PromptException(file, "header", "not a WAV file (no RIFF/WAVE)");
    }
    Format format = null;
    int at = 12;
    while (at + 8 <= bytes.length) {
      int chunk = Integer.reverseBytes(in.getInt(at));
      long size = in.getInt(at + 4) & 0xFFFFFFFFL;
      int body = at + 8;
      if (size > bytes.length - body) {
        throw new PromptException(file, "chunk at byte " + at, "longer than the file");
      }
      if (chunk == WavFile.FMT) {
        format = format(file, in, body, (int) size);
      } else if (chunk == WavFile.DATA) {
        if (format == null) {
          throw new PromptException(file, "fmt", "no format before the data");
        }
        return sound(file, format, in.slice(body, (int) size).order(ByteOrder.LITTLE_ENDIAN));
      }
      at = body + (int) size + (int) (size & 1);
    }
    throw new PromptException(file, "data", "no data chunk");
  }

  private static Format format(Path file, ByteBuffer in, int body, int size)
      throws PromptException {
    if (size < 16) {
      throw new PromptException(file, "fmt", "chunk of " + size + " bytes, at least 16 needed");
    }
    int code = in.getShort(body) & 0xFFFF;
    if (code == WavFile.EXTENSIBLE && size >= 26) {
      code = in.getShort(body + 24) & 0xFFFF;
    }
    Format format =
        new Format(
            code,
            in.getShort(body + 2) & 0xFFFF,
            in.getInt(body + 4),
            in.getShort(body + 14) & 0xFFFF);
    if (format.channels() < 1 || format.channels() > 2) {
      throw new PromptException(file, "channels", format.channels() + "; 1 or 2 needed");
    }
    if (format.rate() < SLOWEST || format.rate() > FASTEST) {
      throw new PromptException(
          file, "sample rate", format.rate() + "; " + SLOWEST + " to " + FASTEST + " needed");
    }
    switch (code) {
      case WavFile.PCM -> bits(file, format, 8, 16, 24);
      case WavFile.ALAW, WavFile.ULAW -> bits(file, format, 8);
      default ->
          throw new PromptException(
              file, "format", "code " + code + "; 1 (PCM), 6 (A-law) or 7 (u-law) needed");
    }
    return format;
  }

  private static void bits(Path file, Format format, int... allowed) throws PromptException {
    for (int bits : allowed) {
      if (bits == format.bits()) {
        return;
      }
    }
    throw new PromptException(
        file, "bits per sample", format.bits() + "; PCM of 8, 16 or 24, G.711 of 8 needed");
  }

  private static SourceSound sound(Path file, Format format, ByteBuffer data)
      throws PromptException {
    int frames = data.limit() / format.frame();
    if (frames == 0) {
      throw new PromptException(file, "data", "no sound in it");
    }
    double[] samples = new double[frames];
    int bytes = format.bits() / 8;
    for (int i = 0; i < frames; i++) {
      double sum = 0;
      for (int channel = 0; channel < format.channels(); channel++) {
        sum += sample(format, data, (i * format.channels() + channel) * bytes);
      }
      samples[i] = sum / format.channels();
    }
    return new SourceSound(samples, format.rate(), describe(format));
  }

  private static double sample(Format format, ByteBuffer data, int at) {
    return switch (format.code()) {
      case WavFile.ALAW -> Codec.PCMA.decode(data.get(at)) / 32768.0;
      case WavFile.ULAW -> Codec.PCMU.decode(data.get(at)) / 32768.0;
      default ->
          switch (format.bits()) {
            case 8 -> ((data.get(at) & 0xFF) - 128) / 128.0; // PCM of 8 bits is unsigned
            case 16 -> data.getShort(at) / 32768.0;
            default -> ((data.get(at + 2) << 16) | (data.getShort(at) & 0xFFFF)) / 8_388_608.0;
          };
    };
  }

  private static String describe(Format format) {
    String code =
        switch (format.code()) {
          case WavFile.ALAW -> "A-law";
          case WavFile.ULAW -> "u-law";
          default -> "PCM " + format.bits() + " bit";
        };
    return code + ", " + format.rate() + " Hz, " + (format.channels() == 1 ? "mono" : "stereo");
  }
}
