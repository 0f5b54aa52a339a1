package dev.assent.recorder.container;

/**
 * Measures one leg second by second: a table gives each G.711 code its square, and marks the two
 * that are as loud as the codec can be, so that a sample costs one look-up and one addition.
 * Allocates nothing. One thread at a time.
 */
final class SoundMeter {
  /** −45 dBov: well above a line's noise, well below quiet speech (about −35). */
  static final int VOICE_RMS = 184;

  private static final int SLOT = AudioSecond.RATE / 100;
  private static final int SLOTS_OF_WINDOW = 10;
  private static final int SLOT_MILLIS = 10;

  /** A square needs 30 bits, 800 of them 40; what is above counts the clipped ones. */
  private static final int CLIPPED_SHIFT = 48;

  private static final long SQUARES = (1L << CLIPPED_SHIFT) - 1;
  private static final long[] MU = weights(G711.PCMU);
  private static final long[] A = weights(G711.PCMA);

  private long slots;
  private long missing;
  private long voiceSlots;
  private long silentSlots;
  private long longestSilentSlots;
  private long clipped;
  private long squares;
  private int loudest;
  private final Extremes extremes = new Extremes();

  private static long[] weights(int payloadType) {
    short[] linear = G711.shared(payloadType);
    int loudest = 0;
    for (short sample : linear) {
      loudest = Math.max(loudest, Math.abs(sample));
    }
    long[] weights = new long[linear.length];
    for (int code = 0; code < weights.length; code++) {
      long magnitude = Math.abs(linear[code]);
      weights[code] = magnitude * magnitude | (magnitude == loudest ? 1L << CLIPPED_SHIFT : 0);
    }
    return weights;
  }

  /** One second: {@code samples} codes from {@code from}, and which 10 ms of them really came. */
  void add(byte[] sound, int from, int samples, int payloadType, byte[] bitmap) {
    int count = samples / SLOT;
    for (int slot = 0; slot < count; slot += SLOTS_OF_WINDOW) {
      int end = Math.min(slot + SLOTS_OF_WINDOW, count);
      window(sound, from, slot, end, payloadType, bitmap);
    }
  }

  private void window(byte[] sound, int from, int slot, int end, int payloadType, byte[] bitmap) {
    long sum = 0;
    int came = 0;
    for (int i = slot; i < end; i++) {
      // Nearly always all of them: they are measured in one go.
      int first = i;
      while (i < end && isThere(bitmap, i)) {
        i++;
      }
      if (i > first) {
        sum += sum(sound, from + first * SLOT, (i - first) * SLOT, payloadType);
        came += i - first;
      }
    }
    long energy = sum & SQUARES;
    squares += energy;
    clipped += sum >>> CLIPPED_SHIFT;
    slots += came;
    missing += end - slot - came;
    if (came > 0 && energy >= (long) VOICE_RMS * VOICE_RMS * came * SLOT) {
      voiceSlots += came;
      silentSlots = 0;
    } else {
      silence(end - slot);
    }
  }

  private static boolean isThere(byte[] bitmap, int slot) {
    return (bitmap[slot >> 3] & (0x80 >> (slot & 7))) != 0;
  }

  private long sum(byte[] sound, int from, int count, int payloadType) {
    extremes.measure(sound, from, count, payloadType);
    loudest = Math.max(loudest, Math.max(-extremes.min(), extremes.max()));
    long[] weights = payloadType == G711.PCMA ? A : MU;
    // Four at a time, as one sum would wait for each look-up; a slot's samples divide by four.
    long first = 0;
    long second = 0;
    long third = 0;
    long fourth = 0;
    for (int i = from; i < from + count; i += 4) {
      first += weights[sound[i] & 0xFF];
      second += weights[sound[i + 1] & 0xFF];
      third += weights[sound[i + 2] & 0xFF];
      fourth += weights[sound[i + 3] & 0xFF];
    }
    return first + second + third + fourth;
  }

  /** A second of which nothing reached the recorder. */
  void lost() {
    missing += AudioSecond.RATE / SLOT;
    silence(AudioSecond.RATE / SLOT);
  }

  private void silence(int more) {
    silentSlots += more;
    longestSilentSlots = Math.max(longestSilentSlots, silentSlots);
  }

  LegMeasures measures(int legId) {
    double samples = (double) slots * SLOT;
    return new LegMeasures(
        legId,
        slots * SLOT_MILLIS,
        missing * SLOT_MILLIS,
        voiceSlots * SLOT_MILLIS,
        longestSilentSlots * SLOT_MILLIS,
        loudest,
        slots == 0 ? 0 : (int) Math.round(Math.sqrt(squares / samples)),
        slots == 0 ? 0 : clipped / samples);
  }
}
