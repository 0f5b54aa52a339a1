package dev.assent.dialer.engine.home;

import dev.assent.compliance.numbering.PhoneNumber;
import dev.assent.compliance.store.seal.BlindIndexer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.function.Function;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Blind indexes: HMAC-SHA-256 of a number under the pepper of its purpose. A plain hash of a number
 * could be undone in minutes; without the pepper this one cannot.
 */
public final class PepperedIndexes implements BlindIndexer {
  private static final byte[] PREFIX = "tel\0".getBytes(StandardCharsets.US_ASCII);

  private final SecretKeySpec number;
  private final SecretKeySpec dnc;

  /**
   * @param numberPepper 32 bytes
   * @param dncPepper 32 bytes, version 1
   */
  public PepperedIndexes(byte[] numberPepper, byte[] dncPepper) {
    this.number = new SecretKeySpec(numberPepper, "HmacSHA256");
    this.dnc = new SecretKeySpec(dncPepper, "HmacSHA256");
  }

  @Override
  public byte[] index(Purpose purpose, PhoneNumber of) {
    return index(mac(purpose), of);
  }

  /** One Mac for all: setting it up costs more than a number does. */
  @Override
  public Function<PhoneNumber, byte[]> many(Purpose purpose) {
    Mac mac = mac(purpose);
    return of -> index(mac, of);
  }

  private Mac mac(Purpose purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(
          switch (purpose) {
            case NUMBER -> number;
            case DNC -> dnc;
          });
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] index(Mac mac, PhoneNumber of) {
    mac.update(PREFIX);
    return mac.doFinal(of.e164().getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public int version() {
    return 1;
  }
}
