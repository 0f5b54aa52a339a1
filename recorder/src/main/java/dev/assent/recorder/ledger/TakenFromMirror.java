package dev.assent.recorder.ledger;

/**
 * What the ledger lacked and its mirror had when it was opened: more than nothing means that this
 * disk is older than its mirror.
 *
 * @param rows that were missing here
 * @param erasures that had not happened here
 */
public record TakenFromMirror(long rows, long erasures) {
  public static final TakenFromMirror NOTHING = new TakenFromMirror(0, 0);

  public boolean isNothing() {
    return rows == 0 && erasures == 0;
  }
}
