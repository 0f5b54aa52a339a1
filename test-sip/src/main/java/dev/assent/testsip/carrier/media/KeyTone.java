package dev.assent.testsip.carrier.media;

/** A key as two tones (ITU-T Q.23), each at -10 dB of full scale. A value. */
final class KeyTone {
  private static final String KEYS = "123A456B789C*0#D";
  private static final int[] ROWS = {697, 770, 852, 941};
  private static final int[] COLUMNS = {1209, 1336, 1477, 1633};
  private static final double AMPLITUDE = 32_767 * 0.316;
  private static final double RATE = 8000;

  private KeyTone() {}

  /** The {@code index}-th 20 ms of the tone. */
  static byte[] frame(char digit, int index, Law law) {
    int key = KEYS.indexOf(digit);
    if (key < 0) {
      throw new IllegalArgumentException("no tone for key '" + digit + "'");
    }
    byte[] codes = new byte[Noise.FRAME];
    for (int i = 0; i < codes.length; i++) {
      double time = 2 * Math.PI * (index * Noise.FRAME + i) / RATE;
      double low = Math.sin(time * ROWS[key / 4]);
      double high = Math.sin(time * COLUMNS[key % 4]);
      codes[i] = law.encode((int) Math.round(AMPLITUDE * (low + high)));
    }
    return codes;
  }
}
