package dev.assent.media.srtp;

/** Indices of one source seen so far (RFC 3711 §3.3.2): the highest and the 64 up to it. */
final class ReplayWindow {
  private static final int WIDTH = 64;

  private long highest = -1;
  private long seen; // bit n: highest − n

  /** −1 before the first packet. */
  long highest() {
    return highest;
  }

  boolean isFresh(long index) {
    long behind = highest - index;
    return behind < 0 || (behind < WIDTH && (seen & 1L << behind) == 0);
  }

  /** Only for packets whose tag was right: nobody else may move the window. */
  void accept(long index) {
    if (index > highest) {
      long ahead = index - highest;
      seen = highest >= 0 && ahead < WIDTH ? seen << ahead | 1 : 1;
      highest = index;
    } else {
      seen |= 1L << (highest - index);
    }
  }

  /**
   * The index a sequence number most likely stands for (RFC 3711 §3.3.1, appendix A); negative
   * before the beginning.
   */
  static long estimate(long highest, int sequence) {
    long rollOver = highest >> 16;
    int last = (int) (highest & 0xFFFF);
    if (last < 32_768) {
      if (sequence - last > 32_768) {
        rollOver--;
      }
    } else if (last - 32_768 > sequence) {
      rollOver++;
    }
    return rollOver << 16 | sequence;
  }
}
