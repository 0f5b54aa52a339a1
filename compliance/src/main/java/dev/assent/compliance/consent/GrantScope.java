package dev.assent.compliance.consent;

/** What a grant permits. None of them includes another (R22, R24). */
public enum GrantScope {
  CALL,
  RECORD,
  /** That another hands the data to us. */
  PROVIDE,
  /** That the data leaves the country. */
  CROSS_BORDER,
  /** That sensitive data is used. */
  SENSITIVE,
  /** That the data is made public. */
  PUBLIC
}
