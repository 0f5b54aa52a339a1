package dev.assent.compliance.review;

/** What a QA person says of one checkpoint. */
public enum Answer {
  YES,
  NO,
  /** It does not apply to this call. */
  NA
}
