package dev.assent.media.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.media.codec.Codec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packs as people write them, right and wrong; and the packs that come with the program. */
@Timeout(30)
class PromptPackTest {
  private static final Set<String> NEEDED =
      Set.of(
          "identity",
          "purpose",
          "synthetic_voice",
          "opt_out_hint",
          "recording_disclosure",
          "choice",
          "opt_out_confirmed",
          "opt_out_pending",
          "refused",
          "not_valid",
          "no_key_path",
          "message",
          "thanks",
          "rec_fail",
          "test_call",
          "press_one",
          "press_zero",
          "press_nine");

  @TempDir Path dir;

  @ParameterizedTest
  @ValueSource(strings = {"zh-CN", "en-US"})
  void theDemonstrationPacksAreWhole(String language) throws Exception {
    PromptPack pack = PromptPack.load(Path.of("../conf/prompts", language));
    assertThat(pack.language()).isEqualTo(language);
    assertThat(pack.synthetic()).isTrue();
    assertThat(pack.prompts().keySet()).isEqualTo(NEEDED);
    assertThat(seconds(pack, "identity")).isLessThan(3);
    assertThat(seconds(pack, "purpose")).isLessThan(2);
    assertThat(seconds(pack, "recording_disclosure") + seconds(pack, "choice")).isLessThan(7);
    for (Prompt prompt : pack.prompts().values()) {
      assertThat(rmsDecibel(prompt)).as(prompt.id()).isBetween(-22.0, -19.0);
      assertThat(peakDecibel(prompt)).as(prompt.id()).isLessThanOrEqualTo(-3.0);
    }
  }

  @Test
  void aPackOfOne() throws Exception {
    write("hello.wav", pcm(8000, 1, 16, new short[] {0, 1000, -1000, 32767}));
    pack("hello", "hello.wav", sha256("hello.wav"), "");
    PromptPack pack = PromptPack.load(dir);
    Prompt prompt = pack.get("hello");
    assertThat(prompt.text()).isEqualTo("Hello");
    assertThat(prompt.wavSha256()).isEqualTo(sha256("hello.wav"));
    assertThat(prompt.slots()).isEqualTo(1);
    ByteBuffer payload = prompt.payload(Codec.PCMA);
    assertThat(payload.isReadOnly()).isTrue();
    assertThat(payload.get(1)).isEqualTo(Codec.PCMA.encode((short) 1000));
    assertThat(payload.get(4)).isEqualTo((byte) 0xD5);
    assertThat(pack.find("nobody")).isEmpty();
    assertThatThrownBy(() -> pack.get("nobody")).isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void g711IsTakenOverBitByBit() throws Exception {
    byte[] codes = new byte[160];
    for (int i = 0; i < 160; i++) {
      codes[i] = (byte) (i + 3);
    }
    Prompt alaw = Prompt.ofWav("a", "en", "a", dir, wav(6, 8000, 1, 8, codes));
    byte[] payload = new byte[160];
    alaw.payload(Codec.PCMA).get(payload);
    assertThat(payload).isEqualTo(codes);
    alaw.payload(Codec.PCMU).get(payload);
    assertThat(payload[5]).isEqualTo(Codec.PCMU.transcode(Codec.PCMA, codes[5]));
  }

  @Test
  void otherChunksAndTheExtensibleHeaderAreReadOver() throws Exception {
    byte[] plain = pcm(8000, 1, 16, new short[] {7, 8});
    byte[] list = "LIST\u0003\0\0\0abc\0".getBytes(StandardCharsets.ISO_8859_1);
    byte[] wav = new byte[plain.length + list.length];
    System.arraycopy(plain, 0, wav, 0, 12);
    System.arraycopy(list, 0, wav, 12, list.length);
    System.arraycopy(plain, 12, wav, 12 + list.length, plain.length - 12);
    assertThat(Prompt.ofWav("p", "en", "p", dir, wav).payload(Codec.PCMU).get(0))
        .isEqualTo(Codec.PCMU.encode((short) 7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 16000 | 1 | 16 | sample rate: 16000; 8000 needed (sox IN -r 8000 -c 1 -b 16 OUT.wav)",
        "1 | 8000 | 2 | 16 | channels: 2; 1 needed (sox IN -r 8000 -c 1 -b 16 OUT.wav)",
        "1 | 8000 | 1 | 24 | bits per sample: 24; 16 needed (sox IN -r 8000 -c 1 -b 16 OUT.wav)",
        "3 | 8000 | 1 | 32 | format: code 3; 1 (PCM), 6 (A-law) or 7 (u-law) needed",
      })
  void otherFormatsAreRefused(int format, int rate, int channels, int bits, String problem)
      throws Exception {
    write("hello.wav", wav(format, rate, channels, bits, new byte[480]));
    pack("hello", "hello.wav", sha256("hello.wav"), "");
    assertThatThrownBy(() -> PromptPack.load(dir))
        .isInstanceOf(PromptException.class)
        .hasMessage(dir.resolve("hello.wav") + ": " + problem);
  }

  @Test
  void cutAndForeignFilesAreRefused() throws Exception {
    byte[] whole = pcm(8000, 1, 16, new short[200]);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Prompt.ofWav("p", "en", "p", dir, cut))
          .isInstanceOf(PromptException.class);
    }
    assertThatThrownBy(
            () ->
                Prompt.ofWav(
                    "p",
                    "en",
                    "p",
                    Path.of("x.wav"),
                    "ID3 music".getBytes(StandardCharsets.US_ASCII)))
        .hasMessage("x.wav: header: not a WAV file (no RIFF/WAVE)");
  }

  @Test
  void anotherRecordingUnderTheSameNameIsRefused() throws Exception {
    write("hello.wav", pcm(8000, 1, 16, new short[200]));
    String approved = sha256("hello.wav");
    write("hello.wav", pcm(8000, 1, 16, new short[201]));
    pack("hello", "hello.wav", approved, "");
    assertThatThrownBy(() -> PromptPack.load(dir))
        .hasMessageStartingWith(dir.resolve("hello.wav") + ": sha256: is " + sha256("hello.wav"))
        .hasMessageContaining("pack.yaml says " + approved);
  }

  @Test
  void mistakesInThePackAreNamed() throws Exception {
    write("hello.wav", pcm(8000, 1, 16, new short[200]));
    String hash = sha256("hello.wav");
    assertMistake(
        "hello", "gone.wav", hash, "", "gone.wav: file: cannot be read (NoSuchFileException)");
    assertMistake("hello", "../hello.wav", hash, "", "prompts[0].file: must be a plain file name");
    assertMistake("hello", "hello.wav", "ABC", "", "prompts[0].sha256: must be 64 lower-case hex");
    assertMistake("''", "hello.wav", hash, "", "prompts[0].id: missing");
    assertMistake("hello", "hello.wav", hash, "    colour: red\n", "line 12: unknown key colour");
    Files.writeString(dir.resolve("pack.yaml"), "version: 2\n");
    assertThatThrownBy(() -> PromptPack.load(dir)).hasMessageEndingWith("version: must be 1");
    Files.writeString(dir.resolve("pack.yaml"), "version: [\n");
    assertThatThrownBy(() -> PromptPack.load(dir)).isInstanceOf(PromptException.class);
    Files.writeString(dir.resolve("pack.yaml"), "");
    assertThatThrownBy(() -> PromptPack.load(dir)).isInstanceOf(PromptException.class);
    Files.delete(dir.resolve("pack.yaml"));
    assertThatThrownBy(() -> PromptPack.load(dir))
        .hasMessage(dir.resolve("pack.yaml") + ": file: cannot be read (NoSuchFileException)");
  }

  private void assertMistake(String id, String file, String hash, String more, String problem)
      throws IOException {
    pack(id, file, hash, more);
    assertThatThrownBy(() -> PromptPack.load(dir))
        .isInstanceOf(PromptException.class)
        .hasMessageContaining(problem);
  }

  private void pack(String id, String file, String hash, String more) throws IOException {
    Files.writeString(
        dir.resolve("pack.yaml"),
        """
        version: 1
        language: en-US
        voice: somebody
        synthetic: false
        licence: CC0-1.0

        prompts:
          - id: %s
            text: Hello
            file: %s
            sha256: "%s"
        %s"""
            .formatted(id, file, hash, more));
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(dir.resolve(name), bytes);
  }

  private String sha256(String name) throws IOException {
    return Prompt.sha256(ByteBuffer.wrap(Files.readAllBytes(dir.resolve(name))));
  }

  private static byte[] pcm(int rate, int channels, int bits, short[] samples) {
    ByteBuffer data = ByteBuffer.allocate(samples.length * 2).order(ByteOrder.LITTLE_ENDIAN);
    data.asShortBuffer().put(samples);
    return wav(1, rate, channels, bits, data.array());
  }

  private static byte[] wav(int format, int rate, int channels, int bits, byte[] data) {
    return ByteBuffer.allocate(44 + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put("RIFF".getBytes(StandardCharsets.US_ASCII))
        .putInt(36 + data.length)
        .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
        .putInt(16)
        .putShort((short) format)
        .putShort((short) channels)
        .putInt(rate)
        .putInt(rate * channels * bits / 8)
        .putShort((short) (channels * bits / 8))
        .putShort((short) bits)
        .put("data".getBytes(StandardCharsets.US_ASCII))
        .putInt(data.length)
        .put(data)
        .array();
  }

  private static double seconds(PromptPack pack, String id) {
    return pack.get(id).slots() * 0.02;
  }

  private static double rmsDecibel(Prompt prompt) {
    ByteBuffer codes = prompt.payload(Codec.PCMA);
    double sum = 0;
    for (int i = 0; i < codes.limit(); i++) {
      double x = Codec.PCMA.decode(codes.get(i)) / 32768.0;
      sum += x * x;
    }
    return 10 * Math.log10(sum / codes.limit());
  }

  private static double peakDecibel(Prompt prompt) {
    ByteBuffer codes = prompt.payload(Codec.PCMA);
    int peak = 1;
    for (int i = 0; i < codes.limit(); i++) {
      peak = Math.max(peak, Math.abs(Codec.PCMA.decode(codes.get(i))));
    }
    return 20 * Math.log10(peak / 32768.0);
  }
}
