package dev.assent.media.prompt;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A recording made ready for the telephone: 8 kHz, mono, 16 bit, with its speech at {@value
 * #TARGET_RMS_DBFS} dBFS and no peak above {@value #PEAK_DBFS} dBFS. These very bytes are heard,
 * approved by their hash and played.
 *
 * <p>One gain for the whole sound, never a limiter: a voice is not bent. What is ready already
 * comes out as it went in.
 *
 * @param wav the whole file
 * @param sha256 of it, lower hex
 * @param seconds its length
 * @param source what it was made from, such as {@code PCM 24 bit, 48000 Hz, stereo}
 * @param gainDb by how much it was raised or lowered
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record PreparedSound(
    byte[] wav,
    String sha256,
    double seconds,
    String source,
    double gainDb,
    List<SoundFinding> findings) {
  public static final int TARGET_RMS_DBFS = -20;
  public static final int PEAK_DBFS = -3;

  /** A voice this near the target is left as it is. */
  private static final double NEAR_ENOUGH_DB = 1;

  private static final double MOST_GAIN_DB = 20;
  private static final double DC_TOLERATED = 0.01;
  private static final double START_SECONDS = 0.5;
  private static final double END_SECONDS = 1.0;
  private static final int CLIPPED_RUN = 3;
  private static final double FULL_SCALE = 0.999;

  /** A recording of other words is usually off by more; a hurried or slow reader is not. */
  private static final double SHORTEST = 0.5;

  private static final double LONGEST = 2.2;

  public PreparedSound {
    findings = List.copyOf(findings);
  }

  /**
   * @param file only for messages
   * @param wav 8–48 kHz, mono or stereo, PCM of 8, 16 or 24 bits or G.711
   * @param language BCP 47 tag of the text
   * @param text what is said in it
   * @throws PromptException when it is no such file, or nothing is said in it
   */
  public static PreparedSound of(Path file, byte[] wav, String language, String text)
      throws PromptException {
    SourceSound source = SourceSound.read(file, wav);
    List<SoundFinding> findings = new ArrayList<>();
    clipping(source, findings);
    double[] centred = centre(source.samples(), findings);
    double[] telephone = Resampler.toTelephone(centred, source.rate());
    Loudness loudness = Loudness.of(telephone, Resampler.RATE);
    if (loudness.silent()) {
      throw new PromptException(
          file, "data", "nothing is said in it: no 20 ms above " + Loudness.FLOOR_DBFS + " dBFS");
    }
    double gainDb = gain(loudness, findings);
    length(loudness, telephone.length, language, text, findings);
    byte[] ready = wav(telephone, Loudness.linear(gainDb));
    return new PreparedSound(
        ready,
        Prompt.sha256(ByteBuffer.wrap(ready)),
        (double) telephone.length / Resampler.RATE,
        source.format(),
        gainDb,
        findings);
  }

  private static void clipping(SourceSound source, List<SoundFinding> findings) {
    int runs = 0;
    int run = 0;
    for (double sample : source.samples()) {
      run = Math.abs(sample) >= FULL_SCALE ? run + 1 : 0;
      runs += run == CLIPPED_RUN ? 1 : 0;
    }
    if (runs > 0) {
      findings.add(
          new SoundFinding(
              SoundFinding.Kind.CLIPPED, runs + " places at full scale; record again"));
    }
  }

  private static double[] centre(double[] samples, List<SoundFinding> findings) {
    double sum = 0;
    for (double sample : samples) {
      sum += sample;
    }
    double offset = sum / samples.length;
    if (Math.abs(offset) < DC_TOLERATED) {
      return samples;
    }
    findings.add(
        new SoundFinding(
            SoundFinding.Kind.DC_OFFSET, tenths(offset * 100) + " % of full scale, removed"));
    double[] centred = new double[samples.length];
    for (int i = 0; i < samples.length; i++) {
      centred[i] = samples[i] - offset;
    }
    return centred;
  }

  private static double gain(Loudness loudness, List<SoundFinding> findings) {
    double room = PEAK_DBFS - Loudness.dbfs(loudness.peak());
    double wanted = TARGET_RMS_DBFS - Loudness.dbfs(loudness.rms());
    if (wanted > MOST_GAIN_DB) {
      findings.add(
          new SoundFinding(
              SoundFinding.Kind.TOO_QUIET,
              "speech at " + tenths(Loudness.dbfs(loudness.rms())) + " dBFS; record louder"));
    }
    boolean asItIs =
        room >= 0 && (Math.abs(wanted) <= NEAR_ENOUGH_DB || (wanted > 0 && room < 0.1));
    return asItIs ? 0 : Math.min(Math.min(wanted, MOST_GAIN_DB), room);
  }

  private static void length(
      Loudness loudness, int samples, String language, String text, List<SoundFinding> findings) {
    double start = (double) loudness.first() / Resampler.RATE;
    double end = (double) (samples - loudness.end()) / Resampler.RATE;
    if (start > START_SECONDS) {
      findings.add(
          new SoundFinding(SoundFinding.Kind.SILENCE_AT_START, tenths(start) + " s; cut it off"));
    }
    if (end > END_SECONDS) {
      findings.add(
          new SoundFinding(SoundFinding.Kind.SILENCE_AT_END, tenths(end) + " s; cut it off"));
    }
    double spoken = (double) (loudness.end() - loudness.first()) / Resampler.RATE;
    double expected = SpeakingRate.of(language).seconds(text);
    String figures =
        tenths(spoken) + " s of speech; its text takes about " + tenths(expected) + " s";
    if (spoken < expected * SHORTEST) {
      findings.add(new SoundFinding(SoundFinding.Kind.TOO_SHORT_FOR_TEXT, figures));
    } else if (spoken > expected * LONGEST) {
      findings.add(new SoundFinding(SoundFinding.Kind.TOO_LONG_FOR_TEXT, figures));
    }
  }

  private static byte[] wav(double[] samples, double gain) {
    short[] pcm = new short[samples.length];
    for (int i = 0; i < pcm.length; i++) {
      pcm[i] =
          (short)
              Math.clamp(Math.round(samples[i] * gain * 32768), Short.MIN_VALUE, Short.MAX_VALUE);
    }
    return TelephoneWav.of(pcm);
  }

  private static String tenths(double figure) {
    return String.format(Locale.ROOT, "%.1f", figure);
  }
}
