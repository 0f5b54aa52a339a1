package dev.assent.compliance.numbering;

/** What sort of line a number leads to. */
public enum NumberKind {
  MOBILE,
  FIXED_LINE,
  FIXED_LINE_OR_MOBILE,
  TOLL_FREE,
  SHARED_COST,
  PREMIUM_RATE,
  SATELLITE,
  /** Emergency, service and other short codes. */
  SHORT_CODE,
  /** Valid, and none of the above. */
  OTHER,
  /** No such number in the numbering plan. */
  INVALID;

  /** Lines nobody may be called at: charged extra, satellite, emergency. */
  public boolean prohibited() {
    return switch (this) {
      case SHARED_COST, PREMIUM_RATE, SATELLITE, SHORT_CODE -> true;
      case MOBILE, FIXED_LINE, FIXED_LINE_OR_MOBILE, TOLL_FREE, OTHER, INVALID -> false;
    };
  }
}
