package dev.assent.dialer.export;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.assent.compliance.Requirement;
import dev.assent.recorder.container.AudioSecond;
import dev.assent.recorder.container.MalformedRecording;
import dev.assent.recorder.container.RecordingKey;
import dev.assent.recorder.container.Verdict;
import dev.assent.recorder.container.Verification;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is in a package, to the sample and to the bit. */
@Timeout(60)
@Requirement("R53")
class CallPackageTest {
  private static final byte[] MARK = HexFormat.of().parseHex("5a".repeat(32));
  private static final int RATE = AudioSecond.RATE;

  @TempDir Path directory;
  private RecordedCallOfWords call;

  @BeforeEach
  void record() throws Exception {
    call = new RecordedCallOfWords(directory);
  }

  @AfterEach
  void forget() {
    call.close();
  }

  private Map<String, byte[]> made(String form, boolean unmasked) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Map<String, String> digests = new CallPackage(call.call(form, unmasked, MARK)).write(out);
    Map<String, byte[]> files = new TreeMap<>();
    try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        files.put(entry.getName(), zip.readAllBytes());
      }
    }
    assertThat(digests.keySet()).isEqualTo(files.keySet());
    files.forEach((name, bytes) -> assertThat(digests).containsEntry(name, sha256(bytes)));
    return files;
  }

  private static String sha256(byte[] bytes) {
    return HexFormat.of().formatHex(PackageFiles.sha256().digest(bytes));
  }

  /** Samples of one channel. */
  private static short[] samples(byte[] wav, int channel) {
    ByteBuffer bytes = ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
    int channels = bytes.getShort(22);
    int data = new String(wav, 0, 400, UTF_8).indexOf("data") + 8;
    assertThat(bytes.getInt(data - 4)).isEqualTo(wav.length - data);
    assertThat(bytes.getInt(4)).isEqualTo(wav.length - 8);
    short[] samples = new short[(wav.length - data) / 2 / channels];
    for (int i = 0; i < samples.length; i++) {
      samples[i] = bytes.getShort(data + 2 * (i * channels + channel));
    }
    return samples;
  }

  private short[] sealed(int leg) throws MalformedRecording {
    ByteBuffer all = ByteBuffer.allocate(2 * RATE * RecordedCallOfWords.SECONDS);
    for (int second = 0; second < RecordedCallOfWords.SECONDS; second++) {
      all.put(call.replay.wav(leg).pcm(second));
    }
    short[] samples = new short[RATE * RecordedCallOfWords.SECONDS];
    all.flip().order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
    return samples;
  }

  @Test
  void maskedStretchesAreSilentToTheSampleInBothLegs() throws Exception {
    Map<String, byte[]> files = made("COURT", false);
    for (int leg = 0; leg < 2; leg++) {
      byte[] wav = files.get(leg == 0 ? "leg-0-callee.wav" : "leg-1-system.wav");
      short[] heard = samples(wav, 0);
      short[] sealed = sealed(leg);
      boolean[] silent = new boolean[heard.length];
      Arrays.fill(silent, RATE, RATE * 5 / 2, true); // 1.0 to 2.5 s, as was asked for
      Arrays.fill(silent, 4 * RATE, 7 * RATE, true); // around the key that was pressed
      for (int i = 0; i < heard.length; i++) {
        boolean nearTone =
            i >= RecordedCallOfWords.TONE_FROM - RATE / 10
                && i < RecordedCallOfWords.TONE_TO + RATE / 10;
        if (!nearTone) {
          assertThat(heard[i]).as("leg %d, %d", leg, i).isEqualTo(silent[i] ? 0 : sealed[i]);
        }
      }
      assertThat(sealed[RATE - 1]).isNotZero();
      assertThat(sealed[RATE * 5 / 2]).isNotZero();
      for (int i = RecordedCallOfWords.TONE_FROM; i < RecordedCallOfWords.TONE_TO; i++) {
        assertThat(heard[i]).as("the tone of a key, at %d", i).isZero();
      }
    }
    JsonNode told = new ObjectMapper().readTree(files.get("transcript.json"));
    assertThat(told.path("silenced").findValuesAsText("why"))
        .containsExactly("MARKED", "KEY", "TONE");
    assertThat(files.keySet()).noneMatch(name -> name.endsWith(".key"));
  }

  @Test
  void aCourtHasEachLegAsItWasSealedAndAKeyToThisRecordingAlone() throws Exception {
    Map<String, byte[]> files = made("COURT", true);
    assertThat(samples(files.get("leg-0-callee.wav"), 0)).isEqualTo(sealed(0));
    assertThat(samples(files.get("leg-1-system.wav"), 0)).isEqualTo(sealed(1));
    String name = "sealed/" + call.source.recording();
    assertThat(files.get(name + ".dvr1")).isEqualTo(Files.readAllBytes(call.file));
    String key = new String(files.get(name + ".key"), UTF_8);
    byte[] own = HexFormat.of().parseHex(key.lines().toList().getLast().substring(5));
    Verification opened = call.reader.verify(call.file, RecordingKey.of(own));
    assertThat(opened.framesOpened()).isTrue();
    assertThat(opened.verdict()).isEqualTo(new Verdict.Complete(RecordedCallOfWords.SECONDS));
    own[0] ^= 1;
    assertThat(call.reader.verify(call.file, RecordingKey.of(own)).framesOpened()).isFalse();
  }

  @Test
  void theCoverNamesTheDigestOfEachFileAndTheSumsOfAll() throws Exception {
    Map<String, byte[]> files = made("COURT", true);
    for (String language : new String[] {"zh", "en"}) {
      String cover = new String(files.get("cover." + language + ".html"), UTF_8);
      files.forEach(
          (name, bytes) -> {
            if (!name.startsWith("cover") && !name.equals("SHA256SUMS")) {
              assertThat(cover).contains(name, sha256(bytes));
            }
          });
      assertThat(cover).contains("&lt;Example &amp; Court&gt;", "2026-12-21", "C-7");
      assertThat(cover).doesNotContain("<Example", "export.page");
      assertThat(new String(files.get("transcript." + language + ".html"), UTF_8))
          .doesNotContain("export.page", "kind.", "verdict.");
    }
    String sums = new String(files.get("SHA256SUMS"), UTF_8);
    files.forEach(
        (name, bytes) -> {
          if (!name.equals("SHA256SUMS")) {
            assertThat(sums).contains(sha256(bytes) + "  " + name + "\n");
          }
        });
  }

  @Test
  void aCopyCarriesItsNoiseAndNothingOfTheSealedFile() throws Exception {
    Map<String, byte[]> files = made("COPY", false);
    assertThat(files.keySet()).noneMatch(name -> name.startsWith("sealed"));
    short[] heard = samples(files.get("call.wav"), 0);
    short[] sealed = sealed(0);
    int changed = 0;
    for (int i = 0; i < RATE; i++) {
      assertThat(Math.abs(heard[i] - sealed[i])).isLessThan(250);
      changed += heard[i] == sealed[i] ? 0 : 1;
    }
    assertThat(changed).isGreaterThan(RATE / 2);
    assertThat(Arrays.copyOfRange(heard, RATE, RATE * 5 / 2)).containsOnly((short) 0);
    Path wav = directory.resolve("found.wav");
    Files.write(wav, files.get("call.wav"));
    assertThat(new MarkSearch(ForeignWav.read(wav)).score(MARK)).isGreaterThan(MarkSearch.CERTAIN);
    assertThat(new String(files.get("call.wav"), 0, 400, UTF_8))
        .contains("LIST", "INFO", "0198c0de-0000-7000-8000-000000000001", "ab".repeat(32));
  }

  @Test
  void aSecondThatDoesNotOpenMakesNoPackage() throws Exception {
    byte[] bytes = Files.readAllBytes(call.file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(call.file, bytes);
    assertThatThrownBy(() -> made("COURT", true)).isInstanceOf(MalformedRecording.class);
  }

  @Test
  void aDiskThatFailsIsNotTakenForAPackage() throws Exception {
    var full =
        new java.io.OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };
    assertThatThrownBy(() -> new CallPackage(call.call("COURT", true, MARK)).write(full))
        .isInstanceOf(IOException.class);
  }
}
