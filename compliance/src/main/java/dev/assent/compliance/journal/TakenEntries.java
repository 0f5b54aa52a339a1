package dev.assent.compliance.journal;

/**
 * What opening a journal found on its mirror: anything but {@link #NOTHING} means that this disk is
 * older than its mirror, or that both went on apart.
 *
 * @param entries that were missing here and were taken from there
 * @param interrupted whether entries were being taken when a process died
 */
public record TakenEntries(long entries, boolean interrupted) {
  public static final TakenEntries NOTHING = new TakenEntries(0, false);

  public boolean isNothing() {
    return entries == 0 && !interrupted;
  }
}
