package dev.assent.media.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.assent.media.codec.Codec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Recordings as people send them become what a telephone plays, and are told what is wrong. */
@Timeout(30)
class PreparedSoundTest {
  private static final Path FILE = Path.of("greeting.wav");

  /** Takes about 1.9 s in Chinese. */
  private static final String TEXT = "同意按一，拒绝按零。";

  @ParameterizedTest
  @CsvSource({
    "8000,1,16",
    "8000,2,16",
    "8000,1,8",
    "11025,1,16",
    "16000,2,24",
    "22050,1,8",
    "44100,2,16",
    "48000,1,24",
    "48000,2,24"
  })
  void anyPcmComesOutAtTheTelephonesLevel(int rate, int channels, int bits) throws Exception {
    PreparedSound ready =
        prepare(WavSound.pcm(rate, channels, bits, 2 * rate, voice(rate, 0.3, 0.2, 1.8)));
    Prompt prompt = Prompt.ofWav("x", "zh-CN", TEXT, FILE, ready.wav());
    assertThat(prompt.wavSha256()).isEqualTo(ready.sha256());
    assertThat(ready.findings()).isEmpty();
    assertThat(ready.seconds()).isEqualTo(2.0, within(0.01));
    assertThat(ready.source()).contains(rate + " Hz").contains(channels == 1 ? "mono" : "stereo");
    Loudness loudness = Loudness.of(WavSound.samples(ready.wav()), 8000);
    assertThat(Loudness.dbfs(loudness.rms())).isEqualTo(-20.0, within(1.1));
    assertThat(Loudness.dbfs(loudness.peak())).isLessThanOrEqualTo(-2.99);
  }

  @ParameterizedTest
  @CsvSource({"6,PCMA", "7,PCMU"})
  void g711ComesOutToo(int code, Codec codec) throws Exception {
    IntToDoubleFunction voice = voice(8000, 0.3, 0.2, 1.8);
    byte[] codes = new byte[16_000];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = codec.encode((short) (voice.applyAsDouble(i) * 32767));
    }
    PreparedSound ready = prepare(WavSound.file(code, 8000, 1, 8, codes));
    assertThat(ready.source()).contains("law");
    assertThat(Loudness.dbfs(Loudness.of(WavSound.samples(ready.wav()), 8000).rms()))
        .isEqualTo(-20.0, within(1.1));
  }

  @Test
  void whatIsReadyComesOutAsItWentIn() throws Exception {
    PreparedSound once = prepare(WavSound.pcm(44_100, 2, 16, 88_200, voice(44_100, 0.8, 0.2, 1.8)));
    PreparedSound twice = prepare(once.wav());
    assertThat(twice.sha256()).isEqualTo(once.sha256());
    assertThat(twice.gainDb()).isZero();
  }

  @Test
  void aVoiceWithPeaksIsNotBentButKeptBelowThePeak() throws Exception {
    IntToDoubleFunction spiky =
        i -> voice(8000, 0.02, 0.2, 1.8).applyAsDouble(i) + (i % 2000 == 1000 ? 0.5 : 0);
    PreparedSound ready = prepare(WavSound.pcm(8000, 1, 16, 16_000, spiky));
    double peak = Loudness.of(WavSound.samples(ready.wav()), 8000).peak();
    assertThat(Loudness.dbfs(peak)).isEqualTo(PreparedSound.PEAK_DBFS, within(0.1));
  }

  @Test
  void everythingWrongIsTold() throws Exception {
    assertFinding(
        i -> Math.clamp(voice(8000, 4, 0.2, 1.8).applyAsDouble(i), -1, 1),
        16_000,
        SoundFinding.Kind.CLIPPED);
    assertFinding(voice(8000, 0.3, 0.8, 2.4), 20_000, SoundFinding.Kind.SILENCE_AT_START);
    assertFinding(voice(8000, 0.3, 0.1, 1.7), 24_000, SoundFinding.Kind.SILENCE_AT_END);
    assertFinding(
        i -> voice(8000, 0.3, 0.2, 1.8).applyAsDouble(i) + 0.05,
        16_000,
        SoundFinding.Kind.DC_OFFSET);
    assertFinding(voice(8000, 0.01, 0.2, 1.8), 16_000, SoundFinding.Kind.TOO_QUIET);
    assertFinding(voice(8000, 0.3, 0.1, 0.6), 6_000, SoundFinding.Kind.TOO_SHORT_FOR_TEXT);
    assertFinding(voice(8000, 0.3, 0.1, 7.9), 64_000, SoundFinding.Kind.TOO_LONG_FOR_TEXT);
  }

  @Test
  void aZeroLineThatWasOffIsBack() throws Exception {
    PreparedSound ready =
        prepare(
            WavSound.pcm(
                8000, 1, 16, 16_000, i -> voice(8000, 0.2, 0.2, 1.8).applyAsDouble(i) + 0.1));
    double sum = 0;
    for (double sample : WavSound.samples(ready.wav())) {
      sum += sample;
    }
    assertThat(sum / 16_000).isEqualTo(0, within(0.001));
  }

  @Test
  void whatCannotBeUsedIsRefusedByName() {
    assertRefused(WavSound.pcm(8000, 1, 16, 8000, _ -> 0), "nothing is said");
    assertRefused(WavSound.pcm(8000, 1, 16, 8000, i -> 0.001 * Math.sin(i)), "nothing is said");
    assertRefused(WavSound.file(1, 96_000, 1, 16, new byte[4]), "96000; 8000 to 48000");
    assertRefused(WavSound.file(1, 7999, 1, 16, new byte[4]), "7999");
    assertRefused(WavSound.file(1, 8000, 6, 16, new byte[24]), "channels: 6");
    assertRefused(WavSound.file(1, 8000, 1, 32, new byte[8]), "bits per sample: 32");
    assertRefused(WavSound.file(3, 8000, 1, 32, new byte[8]), "code 3");
    assertRefused(WavSound.file(7, 8000, 1, 16, new byte[8]), "bits per sample: 16");
    assertRefused(WavSound.file(1, 8000, 1, 16, new byte[0]), "no sound in it");
    assertRefused("ID3 an MP3 file, renamed".getBytes(StandardCharsets.US_ASCII), "not a WAV");
  }

  /** Damage at any place of a file is a refusal that names it, or a sound; never a crash. */
  @Test
  void aDamagedFileIsToldNotFallenOver() {
    byte[] good = WavSound.pcm(8000, 1, 16, 400, voice(8000, 0.3, 0, 1));
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] bad = Arrays.copyOf(good, random.nextInt(good.length + 1));
      if (bad.length > 0) {
        bad[random.nextInt(Math.min(44, bad.length))] = (byte) random.nextInt(256);
      }
      try {
        PreparedSound.of(FILE, bad, "zh-CN", TEXT);
      } catch (PromptException e) {
        assertThat(e).hasMessageContaining("greeting.wav");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "zh-CN,同意按一，拒绝按零，退订按九。,2.8",
    "zh-CN,按1,0.6",
    "en-US,Press 1 to agree and don't wait.,2.8",
    "ja-JP,もしもし,0.8"
  })
  void textsTakeTheirTime(String language, String text, double seconds) {
    assertThat(SpeakingRate.of(language).seconds(text)).isEqualTo(seconds, within(0.3));
  }

  private static PreparedSound prepare(byte[] wav) throws PromptException {
    return PreparedSound.of(FILE, wav, "zh-CN", TEXT);
  }

  private static void assertFinding(IntToDoubleFunction sound, int frames, SoundFinding.Kind kind)
      throws PromptException {
    assertThat(prepare(WavSound.pcm(8000, 1, 16, frames, sound)).findings())
        .extracting(SoundFinding::kind)
        .contains(kind);
  }

  private static void assertRefused(byte[] wav, String why) {
    assertThatThrownBy(() -> PreparedSound.of(FILE, wav, "zh-CN", TEXT))
        .isInstanceOf(PromptException.class)
        .hasMessageContaining(why)
        .hasMessageContaining("greeting.wav");
  }

  /** Something like vowels between two seconds, faint noise elsewhere. */
  private static IntToDoubleFunction voice(int rate, double level, double from, double to) {
    return i -> {
      double t = (double) i / rate;
      if (t < from || t >= to) {
        return 0.0002 * Math.sin(i * 1.7);
      }
      double syllable = 0.6 + 0.4 * Math.sin(2 * Math.PI * 4 * t);
      return level
          * syllable
          * (0.6 * Math.sin(2 * Math.PI * 180 * t)
              + 0.3 * Math.sin(2 * Math.PI * 720 * t)
              + 0.1 * Math.sin(2 * Math.PI * 2300 * t));
    };
  }
}
