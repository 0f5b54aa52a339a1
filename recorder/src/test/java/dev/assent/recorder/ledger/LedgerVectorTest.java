package dev.assent.recorder.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assent.recorder.SeededRandom;
import dev.assent.recorder.files.FaultFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The committed segment is what this program writes, to the bit: ledger key 00 01 … 1F, three
 * shares B (32 times 10, 11, 12), one person key (32 times 20); row 1 erased.
 */
@Timeout(60)
class LedgerVectorTest {
  private static final Path HOME = Path.of("/vectors");
  private static final Path SEGMENT = new LedgerFiles(HOME, new FaultFiles()).file(1);

  @Test
  void theCommittedSegmentIsWhatIsWritten() throws IOException {
    FaultFiles files = new FaultFiles(HOME);
    KeyLedger ledger = KeyLedger.open(HOME, files, key(), new SeededRandom(42));
    long[] rows = ledger.append(RowKind.SHARE_B, List.of(secret(0x10), secret(0x11), secret(0x12)));
    ledger.append(RowKind.PERSON, List.of(secret(0x20)));
    ledger.erase(List.of(rows[1]));
    assertThat(HexFormat.of().formatHex(files.bytes(SEGMENT))).isEqualTo(committed());
  }

  @Test
  void itReadsAsItSays() throws IOException {
    KeyLedger ledger = open(HexFormat.of().parseHex(committed()));
    assertThat(ledger.read(RowKind.SHARE_B, row(0))).hasValue(secret(0x10));
    assertThat(ledger.read(RowKind.SHARE_B, row(1))).isEmpty();
    assertThat(ledger.read(RowKind.SHARE_B, row(2))).hasValue(secret(0x12));
    assertThat(ledger.read(RowKind.PERSON, row(3))).hasValue(secret(0x20));
  }

  @Test
  void damagedOnesDoNotOpen() throws IOException {
    byte[] good = HexFormat.of().parseHex(committed());
    byte[] flipped = good.clone();
    flipped[64 + 20] ^= 1;
    byte[] revived = good.clone();
    System.arraycopy(good, 64, revived, 128, 64);
    byte[] cut = Arrays.copyOf(good, good.length - 64);
    for (byte[] bad : List.of(flipped, revived, cut)) {
      assertThatThrownBy(() -> open(bad)).isInstanceOf(LedgerDamaged.class);
    }
  }

  private static KeyLedger open(byte[] segment) {
    FaultFiles files = new FaultFiles(HOME);
    files.create(SEGMENT).close();
    files.overwrite(SEGMENT, segment);
    return KeyLedger.open(HOME, files, key(), new SeededRandom(1));
  }

  private static long row(int slot) {
    return (1L << 24) | slot;
  }

  private static byte[] key() {
    byte[] key = new byte[32];
    for (int i = 0; i < key.length; i++) {
      key[i] = (byte) i;
    }
    return key;
  }

  private static byte[] secret(int of) {
    byte[] secret = new byte[32];
    Arrays.fill(secret, (byte) of);
    return secret;
  }

  private static String committed() throws IOException {
    try (InputStream in =
        LedgerVectorTest.class.getResourceAsStream("/vectors/ledger/00000001.ledger.hex")) {
      return in == null
          ? ""
          : new String(in.readAllBytes(), StandardCharsets.US_ASCII).replaceAll("\\s", "");
    }
  }
}
