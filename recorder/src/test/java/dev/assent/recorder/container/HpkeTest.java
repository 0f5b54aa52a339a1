package dev.assent.recorder.container;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class HpkeTest {
  private static final int ENC = 1_120;
  private static final int X25519 = 32;

  /** With the point of order one both sides would share zeros: the library refuses by a fault. */
  @Test
  void anEncapsulationWithAPointOfSmallOrderIsAChangedSlot() {
    byte[] seed = Vectors.seed(1);
    byte[] sealed =
        Hpke.seal(
            Hpke.publicKey(seed), new byte[0], new byte[0], new byte[] {1}, new SecureRandom());
    byte[] enc = Arrays.copyOf(sealed, ENC);
    byte[] ct = Arrays.copyOfRange(sealed, ENC, sealed.length);
    Arrays.fill(enc, ENC - X25519, ENC, (byte) 0);
    assertThatThrownBy(() -> Hpke.open(seed, new byte[0], enc, ct, new byte[0]))
        .isInstanceOf(CannotUnseal.class)
        .hasMessageContaining("was changed");
  }
}
