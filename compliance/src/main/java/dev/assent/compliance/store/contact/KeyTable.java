package dev.assent.compliance.store.contact;

import java.util.Arrays;

/**
 * Rows of numbers found by keys of 128 bits: in 24 to 40 bytes a key and 8 to 12 a number, where a
 * map of objects takes two hundred. A list of millions is known by it as long as it is read. Rows
 * have places from 0, in the order they come. Owned by one thread at a time.
 */
final class KeyTable {
  private static final int FIRST = 1 << 10;
  private static final int KEY = 2;

  /** Odd, and its bits are in no order: keys that follow each other are spread. */
  private static final long SPREAD = 0x9E3779B97F4A7C15L;

  /** Both halves of the keys, then the numbers. */
  private final long[][] columns;

  /** One more than the place of whoever has the slot, 0 where it is free. At most half is taken. */
  private int[] slots = new int[2 * FIRST];

  private int size;

  /**
   * @param numbers of a row
   */
  KeyTable(int numbers) {
    columns = new long[KEY + numbers][FIRST];
  }

  /** How many rows there are. */
  int size() {
    return size;
  }

  /** The place of a key's row, -1 when it has none. */
  int of(long high, long low) {
    return slots[slot(high, low)] - 1;
  }

  /** A number of a row. */
  long number(int place, int number) {
    return columns[KEY + number][place];
  }

  /**
   * Adds a row unless its key has one.
   *
   * @param numbers as many as a row has
   * @return its place, or that of the one there was; a new one's is {@link #size()} of before
   */
  int putIfAbsent(long high, long low, long... numbers) {
    int slot = slot(high, low);
    if (slots[slot] > 0) {
      return slots[slot] - 1;
    }
    if (2 * (size + 1) > slots.length) {
      widen();
      slot = slot(high, low);
    }
    if (size == columns[0].length) {
      for (int i = 0; i < columns.length; i++) {
        columns[i] = Arrays.copyOf(columns[i], size + (size >> 1));
      }
    }
    columns[0][size] = high;
    columns[1][size] = low;
    for (int i = 0; i < numbers.length; i++) {
      columns[KEY + i][size] = numbers[i];
    }
    slots[slot] = ++size;
    return size - 1;
  }

  /** That of the key, or the free one that it would have. */
  private int slot(long high, long low) {
    int mask = slots.length - 1;
    long mixed = (high ^ Long.rotateLeft(low, 32)) * SPREAD;
    int slot = (int) (mixed >>> 32) & mask;
    while (slots[slot] > 0) {
      int place = slots[slot] - 1;
      if (columns[0][place] == high && columns[1][place] == low) {
        return slot;
      }
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void widen() {
    slots = new int[Math.multiplyExact(2, slots.length)];
    for (int place = 0; place < size; place++) {
      slots[slot(columns[0][place], columns[1][place])] = place + 1;
    }
  }
}
