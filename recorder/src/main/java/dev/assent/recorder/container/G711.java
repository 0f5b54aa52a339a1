package dev.assent.recorder.container;

/**
 * ITU-T G.711 to 16-bit linear sound, by table. Here because a recording holds it raw; nothing here
 * ever encodes.
 */
public final class G711 {
  public static final int PCMU = 0;
  public static final int PCMA = 8;

  private static final short[] MU = new short[256];
  private static final short[] A = new short[256];

  static {
    for (int i = 0; i < 256; i++) {
      MU[i] = mu(i);
      A[i] = a(i);
    }
  }

  private G711() {}

  /** 256 entries by code; a codec that is not A-law is taken for mu-law. */
  public static short[] table(int payloadType) {
    return payloadType == PCMA ? A.clone() : MU.clone();
  }

  static short[] shared(int payloadType) {
    return payloadType == PCMA ? A : MU;
  }

  /** The code that sounds as nothing. */
  static byte silence(int payloadType) {
    return (byte) (payloadType == PCMA ? 0xD5 : 0xFF);
  }

  private static short mu(int code) {
    int inverted = ~code & 0xFF;
    int magnitude = ((((inverted & 0x0F) << 3) + 0x84) << ((inverted & 0x70) >> 4)) - 0x84;
    return (short) ((inverted & 0x80) != 0 ? -magnitude : magnitude);
  }

  private static short a(int code) {
    int toggled = code ^ 0x55;
    int exponent = (toggled & 0x70) >> 4;
    int mantissa = ((toggled & 0x0F) << 4) + 8;
    int magnitude = exponent == 0 ? mantissa : (mantissa + 0x100) << (exponent - 1);
    return (short) ((toggled & 0x80) != 0 ? magnitude : -magnitude);
  }
}
