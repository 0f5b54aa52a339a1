package dev.assent.dialer;

/** How a command ended. The numbers are a promise to scripts and never change their meaning. */
public enum Exit {
  /** Done; deferrals included. */
  DONE(0),
  FAILED(1),
  USAGE(2),
  /** Configuration or policy invalid. */
  CONFIG(3),
  /** Not permitted, or no key. */
  NOT_PERMITTED(4),
  /** Done, with findings the caller asked to fail on. */
  FINDINGS(5),
  /** A threshold braked the campaign. */
  BRAKED(6),
  /** A journal, keyset, ledger or recording is not what was written. */
  INTEGRITY(7),
  /** Stopped before the work was finished; work is left. */
  STOPPED_EARLY(8),
  INTERRUPTED(130);

  private final int code;

  Exit(int code) {
    this.code = code;
  }

  /** The process's exit status. */
  public int code() {
    return code;
  }

  /** The exit of a number received from an engine; numbers of a newer engine count as failed. */
  public static Exit of(int code) {
    for (Exit exit : values()) {
      if (exit.code == code) {
        return exit;
      }
    }
    return FAILED;
  }
}
