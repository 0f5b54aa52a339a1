package dev.assent.recorder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assent.recorder.files.FaultFiles;
import dev.assent.recorder.ledger.KeyLedger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SlotPoolTest {
  private static final int CAPACITY = 2;
  private static final int ROOM = 2;

  private final FaultFiles files = Desk.disk();
  private final KeyLedger ledger = Desk.ledger(files);
  private final SlotPool pool =
      new SlotPool(ledger, Desk.RECIPIENTS, new SeededRandom(1), CAPACITY, ROOM, 3);

  @Test
  void callsThatRangInVainRewriteTheLedgerOnceForAllOfThem() throws Exception {
    List<RecorderSlot> ringing = new ArrayList<>();
    while (ringing.size() < 8) {
      pool.refill();
      ringing.add(pool.take());
    }
    while (pool.refill()) {}
    int rows = (int) ledger.verify().live();
    assertThat(rows).isEqualTo(8 + CAPACITY);
    byte[] before = segment();

    ringing.forEach(RecorderSlot::close);
    assertThat(segment()).as("no call rewrites it").isEqualTo(before);

    assertThat(pool.refill()).isTrue();
    assertThat(pool.refill()).isFalse();
    assertThat(ledger.verify().live()).isEqualTo(CAPACITY + ROOM);
    assertThat(Arrays.equals(segment(), before)).isFalse();

    pool.close();
    assertThat(ledger.verify().live()).isZero();
  }

  @Test
  void whatGatheredGoesWithThePool() throws Exception {
    List<RecorderSlot> ringing = new ArrayList<>();
    while (ringing.size() < 4) {
      pool.refill();
      ringing.add(pool.take());
    }
    while (pool.refill()) {}
    ringing.forEach(RecorderSlot::close);
    pool.close();
    assertThat(ledger.verify().live()).isZero();
  }

  private byte[] segment() {
    return files.bytes(Desk.LEDGER.resolve("00000001.ledger"));
  }
}
