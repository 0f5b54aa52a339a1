package dev.assent.compliance.review;

/** What a QA person makes of a recording. */
public enum Verdict {
  PASS,
  FAIL
}
