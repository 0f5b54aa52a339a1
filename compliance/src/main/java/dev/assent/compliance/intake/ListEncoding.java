package dev.assent.compliance.intake;

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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which encoding a list is in. The whole file is tried before the first row is used, so no list is
 * half imported in the wrong letters. Single bytes that no letter has become U+FFFD, and the row
 * that holds one is refused.
 */
final class ListEncoding {

  static final Charset GB18030 = Charset.forName("GB18030");

  /** Stands for bytes that are no letter; found in the file itself it says the same of another. */
  static final char UNDECODABLE = '\uFFFD';

  static final List<String> NAMES = List.of("utf-8", "gb18030", "utf-16le", "utf-16be");

  private static final Map<Charset, byte[]> MARKS =
      Map.of(
          StandardCharsets.UTF_8, new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF},
          StandardCharsets.UTF_16LE, new byte[] {(byte) 0xFF, (byte) 0xFE},
          StandardCharsets.UTF_16BE, new byte[] {(byte) 0xFE, (byte) 0xFF});

  /** More bad places than that for each thousand letters beyond ASCII: it is another encoding. */
  private static final int FEW = 50;

  private static final int SAMPLE = 1 << 12;

  private ListEncoding() {}

  /** One of {@link #NAMES}, or what else people call GB18030. */
  static Optional<Charset> named(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "utf-8", "utf8" -> Optional.of(StandardCharsets.UTF_8);
      case "gb18030", "gbk", "gb2312", "cp936" -> Optional.of(GB18030);
      case "utf-16le" -> Optional.of(StandardCharsets.UTF_16LE);
      case "utf-16be" -> Optional.of(StandardCharsets.UTF_16BE);
      default -> Optional.empty();
    };
  }

  static String name(Charset charset) {
    return charset.name().toLowerCase(Locale.ROOT);
  }

  /**
   * @param declared what the user says it is; null to find out
   */
  static Charset of(Path file, @Nullable Charset declared) throws IOException, CsvRefused {
    if (declared != null) {
      return tolerable(file, declared, declared.name());
    }
    byte[] head = head(file, SAMPLE);
    for (Map.Entry<Charset, byte[]> mark : MARKS.entrySet()) {
      if (startsWith(head, mark.getValue())) {
        return tolerable(file, mark.getKey(), mark.getKey() + " as its first bytes say");
      }
    }
    Optional<Charset> wide = wide(head);
    if (wide.isPresent()) {
      return tolerable(file, wide.get(), wide.get().name());
    }
    Tried utf8 = tried(file, StandardCharsets.UTF_8);
    if (utf8.bad() == 0) {
      return StandardCharsets.UTF_8;
    }
    // Words in GB18030 hardly ever make valid UTF-8: where most of it is, it is UTF-8 with damage.
    if (utf8.few() && utf8.beyondAscii() > 0) {
      return StandardCharsets.UTF_8;
    }
    Tried gb = tried(file, GB18030);
    if (gb.few()) {
      return GB18030;
    }
    throw new CsvRefused(1, "is not UTF-8, GB18030 or UTF-16; save it as \"CSV UTF-8\"");
  }

  private static Charset tolerable(Path file, Charset charset, String called)
      throws IOException, CsvRefused {
    if (!tried(file, charset).few()) {
      throw new CsvRefused(1, "is not " + called + "; save it as \"CSV UTF-8\"");
    }
    return charset;
  }

  /** After the byte order mark, if there is one. */
  static Reader open(Path file, Charset charset) throws IOException {
    byte[] mark = MARKS.getOrDefault(charset, new byte[0]);
    boolean marked = mark.length > 0 && startsWith(head(file, mark.length), mark);
    InputStream in = Files.newInputStream(file);
    in.skipNBytes(marked ? mark.length : 0);
    return new InputStreamReader(
        in,
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE)
            .replaceWith(String.valueOf(UNDECODABLE)));
  }

  private static byte[] head(Path file, int bytes) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(bytes);
    }
  }

  private static boolean startsWith(byte[] bytes, byte[] mark) {
    return bytes.length >= mark.length && Arrays.equals(Arrays.copyOf(bytes, mark.length), mark);
  }

  /** Digits and separators in UTF-16 are every other byte zero. */
  private static Optional<Charset> wide(byte[] head) {
    int even = 0;
    int odd = 0;
    for (int i = 0; i < head.length; i++) {
      if (head[i] == 0) {
        if (i % 2 == 0) {
          even++;
        } else {
          odd++;
        }
      }
    }
    int many = head.length / 8;
    if (many == 0 || (even > many) == (odd > many)) {
      return Optional.empty();
    }
    return Optional.of(odd > many ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE);
  }

  /**
   * @param bad places that are no letter
   * @param beyondAscii letters that are not ASCII
   */
  private record Tried(long bad, long beyondAscii) {
    /** A file all in ASCII with one broken byte is still readable. */
    boolean few() {
      return bad <= 1 || bad * 1000 <= beyondAscii * FEW;
    }
  }

  private static Tried tried(Path file, Charset charset) throws IOException {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.allocate(1 << 16);
    CharBuffer chars = CharBuffer.allocate(1 << 16);
    long bad = 0;
    long beyondAscii = 0;
    try (FileChannel channel = FileChannel.open(file)) {
      boolean last;
      do {
        last = channel.read(bytes) < 0;
        bytes.flip();
        CoderResult result;
        do {
          chars.clear();
          result = decoder.decode(bytes, chars, last);
          beyondAscii += beyondAscii(chars.flip());
          if (result.isError()) {
            bad++;
            bytes.position(bytes.position() + result.length());
          }
        } while (!result.isUnderflow());
        bytes.compact();
      } while (!last);
    }
    return new Tried(bad, beyondAscii);
  }

  private static long beyondAscii(CharBuffer chars) {
    long count = 0;
    while (chars.hasRemaining()) {
      if (chars.get() >= 0x80) {
        count++;
      }
    }
    return count;
  }
}
