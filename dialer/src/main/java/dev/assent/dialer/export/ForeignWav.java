package dev.assent.dialer.export;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import dev.assent.media.codec.Codec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A WAV file that came from anywhere: 8 kHz, 16-bit PCM or G.711, one or two channels. Only the
 * search for a mark reads these.
 */
public final class ForeignWav {
  private static final long MOST_BYTES = 512L << 20;
  private static final int RATE = 8000;
  private static final int PCM = 1;
  private static final int A_LAW = 6;
  private static final int MU_LAW = 7;

  private ForeignWav() {}

  /**
   * @return samples of each channel
   * @throws UserError exit 2 when it is another format
   */
  public static short[][] read(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw unfit();
    }
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    if (bytes.remaining() < 12 || !id(bytes, 0).equals("RIFF") || !id(bytes, 8).equals("WAVE")) {
      throw unfit();
    }
    int format = -1;
    for (int at = 12; at + 8 <= bytes.limit(); ) {
      long length = bytes.getInt(at + 4) & 0xFFFF_FFFFL;
      int from = at + 8;
      if (id(bytes, at).equals("fmt ") && length >= 16 && from + 16 <= bytes.limit()) {
        format = from;
      } else if (id(bytes, at).equals("data") && format >= 0) {
        int count = (int) Math.min(length, bytes.limit() - from);
        return samples(bytes, format, from, count);
      }
      if (length > bytes.limit()) {
        break;
      }
      at = (int) Math.min(bytes.limit(), from + length + length % 2);
    }
    throw unfit();
  }

  private static short[][] samples(ByteBuffer bytes, int format, int from, int count) {
    int coding = bytes.getShort(format) & 0xFFFF;
    int channels = bytes.getShort(format + 2);
    int width = coding == PCM ? 2 : 1;
    boolean known =
        (coding == PCM && bytes.getShort(format + 14) == 16) || coding == A_LAW || coding == MU_LAW;
    if (!known || channels < 1 || channels > 2 || bytes.getInt(format + 4) != RATE) {
      throw unfit();
    }
    short[][] samples = new short[channels][count / width / channels];
    for (int i = 0; i < samples[0].length; i++) {
      for (int channel = 0; channel < channels; channel++) {
        int at = from + (i * channels + channel) * width;
        samples[channel][i] =
            switch (coding) {
              case A_LAW -> Codec.PCMA.decode(bytes.get(at));
              case MU_LAW -> Codec.PCMU.decode(bytes.get(at));
              default -> bytes.getShort(at);
            };
      }
    }
    return samples;
  }

  private static String id(ByteBuffer bytes, int at) {
    byte[] id = new byte[4];
    bytes.get(at, id);
    return new String(id, US_ASCII);
  }

  private static UserError unfit() {
    return new UserError(Exit.USAGE, Message.of("export.no_wav"), null);
  }
}
