package dev.assent.compliance.store.contact;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a map of objects says of the same keys it says too. */
class KeyTableTest {
  private static final int KEYS = 200_000;

  private record Row(int place, long first, long second) {}

  @Test
  void itKnowsWhatAMapKnows() {
    SplittableRandom random = new SplittableRandom(20261123);
    KeyTable table = new KeyTable(2);
    Map<UUID, Row> map = new HashMap<>();
    for (int i = 0; i < KEYS; i++) {
      // Random, one after the other, alike in one half: as hashes and ordered ids are.
      UUID key =
          switch (random.nextInt(4)) {
            case 0 -> new UUID(random.nextLong(), random.nextLong());
            case 1 -> new UUID(0x0190_0000_0000_0000L + i, 1);
            case 2 -> new UUID(7, random.nextInt(KEYS));
            default -> new UUID(random.nextInt(KEYS), random.nextInt(3));
          };
      long high = key.getMostSignificantBits();
      long low = key.getLeastSignificantBits();
      Row before = map.putIfAbsent(key, new Row(map.size(), i, ~i));
      assertThat(table.of(high, low)).isEqualTo(before == null ? -1 : before.place());
      assertThat(table.putIfAbsent(high, low, i, ~i)).isEqualTo(map.get(key).place());
      assertThat(table.size()).isEqualTo(map.size());
    }
    map.forEach(
        (key, row) -> {
          int place = table.of(key.getMostSignificantBits(), key.getLeastSignificantBits());
          assertThat(new Row(place, table.number(place, 0), table.number(place, 1))).isEqualTo(row);
        });
    assertThat(table.of(random.nextLong(), random.nextLong())).isEqualTo(-1);
  }

  @Test
  void whoIsLookedForInAnEmptyOneIsNotThere() {
    assertThat(new KeyTable(0).of(0, 0)).isEqualTo(-1);
  }
}
