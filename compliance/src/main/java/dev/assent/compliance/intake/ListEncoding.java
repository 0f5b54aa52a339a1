package dev.assent.compliance.intake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which encoding a list is in: UTF-8 with or without a byte order mark, or GB18030 as Chinese
 * spreadsheets save it. The whole file is tried before the first row is used, so no list is half
 * imported in the wrong letters.
 */
final class ListEncoding {

  static final Charset GB18030 = Charset.forName("GB18030");

  private static final List<String> UTF16_MARKS = List.of("fffe", "feff");

  private ListEncoding() {}

  /**
   * @param declared what the user says it is; null to find out
   */
  static Charset of(Path file, @Nullable Charset declared) throws IOException, CsvRefused {
    if (UTF16_MARKS.contains(HexFormat.of().formatHex(head(file, 2)))) {
      throw new CsvRefused(1, "is UTF-16; save it as \"CSV UTF-8\"");
    }
    List<Charset> candidates =
        declared == null ? List.of(StandardCharsets.UTF_8, GB18030) : List.of(declared);
    for (Charset candidate : candidates) {
      if (decodes(file, candidate)) {
        return candidate;
      }
    }
    throw new CsvRefused(
        1,
        "is not "
            + (declared == null ? "UTF-8 or GB18030" : declared.name())
            + "; save it as \"CSV UTF-8\"");
  }

  /** After the byte order mark, if there is one. Anything malformed throws. */
  static Reader open(Path file, Charset charset) throws IOException {
    InputStream in = Files.newInputStream(file);
    boolean marked =
        charset.equals(StandardCharsets.UTF_8)
            && Arrays.equals(head(file, 3), new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
    in.skipNBytes(marked ? 3 : 0);
    return new BufferedReader(new InputStreamReader(in, strict(charset)), 1 << 16);
  }

  private static byte[] head(Path file, int bytes) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(bytes);
    }
  }

  private static boolean decodes(Path file, Charset charset) throws IOException {
    CharsetDecoder decoder = strict(charset);
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    CharBuffer chars = CharBuffer.allocate(1 << 16);
    try (FileChannel channel = FileChannel.open(file)) {
      boolean last;
      do {
        last = channel.read(bytes) < 0;
        bytes.flip();
        CoderResult result;
        do {
          chars.clear();
          result = decoder.decode(bytes, chars, last);
        } while (result.isOverflow());
        if (result.isError()) {
          return false;
        }
        bytes.compact();
      } while (!last);
    }
    return true;
  }

  private static CharsetDecoder strict(Charset charset) {
    return charset
        .newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .onUnmappableCharacter(CodingErrorAction.REPORT);
  }
}
