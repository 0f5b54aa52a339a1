package dev.assent.recorder.container;

/**
 * What one leg sounded like, in figures: taken while it is sealed, because nobody here can open it
 * later. Says nothing of who spoke or what was said.
 *
 * @param legId as in the header
 * @param soundMillis of which packets came
 * @param missingMillis of which none came, seconds lost before the recorder counted
 * @param voiceMillis of which 100 ms windows were at {@link SoundMeter#VOICE_RMS} or above
 * @param longestSilenceMillis the longest run of windows below that, missing ones counted
 * @param peak largest magnitude of a 16-bit sample, 0–32,767
 * @param rms root mean square of the samples that came, 0–32,767
 * @param clipped share of these at the codec's largest magnitude, 0–1
 */
public record LegMeasures(
    int legId,
    long soundMillis,
    long missingMillis,
    long voiceMillis,
    long longestSilenceMillis,
    int peak,
    int rms,
    double clipped) {}
