package dev.assent.dialer.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.dialer.UserError;
import dev.assent.media.codec.Codec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The noise of an export in what people said, and in nothing else. */
@Timeout(60)
class NoiseMarkTest {
  private static final Path PROMPTS = Path.of("../conf/prompts/zh-CN");
  private static final int SECONDS = 5;
  private static final int RATE = 8000;

  private final Random random = new Random(20261122);
  private final byte[] seed = seed();

  private byte[] seed() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A voice with pauses, over the noise of a line. */
  private short[] speech() throws IOException {
    short[] sound = new short[SECONDS * RATE];
    int at = RATE / 2;
    for (String prompt : new String[] {"purpose", "refused", "identity"}) {
      short[] said = ForeignWav.read(PROMPTS.resolve(prompt + ".wav"))[0];
      for (int i = 0; i < said.length && at < sound.length; i++) {
        sound[at++] = said[i];
      }
      at += RATE / 3;
    }
    for (int i = 0; i < sound.length; i++) {
      sound[i] =
          (short) Math.clamp(sound[i] + Math.round(random.nextGaussian() * 20), -32768, 32767);
    }
    return sound;
  }

  private short[] marked(short[] sound) {
    NoiseMark mark = new NoiseMark(seed);
    short[] marked = new short[sound.length];
    for (int second = 0; second < SECONDS; second++) {
      ByteBuffer pcm = ByteBuffer.allocate(2 * RATE).order(ByteOrder.LITTLE_ENDIAN);
      pcm.asShortBuffer().put(sound, second * RATE, RATE);
      mark.add(pcm.array(), second, 1);
      pcm.asShortBuffer().get(marked, second * RATE, RATE);
    }
    return marked;
  }

  private static double score(short[] sound, byte[] of) {
    return new MarkSearch(new short[][] {sound}).score(of);
  }

  private static short[] coded(short[] sound, Codec codec, double gain) {
    short[] coded = new short[sound.length];
    for (int i = 0; i < sound.length; i++) {
      coded[i] = codec.decode(codec.encode((short) (sound[i] * gain)));
    }
    return coded;
  }

  @Test
  void itSurvivesTheTelephoneAnotherLoudnessAndCutEnds() throws Exception {
    short[] marked = marked(speech());
    assertThat(score(marked, seed)).isGreaterThan(MarkSearch.CERTAIN);
    assertThat(score(coded(marked, Codec.PCMU, 1), seed)).isGreaterThan(MarkSearch.CERTAIN);
    assertThat(score(coded(marked, Codec.PCMA, 0.3), seed)).isGreaterThan(MarkSearch.CERTAIN);
    short[] twice = coded(coded(marked, Codec.PCMU, 0.7), Codec.PCMA, 1);
    assertThat(score(Arrays.copyOfRange(twice, 3777, twice.length - 1111), seed))
        .isGreaterThan(MarkSearch.CERTAIN);
  }

  @Test
  void nothingIsFoundThatIsNotThere() throws Exception {
    short[] speech = speech();
    MarkSearch unmarked = new MarkSearch(new short[][] {speech});
    MarkSearch marked = new MarkSearch(new short[][] {marked(speech)});
    for (int i = 0; i < 20; i++) {
      byte[] other = seed();
      assertThat(unmarked.score(other)).isLessThan(MarkSearch.CERTAIN);
      assertThat(marked.score(other)).as("of another export").isLessThan(MarkSearch.CERTAIN);
    }
    assertThat(score(new short[3 * RATE], seed)).isLessThan(MarkSearch.CERTAIN);
    assertThat(score(new short[0], seed)).isLessThan(MarkSearch.CERTAIN);
  }

  @Test
  void itIsFarBelowWhatIsHeard() throws Exception {
    short[] speech = speech();
    short[] marked = marked(speech);
    double sound = 0;
    double noise = 0;
    for (int i = 0; i < speech.length; i++) {
      sound += (double) speech[i] * speech[i];
      noise += Math.pow(marked[i] - speech[i], 2);
    }
    assertThat(10 * Math.log10(sound / noise)).isBetween(33.0, 35.0);
    assertThat(Arrays.copyOf(marked, RATE / 4))
        .as("a pause")
        .isEqualTo(Arrays.copyOf(speech, RATE / 4));
  }

  @Test
  void whatIsNoWavIsSaidToBeNone(@TempDir Path directory) throws Exception {
    byte[] right = Files.readAllBytes(PROMPTS.resolve("purpose.wav"));
    Path file = directory.resolve("x.wav");
    for (int cut : new int[] {0, 4, 11, 12, 20, 35, 40}) {
      Files.write(file, Arrays.copyOf(right, cut));
      assertThatThrownBy(() -> ForeignWav.read(file))
          .as("cut at %d", cut)
          .isInstanceOf(UserError.class);
    }
    byte[] faster = right.clone();
    faster[24] ^= 1;
    Files.write(file, faster);
    assertThatThrownBy(() -> ForeignWav.read(file)).isInstanceOf(UserError.class);
    byte[] absurd = right.clone();
    Arrays.fill(absurd, 16, 20, (byte) 0xFF);
    Files.write(file, absurd);
    assertThatThrownBy(() -> ForeignWav.read(file)).isInstanceOf(UserError.class);
    for (int i = 0; i < 300; i++) {
      byte[] bent = right.clone();
      bent[random.nextInt(60)] = (byte) random.nextInt();
      Files.write(file, bent);
      try {
        ForeignWav.read(file);
      } catch (UserError said) {
        assertThat(said.said().code()).isEqualTo("export.no_wav");
      }
    }
  }
}
