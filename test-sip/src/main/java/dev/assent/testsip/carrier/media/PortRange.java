package dev.assent.testsip.carrier.media;

/** Even ports, handed out round and round. Loop thread only. */
public final class PortRange {
  private final int first;
  private final int last;
  private int next;

  /** Both ends belong to it, {@code start} says where it begins. */
  public PortRange(int first, int last, int start) {
    if (first % 2 != 0 || last - first < 2 || first < 1024 || last > 65_534) {
      throw new IllegalArgumentException(
          "media ports %d-%d: from an even port of 1024 or more".formatted(first, last));
    }
    this.first = first;
    this.last = last;
    this.next = first + Math.floorMod(start, last - first) / 2 * 2;
  }

  int next() {
    int port = next;
    next = next + 3 > last ? first : next + 2;
    return port;
  }
}
