package dev.assent.media.prompt;

import dev.assent.media.codec.Codec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * The sound of a WAV file: 8 kHz mono, 16-bit PCM or G.711 (RIFF format codes 1, 6, 7, or the same
 * inside 0xFFFE).
 */
sealed interface WavFile {
  /** 16-bit linear samples. */
  @SuppressWarnings("ArrayRecordComponent") // read once while loading
  record Linear(short[] samples) implements WavFile {}

  /** G.711 codes, taken over bit by bit for their own codec. */
  @SuppressWarnings("ArrayRecordComponent") // read once while loading
  record Coded(Codec codec, byte[] codes) implements WavFile {}

  /**
   * @param file only for messages
   */
  static WavFile parse(Path file, byte[] bytes) throws PromptException {
    ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.length < 12 || tag(in, 0) != RIFF || tag(in, 8) != WAVE) {
      throw new PromptException(file, "header", "not a WAV file (no RIFF/WAVE)");
    }
    int format = -1;
    int at = 12;
    while (at + 8 <= bytes.length) {
      int chunk = tag(in, at);
      long size = in.getInt(at + 4) & 0xFFFFFFFFL;
      int body = at + 8;
      if (size > bytes.length - body) {
        throw new PromptException(file, "chunk at byte " + at, "longer than the file");
      }
      if (chunk == FMT) {
        format = format(file, in, body, (int) size);
      } else if (chunk == DATA) {
        return sound(file, format, bytes, body, (int) size);
      }
      at = body + (int) size + (int) (size & 1);
    }
    throw new PromptException(file, "data", "no data chunk");
  }

  private static int format(Path file, ByteBuffer in, int body, int size) throws PromptException {
    if (size < 16) {
      throw new PromptException(file, "fmt", "chunk of " + size + " bytes, at least 16 needed");
    }
    int format = in.getShort(body) & 0xFFFF;
    if (format == EXTENSIBLE && size >= 26) {
      format = in.getShort(body + 24) & 0xFFFF;
    }
    require(file, "channels", in.getShort(body + 2), 1);
    require(file, "sample rate", in.getInt(body + 4), 8000);
    switch (format) {
      case PCM -> require(file, "bits per sample", in.getShort(body + 14), 16);
      case ALAW, ULAW -> require(file, "bits per sample", in.getShort(body + 14), 8);
      default ->
          throw new PromptException(
              file, "format", "code " + format + "; 1 (PCM), 6 (A-law) or 7 (u-law) needed");
    }
    return format;
  }

  private static void require(Path file, String field, int is, int needed) throws PromptException {
    if (is != needed) {
      throw new PromptException(
          file, field, is + "; " + needed + " needed (sox IN -r 8000 -c 1 -b 16 OUT.wav)");
    }
  }

  private static WavFile sound(Path file, int format, byte[] bytes, int body, int size)
      throws PromptException {
    if (format < 0) {
      throw new PromptException(file, "fmt", "no format before the data");
    }
    if (size == 0) {
      throw new PromptException(file, "data", "no sound in it");
    }
    if (format == PCM) {
      short[] samples = new short[size / 2];
      ByteBuffer.wrap(bytes, body, size)
          .order(ByteOrder.LITTLE_ENDIAN)
          .asShortBuffer()
          .get(samples);
      return new Linear(samples);
    }
    return new Coded(
        format == ALAW ? Codec.PCMA : Codec.PCMU, Arrays.copyOfRange(bytes, body, body + size));
  }

  private static int tag(ByteBuffer in, int at) {
    return Integer.reverseBytes(in.getInt(at));
  }

  int RIFF = 0x52494646;
  int WAVE = 0x57415645;
  int FMT = 0x666D7420;
  int DATA = 0x64617461;
  int PCM = 1;
  int ALAW = 6;
  int ULAW = 7;
  int EXTENSIBLE = 0xFFFE;
}
