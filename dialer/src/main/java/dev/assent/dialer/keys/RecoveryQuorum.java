package dev.assent.dialer.keys;

/**
 * How many keepers of how many open the recovery key: {@code 2/3}.
 *
 * @param needed 2..of
 * @param of at most 16
 */
public record RecoveryQuorum(int needed, int of) {
  public static final RecoveryQuorum DEFAULT = new RecoveryQuorum(2, 3);

  public RecoveryQuorum {
    if (needed < 2 || needed > of || of > 16) {
      throw new IllegalArgumentException("K/N with 2 <= K <= N <= 16");
    }
  }

  /**
   * @throws IllegalArgumentException unless it reads K/N in range
   */
  public static RecoveryQuorum parse(String text) {
    if (!text.matches("[0-9]{1,2}/[0-9]{1,2}")) {
      throw new IllegalArgumentException("K/N, such as 2/3");
    }
    String[] parts = text.split("/");
    return new RecoveryQuorum(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }
}
